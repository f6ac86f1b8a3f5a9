"""What the statistics page is asked for, and what staff fill in about remedies and reports."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.components.forms import DayInput
from portal.desk.forms import StaffForm
from requests_foia.domain.annual import Outcome, RemedyKind
from requests_foia.models import AnnualReport, Application, RemedyRecord, annual_labels, labels
from requests_foia.models.report import MAX_PART_LENGTH

EARLIEST = date(2008, 5, 1)
"""The first day of the first statute: no table begins before it."""


class TableForm(forms.Form):
    """Whose table, of which days, as it stood when. Everything may be left out."""

    body = forms.ModelChoiceField(
        label=_("机关"), queryset=Organisation.objects.none(), required=False, empty_label=None
    )
    first = forms.DateField(label=_("起"), required=False, widget=DayInput)
    last = forms.DateField(label=_("止"), required=False, widget=DayInput)
    as_of = forms.DateField(label=_("按哪一天所知"), required=False, widget=DayInput)
    below = forms.BooleanField(label=_("含下级机关"), required=False)

    def __init__(self, data: Any, *, bodies: QuerySet[Organisation], today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and not EARLIEST <= first <= self.today:
            self.add_error("first", _("起始日应在2008年5月1日以后、今天以前。"))
        if first and last and last < first:
            self.add_error("last", _("止日不能早于起日。"))
        if last and last.year > self.today.year:
            self.add_error("last", _("止日不能晚于今年年底。"))
        if (as_of := said.get("as_of")) and not EARLIEST <= as_of <= self.today:
            self.add_error("as_of", _("只能是今天或者以前的一天。"))
        return said


class RemedyForm(StaffForm):
    """A reconsideration or lawsuit as it reaches the body."""

    application_number = forms.CharField(
        label=_("公开申请的受理编号"),
        max_length=60,
        required=False,
        help_text=_("知道是哪一件申请的，填写受理编号。"),
    )

    class Meta:
        model = RemedyRecord
        fields = ("organisation", "kind", "application_number", "body", "number", "filed_on")
        widgets = {"filed_on": DayInput}
        help_texts = {"number": _("写案号，不写当事人姓名。")}

    def clean_application_number(self) -> str:
        number = str(self.cleaned_data["application_number"]).strip()
        self.application = None
        if number:
            body = self.cleaned_data.get("organisation")
            cases = Application.objects.filter(number=number, organisation=body)
            self.application = cases.first()
            if self.application is None:
                raise forms.ValidationError(_("该机关没有这个编号的申请。"))
        return number

    def clean_kind(self) -> RemedyKind:
        return RemedyKind(self.cleaned_data["kind"])


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("结果"), choices=labels.choices(annual_labels.OUTCOMES))
    decided_on = forms.DateField(label=_("审结之日"), widget=DayInput)

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


def _words(label: Any, limit: int, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=limit, widget=widget, **options)


class StrikeForm(forms.Form):
    reason = _words(_("注销原因"), 500, help_text=_("记录仍可查看，但不再计入统计。"))


class SendBackForm(forms.Form):
    note = _words(_("退回意见"), 500)


class SignForm(forms.Form):
    explanation = _words(
        _("数字不一致的说明"),
        500,
        required=False,
        help_text=_("本年与上年不衔接的，必须说明原因；说明随报告公布。"),
    )


class CorrectReportForm(forms.Form):
    reason = _words(_("更正的原因"), 500, help_text=_("随更正后的报告公布。"))


class ReportForm(StaffForm):
    """The text of a report; which body and year is chosen once, when it is begun."""

    class Meta:
        model = AnnualReport
        fields = (
            "organisation",
            "year",
            "overview",
            "proactive",
            "requests",
            "remedies",
            "problems",
            "others",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= {"rows": 8, "maxlength": MAX_PART_LENGTH}
                field.required = False
                self.fields[name].help_text = ""
