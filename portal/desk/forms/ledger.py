"""What a page of the ledger is asked for, in its query string."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.domain.calendar import FIRST_DAY, LAST_DAY
from portal.obligations.models import Obligation
from portal.obligations.queries import rule_title


class MonthField(forms.Field):
    """A month as browsers send it, ``2026-12``; its value is the month's first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-12", "maxlength": 7})

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            first = date.fromisoformat(f"{text}-01")
        except ValueError:
            raise forms.ValidationError(_("请按“2026-12”的样子填写月份。")) from None
        return in_calendar(first)


def in_calendar(day: date) -> date:
    """The day itself, if the working calendar can say what day it is."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(_("这一天超出了工作日历的范围。"))
    return day


class LedgerForm(forms.Form):
    """Filters over the rows a user may see: they offer nothing but what these rows hold."""

    body = forms.ModelChoiceField(
        label=_("责任单位"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("全部单位"),
    )

    def __init__(self, data: Any, *, rows: QuerySet[Obligation]) -> None:
        super().__init__(data)
        held = rows.order_by().values("organisation_id")
        bodies: Any = self.fields["body"]
        bodies.queryset = Organisation.objects.filter(pk__in=held).order_by("position", "pk")


class MonthForm(LedgerForm):
    """Which month, or which day of it."""

    month = MonthField(label=_("月份"), required=False)
    day = forms.DateField(required=False, widget=forms.HiddenInput)

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        return in_calendar(day) if day else None


class LateForm(LedgerForm):
    """Which of the late limits."""

    LATE_NOW, DONE_LATE, UNEXPLAINED = "now", "done", "unexplained"

    rule = forms.ChoiceField(label=_("事项"), required=False)
    month = MonthField(label=_("到期月份"), required=False)
    kind = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=[
            ("", _("全部")),
            (LATE_NOW, _("现仍逾期")),
            (DONE_LATE, _("已逾期办结或终止")),
            (UNEXPLAINED, _("尚未说明原因")),
        ],
    )
    field_order = ("body", "rule", "month", "kind")

    def __init__(self, data: Any, *, rows: QuerySet[Obligation]) -> None:
        super().__init__(data, rows=rows)
        keys = rows.order_by("rule_key").values_list("rule_key", flat=True).distinct()
        rules: Any = self.fields["rule"]
        rules.choices = [("", _("全部事项")), *((key, rule_title(key)) for key in keys)]
