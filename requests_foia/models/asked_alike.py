"""Applications by several people for much the same: perhaps everybody should have it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation

from .application import Application
from .conversion import ConversionReview


class AskedAlike(models.Model):
    """A group of cases found alike, and what the office made of it (条例 art. 44 ②).

    ``applicants`` counts different people by their blind indexes; who they are stays unread.
    """

    class Conclusion(models.TextChoices):
        OPEN = "", _("待处理")
        DISMISSED = "dismissed", _("不转为主动公开")
        CONVERTED = "converted", _("已转为主动公开")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("受理机关")
    )
    cases = models.ManyToManyField(Application, related_name="+", verbose_name=_("申请"))
    applicants = models.PositiveIntegerField(_("申请人数"))
    found_at = models.DateTimeField(_("发现时间"))
    updated_at = models.DateTimeField(_("更新时间"), editable=False)
    conclusion = models.CharField(
        _("处理"), max_length=20, choices=Conclusion.choices, blank=True, default=""
    )
    reasons = models.TextField(_("理由"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("处理人"),
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    conversion = models.OneToOneField(
        ConversionReview,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="asked_alike",
        verbose_name=_("主动公开审查"),
    )

    class Meta:
        verbose_name = _("可能转为主动公开")
        verbose_name_plural = _("可能转为主动公开")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion="", decided_at__isnull=True)
                | (
                    ~Q(conclusion="")
                    & ~Q(reasons="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="foi_alike_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.found_at:%Y-%m-%d}"
