"""The agency's answer, from draft to issue."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from requests_foia.domain.replies import Ground, ReplyKind

from . import labels
from .application import Application


class Reply(models.Model):
    """One draft of an answer. A returned draft stays; at most one is alive per case."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="replies", verbose_name=_("申请")
    )
    kind = models.CharField(
        _("答复类型"), max_length=30, choices=labels.choices(labels.REPLY_KINDS)
    )
    ground = models.CharField(
        _("不予公开的理由"), max_length=30, blank=True, choices=labels.choices(labels.GROUNDS)
    )
    text = models.TextField(_("答复内容"), max_length=20000)
    reasons = models.TextField(_("理由说明"), max_length=10000, blank=True)
    separation = models.TextField(_("不能区分处理的说明"), max_length=5000, blank=True)
    withheld = models.TextField(_("不予公开的部分"), max_length=5000, blank=True)
    search_note = models.TextField(_("检索结果"), max_length=5000, blank=True)
    search_places = models.CharField(_("检索范围"), max_length=500, blank=True)
    search_words = models.CharField(_("检索词"), max_length=500, blank=True)
    searched_by = models.CharField(_("检索人"), max_length=100, blank=True)
    referred_to = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("负责公开的机关"),
    )
    referral = models.TextField(_("应找的机关或者渠道及其联系方式"), max_length=1000, blank=True)

    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("起草人"),
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("退回人"),
    )
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_note = models.CharField(_("退回意见"), max_length=1000, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("批准人"),
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("制发人"),
    )
    issued_at = models.DateTimeField(_("制发时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        ordering = ["drafted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(returned_at__isnull=True),
                name="foi_one_living_reply",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("drafted_by")),
                name="foi_approver_is_not_drafter",
                violation_error_message=_("批准人不得是起草人。"),
            ),
            models.CheckConstraint(
                condition=models.Q(issued_at__isnull=True) | models.Q(approved_at__isnull=False),
                name="foi_issued_after_approval",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=labels.values(ReplyKind)), name="foi_reply_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ground="") | models.Q(ground__in=labels.values(Ground)),
                name="foi_ground_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=ReplyKind.REFUSED.value) | ~models.Q(ground=""),
                name="foi_refusal_has_ground",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
