"""The forms of editing the working calendar and of an agency's own figures."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.calendar.edits import DayEdit, YearEdit
from portal.calendar.models import RuleOverride
from portal.calendar.spreadsheets import read_holiday_sheet
from portal.desk.rule_words import unit_words
from portal.domain.calendar import DayNotice
from portal.domain.holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_NAME,
    MAX_NOTICE,
    MAX_URL,
    HolidayFileError,
    PublishedYear,
    read_published_year,
)
from portal.domain.rulesets import Rule, rule_sets

from .record import StaffForm

MAX_FILE_BYTES = 1_000_000
OFF, WORKED, PLAIN = "off", "worked", "plain"


class EditForm(forms.Form):
    """What every edit says besides the days; ``edit`` holds it once the form is valid."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写入变更记录与审计记录，不得填写个人信息。"),
    )
    edit: YearEdit | DayEdit


class YearForm(EditForm):
    """A year's arrangement from a file: the published JSON form, or an Excel list."""

    file = forms.FileField(
        label=_("放假安排文件"),
        help_text=_("JSON 文件，或有“日期”“放假/上班”“名称”三列的 Excel 表（.xlsx）。"),
    )
    year = forms.IntegerField(label=_("年份"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    notice = forms.CharField(label=_("通知文号"), max_length=MAX_NOTICE)
    url = forms.URLField(
        label=_("通知网址"), max_length=MAX_URL, required=False, assume_scheme="https"
    )
    field_order = ("file", "year", "notice", "url", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.edit = YearEdit(self._published(cleaned))
            except HolidayFileError as error:
                problems = [problem.translated(gettext) for problem in error.problems]
                self.add_error("file", problems)
        return cleaned

    def _published(self, cleaned: dict[str, Any]) -> PublishedYear:
        document = self._document(cleaned["file"], cleaned["year"])
        if not isinstance(document, dict):
            return read_published_year(document)
        if document.get("year") != cleaned["year"]:
            raise ValidationError({"year": _("文件不是这一年的放假安排。")})
        number = {"number": cleaned["notice"], "url": cleaned["url"] or _address(document)}
        return read_published_year({**document, "notices": [number]})

    def _document(self, file: Any, year: int) -> Any:
        if file.size > MAX_FILE_BYTES:
            raise ValidationError({"file": _("文件过大，不像是一年的放假安排。")})
        if file.name.lower().endswith(".xlsx"):
            return read_holiday_sheet(file, year)
        try:
            return json.loads(file.read().decode("utf-8"))
        except (ValueError, RecursionError) as error:
            words = _("文件不是 JSON，也不是 Excel 工作簿（.xlsx）。")
            raise ValidationError({"file": words}) from error


class DayForm(EditForm):
    """One day, for the country or for one body."""

    organisation = forms.ModelChoiceField(
        label=_("适用范围"), queryset=Organisation.objects.none(), required=False
    )
    day = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    becomes = forms.ChoiceField(
        label=_("改为"),
        choices=[
            (OFF, _("放假")),
            (WORKED, _("上班")),
            (PLAIN, _("撤销已有安排（按平常的周历）")),
        ],
    )
    name = forms.CharField(label=_("名称"), max_length=MAX_NAME, required=False)
    notice = forms.CharField(label=_("依据（文号）"), max_length=MAX_NOTICE, required=False)
    field_order = ("organisation", "day", "becomes", "name", "notice", "reason")

    def __init__(
        self, *args: Any, bodies: QuerySet[Organisation], is_national: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        scope: Any = self.fields["organisation"]
        scope.queryset, scope.required = bodies, not is_national
        scope.empty_label = _("全国") if is_national else "—"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("becomes") != PLAIN:
            for name in ("name", "notice"):
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, _("请填写。"))
        day = cleaned.get("day")
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.add_error("day", _("日期超出工作日历的范围。"))
        if not self.errors:
            self.edit = self._edit(cleaned)
        return cleaned

    def _edit(self, cleaned: dict[str, Any]) -> DayEdit:
        body, day = cleaned["organisation"], cleaned["day"]
        facts = (day, cleaned["becomes"] == WORKED, cleaned["name"], cleaned["notice"])
        becomes = None if cleaned["becomes"] == PLAIN else DayNotice(*facts)
        return DayEdit(day, body.code if body else "", becomes)


class OverrideForm(StaffForm):
    """A body's own figure; the choice of rules says what the law asks and how sure that is."""

    class Meta:
        model = RuleOverride
        fields = (
            "organisation_code",
            "rule_key",
            "value",
            "in_force_from",
            "in_force_to",
            "reason",
        )
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule_key"] = forms.ChoiceField(
            label=_("规则"),
            choices=[("", "—"), *rule_choices()],
            help_text=_("只能比法定的更严；来源留空的规则填上数值后启用。"),
        )
        asked = _rules_by_key().get(str(self.initial.get("rule_key", "")))
        if asked and asked.is_off:
            self.fields["value"].help_text = unit_words(asked)


def rule_choices() -> list[tuple[str, str]]:
    """Every rule once, in words."""
    return [(key, rule_in_words(rule)) for key, rule in sorted(_rules_by_key().items())]


def _rules_by_key() -> dict[str, Rule]:
    """Every rule once, as the statute in force says it, or else the newest set that has it."""
    newest: dict[str, Rule] = {}
    in_order = sorted(rule_sets().values(), key=lambda s: (s.kind == "statute", s.in_force_from))
    for rules in in_order:
        newest.update(rules.rules)
    return newest


def rule_in_words(rule: Rule) -> str:
    """The rule, its figure by the source, its article and how sure we are of it."""
    words = {
        "key": rule.key,
        "title": rule.title,
        "value": gettext("未设定") if rule.is_off else rule.value,
        "article": rule.article,
        "certainty": rule.certainty,
    }
    return gettext("%(key)s %(title)s：%(value)s（%(article)s；%(certainty)s）") % words


def _address(document: dict[str, Any]) -> str:
    """Where a published file says it was taken from; a web address or nothing."""
    papers = document.get("papers")
    first = str(papers[0]) if isinstance(papers, list) and papers else ""
    return first if first.startswith(("https://", "http://")) else ""
