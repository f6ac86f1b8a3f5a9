"""The public log: what the office writes down, and what readers filter by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.forms.filter import OrganisationField
from portal.agencies.models import Organisation
from portal.desk.forms import StaffForm
from portal.privacy.masks import mask_text
from portal.search.domain import MAX_QUERY_LENGTH
from requests_foia.domain.public_log import may_quote_letter, tells_secret
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import AnsweredEntry, Application, labels
from requests_foia.permissions.public_log import LETTER_LIMIT, SUBJECT_LIMIT, SUMMARY_LIMIT
from requests_foia.queries.public_log import bodies_listed, years_answered

SUBJECT_HELP = _("用机关自己的话，不照抄申请，不写姓名、编号和日期。")
SUMMARY_HELP = _("要的是什么、怎样答复的，供后来的人参考。可以不填。")
LETTER_HELP = _("公开信息的答复才列出。已遮盖号码，请删去其余能认出申请人和第三方的内容。")


def _long(label: Any, limit: int, rows: int, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=limit,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class PrepareEntryForm(forms.Form):
    """What the public is to read of a case; begins with the reply, numbers masked."""

    subject = forms.CharField(label=_("主题"), max_length=SUBJECT_LIMIT, help_text=SUBJECT_HELP)
    summary = _long(_("摘要"), SUMMARY_LIMIT, 4, SUMMARY_HELP)
    letter_text = _long(_("答复内容"), LETTER_LIMIT, 10, LETTER_HELP)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reply = application.replies.filter(returned_at__isnull=True).first()
        kind = application.outcome
        if kind in set(ReplyKind) and reply and may_quote_letter(kind, application.ground):
            self.fields["letter_text"].initial = mask_text(reply.text)
        else:
            del self.fields["letter_text"]
        if tells_secret(application.ground):
            del self.fields["summary"]


class EntryForm(StaffForm):
    """The same while the entry waits for its release."""

    class Meta:
        model = AnsweredEntry
        fields = ("subject", "summary", "letter_text")
        help_texts = {
            "subject": SUBJECT_HELP,
            "summary": SUMMARY_HELP,
            "letter_text": LETTER_HELP,
        }
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "summary": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
            "letter_text": forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        }


class WithdrawEntryForm(forms.Form):
    explanation = forms.CharField(
        label=_("公开说明"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("将向社会公开，请说清缘由，不要写个人信息。"),
    )


class AnsweredFilter(forms.Form):
    """What a reader may narrow the log by; a wrong value is told and leaves the rest intact."""

    q = forms.CharField(
        label=_("主题、摘要或者答复含有"), required=False, max_length=MAX_QUERY_LENGTH
    )
    organisation: Any = OrganisationField(
        label=_("答复机关"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("全部"),
    )
    outcome = forms.ChoiceField(
        label=_("办理结果"),
        choices=[("", _("全部")), *labels.choices(labels.REPLY_KINDS)],
        required=False,
    )
    year: Any = forms.TypedChoiceField(
        label=_("答复年份"), coerce=int, empty_value=None, required=False, choices=[]
    )

    # The query string it was read from, for links to the same selection.
    query = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(year, str(year)) for year in years_answered()]
        self.fields["year"].choices = [("", _("全部")), *years]  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = bodies_listed()  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters that are set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
