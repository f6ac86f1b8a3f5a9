"""Reconsiderations and lawsuits over the handling of requests: what table four counts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from requests_foia.domain.annual import Outcome, RemedyKind

from . import annual_labels, labels
from .application import Application


class RemedyRecord(models.Model):
    """One reconsideration or lawsuit against a body. Names no party.

    An entry is never edited: it is concluded once, and a wrong one is struck out with a
    reason and entered anew, so that the table of any past day stays reproducible.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("被申请机关")
    )
    kind = models.CharField(
        _("类别"), max_length=20, choices=labels.choices(annual_labels.REMEDY_KINDS)
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="remedies",
        verbose_name=_("公开申请"),
    )
    body = models.CharField(_("复议机关或者人民法院"), max_length=200)
    number = models.CharField(_("案号"), max_length=100, blank=True)
    filed_on = models.DateField(_("收到之日"))
    decided_on = models.DateField(_("审结之日"), null=True, blank=True)
    outcome = models.CharField(
        _("结果"), max_length=20, blank=True, choices=labels.choices(annual_labels.OUTCOMES)
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("登记人"),
    )
    recorded_at = models.DateTimeField(_("登记时间"), editable=False)
    concluded_at = models.DateTimeField(_("结果登记时间"), null=True, blank=True, editable=False)
    struck_at = models.DateTimeField(_("注销时间"), null=True, blank=True, editable=False)
    strike_reason = models.CharField(_("注销原因"), max_length=500, blank=True, editable=False)
    updated_at = models.DateTimeField(_("更新时间"), editable=False)

    class Meta:
        verbose_name = _("复议诉讼记录")
        verbose_name_plural = _("复议诉讼记录")
        ordering = ["-filed_on", "-pk"]
        indexes = [models.Index(fields=["organisation", "filed_on"], name="foi_remedy_body")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=labels.values(RemedyKind)), name="foi_remedy_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True, concluded_at__isnull=True)
                | Q(
                    outcome__in=labels.values(Outcome),
                    decided_on__isnull=False,
                    concluded_at__isnull=False,
                ),
                name="foi_remedy_concluded_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=models.F("filed_on")),
                name="foi_remedy_decided_after_filing",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "number"],
                condition=Q(struck_at__isnull=True) & ~Q(number=""),
                name="foi_remedy_once",
                violation_error_message=_("这个案号已经登记过。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.get_kind_display()} {self.filed_on}"
