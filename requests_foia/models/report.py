"""The annual report on openness work (条例 arts. 49–50) and its signed editions."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from requests_foia.domain.report import ReportState

from . import annual_labels, labels

MAX_PART_LENGTH = 20_000


def _part(name: str) -> models.TextField:
    title: Any = annual_labels.PARTS[name]
    return models.TextField(title, blank=True, validators=[MaxLengthValidator(MAX_PART_LENGTH)])


def _person(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=label,
    )


class AnnualReport(models.Model):
    """The report of one body on one year: six parts of text around the counted tables."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("报告机关")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    with_subordinates = models.BooleanField(
        _("汇总下级机关"), default=False, help_text=_("政府的年度报告汇总所属部门和下级机关。")
    )
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=labels.choices(annual_labels.STATES),
        default=ReportState.DRAFT.value,
        editable=False,
    )
    overview = _part("overview")
    proactive = _part("proactive")
    requests = _part("requests")
    remedies = _part("remedies")
    problems = _part("problems")
    others = _part("others")

    submitted_by = _person(_("提交人"))
    reviewed_by = _person(_("审核人"))
    signed_by = _person(_("签发人"))
    published_by = _person(_("发布人"))
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)
    correction_reason = models.CharField(_("更正说明"), max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("建立时间"), editable=False)
    updated_at = models.DateTimeField(_("更新时间"), editable=False)

    class Meta:
        verbose_name = _("年度报告")
        verbose_name_plural = _("年度报告")
        ordering = ["-year", "organisation__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="foi_report_once",
                violation_error_message=_("这个机关这一年度的报告已经建立。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=labels.values(ReportState)), name="foi_report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=models.F("submitted_by")),
                name="foi_report_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("reviewed_by")),
                name="foi_report_signed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"


class ReportEdition(models.Model):
    """The report as it was signed: text and figures frozen under one hash.

    Nothing of it changes any more but the moment of its publication.
    """

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="editions", verbose_name=_("年度报告")
    )
    number = models.PositiveSmallIntegerField(_("版次"))
    content = models.JSONField(_("内容"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("签发人"),
    )
    signed_at = models.DateTimeField(_("签发时间"))
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("年度报告版本")
        verbose_name_plural = _("年度报告版本")
        ordering = ["report", "number"]
        indexes = [models.Index(fields=["updated_at", "id"], name="foi_edition_updated")]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="foi_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.number}"


def _count(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, default=0)


def _override(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


class ProactiveCount(models.Model):
    """The figures of table two that no register of the portal counts, keyed in by the office.

    Normative documents are counted from the published documents unless a figure stands here.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("机关")
    )
    year = models.PositiveSmallIntegerField(_("年度"), validators=[MinValueValidator(2008)])
    rules_issued = _count(_("规章：本年制发件数"))
    rules_repealed = _count(_("规章：本年废止件数"))
    rules_in_force = _count(_("规章：现行有效件数"))
    normative_issued = _override(_("行政规范性文件：本年制发件数"))
    normative_repealed = _override(_("行政规范性文件：本年废止件数"))
    normative_in_force = _override(_("行政规范性文件：现行有效件数"))
    licences = _count(_("行政许可：本年处理决定数量"))
    penalties = _count(_("行政处罚：本年处理决定数量"))
    coercions = _count(_("行政强制：本年处理决定数量"))
    fee_amount = models.DecimalField(
        _("行政事业性收费：本年收费金额（万元）"),
        max_digits=14,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("主动公开数据")
        verbose_name_plural = _("主动公开数据")
        ordering = ["-year", "organisation__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="foi_proactive_once",
                violation_error_message=_("这个机关这一年度的数据已经填报。"),
            ),
            models.CheckConstraint(
                condition=Q(fee_amount__gte=0), name="foi_proactive_fee_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"
