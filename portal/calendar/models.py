"""The working-day calendar as rows, and an agency's own stricter figures."""

from collections.abc import Container
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.domain.holidays import PublishedYear
from portal.domain.rulesets import rules_binding


class CalendarYearQuerySet(models.QuerySet["CalendarYear"]):
    """Years and how one is written with its days."""

    def add(
        self,
        published: PublishedYear,
        *,
        loaded_at: datetime | None,
        settled: Container[date] = frozenset(),
    ) -> "CalendarYear":
        """Write one arrangement, leaving out the days another one has `settled` already."""
        year = self.create(
            year=published.year,
            notice=published.notice,
            url=published.url,
            loaded_at=loaded_at,
        )
        CalendarDay.objects.using(self.db).bulk_create(
            CalendarDay(
                day=day.day,
                is_working=day.is_working,
                name=day.name,
                notice=day.notice or published.url,
                arrangement=year,
            )
            for day in published.days
            if day.day not in settled
        )
        return year


class CalendarYear(models.Model):
    """A year whose holiday notice is out. A year without a row counts provisionally.

    Its arrangement may reach into the neighbouring years: `days` are the ones it speaks about.
    """

    year = models.PositiveSmallIntegerField(_("年份"), primary_key=True)
    notice = models.CharField(_("放假通知"), max_length=200, blank=True)
    url = models.URLField(_("通知网址"), max_length=300, blank=True)
    loaded_at = models.DateTimeField(_("载入时间"), null=True, blank=True)

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("已公布年份")
        verbose_name_plural = _("已公布年份")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from the plain week: a day off, or a weekend day worked.

    `organisation_code` is empty for a day of the whole country; otherwise it names the agency
    that has this extra day off (放假办法 art. 4). Only confirmed days count.
    """

    day = models.DateField(_("日期"))
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("节日"), max_length=50)
    notice = models.CharField(_("依据"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("已确认"), default=True)
    organisation_code = models.CharField(_("适用单位代码"), max_length=50, blank=True)
    arrangement = models.ForeignKey(
        CalendarYear,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="days",
        verbose_name=_("所属年度安排"),
    )

    class Meta:
        verbose_name = _("放假与调休")
        verbose_name_plural = _("放假与调休")
        ordering = ["-day", "organisation_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "organisation_code"], name="calendar_day_once_per_organisation"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="calendar_day_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarVersion(models.Model):
    """One row whose token changes with every edit of the calendar, by database trigger.

    A process keeps a calendar only as long as the token it was read under still stands.
    """

    token = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.token


class CalendarChange(models.Model):
    """One edit of the calendar, kept for ever: database triggers refuse to change a row.

    ``before`` and ``after`` list the days concerned as ``{"day", "is_working", "name",
    "notice"}``; a day on neither list is left to the plain week.
    """

    class Kind(models.TextChoices):
        YEAR = "year", _("载入年度安排")
        DAY = "day", _("调整单日")

    at = models.DateTimeField(_("时间"))
    # The name of the account; the audit chain keeps who it was.
    actor_label = models.CharField(_("操作人账号"), max_length=150, blank=True)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年份"))
    organisation_code = models.CharField(_("适用单位代码"), max_length=50, blank=True)
    notice = models.CharField(_("依据"), max_length=200, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    before = models.JSONField(_("变更前"), default=list)
    after = models.JSONField(_("变更后"), default=list)

    class Meta:
        verbose_name = _("日历变更")
        verbose_name_plural = _("日历变更记录")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class RuleOverride(models.Model):
    """An agency's own figure for a rule: stricter than the law, or one its source left blank."""

    organisation_code = models.CharField(_("单位代码"), max_length=50)
    rule_key = models.CharField(_("规则"), max_length=60)
    value = models.PositiveIntegerField(_("数值"))
    in_force_from = models.DateField(_("施行日期"))
    in_force_to = models.DateField(_("终止日期"), null=True, blank=True)
    reason = models.TextField(_("理由"), validators=[MaxLengthValidator(1000)])

    class Meta:
        verbose_name = _("单位内部时限")
        verbose_name_plural = _("单位内部时限")
        ordering = ["organisation_code", "rule_key", "-in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_code", "rule_key", "in_force_from"],
                name="calendar_override_once_per_start",
            ),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
                name="calendar_override_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_code} {self.rule_key} = {self.value}"

    def clean(self) -> None:
        """Refuse an unknown rule and a figure that loosens the law, naming the reason."""
        if self.value is None or self.in_force_from is None:
            return
        bound_by = rules_binding(self.rule_key, self.in_force_from)
        if not bound_by:
            raise ValidationError({"rule_key": _("没有这条规则")})
        refusals = (rule.refuses(self.value) for rule in bound_by)
        reasons = dict.fromkeys(gettext(r.text) % r.params for r in refusals if r)
        if reasons:
            raise ValidationError({"value": list(reasons)})
