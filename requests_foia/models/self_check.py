"""The yearly look at what was withheld: was it right, and is it still (条例 art. 18)?"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation

from .application import Application
from .asked_alike import AskedAlike
from .conversion import ConversionReview


class SelfCheck(models.Model):
    """One body's check of one year; done once every entry has its conclusion."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("机关")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    first_on = models.DateField(_("答复日期起"))
    last_on = models.DateField(_("答复日期止"))
    due_on = models.DateField(_("自查期限"))
    opened_at = models.DateTimeField(_("开列时间"))
    closed_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    updated_at = models.DateTimeField(_("更新时间"), editable=False)

    class Meta:
        verbose_name = _("不予公开信息年度自查")
        verbose_name_plural = _("不予公开信息年度自查")
        ordering = ["-year", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="foi_self_check_yearly")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"


class SelfCheckEntry(models.Model):
    """A refusal, a partial disclosure, or a topic that many asked for."""

    class Conclusion(models.TextChoices):
        OPEN = "", _("待自查")
        KEEP = "keep", _("维持不予公开")
        SHOULD_BE_PUBLIC = "should_be_public", _("本应公开")
        CONVERT = "convert", _("转为主动公开")

    self_check = models.ForeignKey(
        SelfCheck, on_delete=models.CASCADE, related_name="entries", verbose_name=_("年度自查")
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="+", verbose_name=_("申请")
    )
    asked_alike = models.ForeignKey(
        AskedAlike,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("多人申请的信息"),
    )
    conclusion = models.CharField(
        _("自查结论"), max_length=20, choices=Conclusion.choices, blank=True, default=""
    )
    reasons = models.TextField(_("理由"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("自查人"),
    )
    decided_at = models.DateTimeField(_("自查时间"), null=True, blank=True)
    conversion = models.OneToOneField(
        ConversionReview,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="self_check_entry",
        verbose_name=_("主动公开审查"),
    )
    updated_at = models.DateTimeField(_("更新时间"), editable=False)

    class Meta:
        verbose_name = _("自查条目")
        verbose_name_plural = _("自查条目")
        ordering = ["self_check", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_check", "application"], name="foi_self_check_lists_once"
            ),
            models.CheckConstraint(
                condition=Q(conclusion="", decided_at__isnull=True)
                | (
                    ~Q(conclusion="")
                    & ~Q(reasons="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="foi_self_check_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
