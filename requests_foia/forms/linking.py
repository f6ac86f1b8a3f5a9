"""Splitting a case into its matters; merging it into an earlier one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from requests_foia.domain.linking import LEAST_MATTERS, MOST_MATTERS
from requests_foia.domain.numbers import normalised_number
from requests_foia.models import Application

from .desk import INTERNAL, text_field

MATTER_LIMIT = 5000


class SplitForm(forms.Form):
    """One box for each matter. The first two must be filled."""

    def __init__(self, *args: Any, content: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_MATTERS + 1):
            self.fields[f"matter_{number}"] = text_field(
                _("事项%(number)d") % {"number": number},
                limit=MATTER_LIMIT,
                rows=3 if number <= LEAST_MATTERS else 2,
                required=number <= LEAST_MATTERS,
            )
        self.fields["matter_1"].initial = content
        self.fields["matter_1"].help_text = _("由本件继续办理。用申请人的原话，不得增减。")
        self.fields["matter_2"].help_text = _("另立一件，收到之日、期限和附件与本件相同。")

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = [self.cleaned_data.pop(f"matter_{n}", "") for n in range(1, MOST_MATTERS + 1)]
        return {"matters": [matter for matter in given if matter.strip()]}


class MergeForm(forms.Form):
    """Into which case: the number of one that the same applicant filed earlier."""

    lead = forms.CharField(
        label=_("先提出的申请的受理编号"),
        max_length=60,
        help_text=_("同一申请人先提出、尚未答复的申请。本件办结，由那一件一并答复。"),
    )
    note = text_field(_("备注"), required=False, rows=2, help_text=INTERNAL)

    def __init__(
        self, *args: Any, application: Application, suggested: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.fields["lead"].initial = suggested

    def clean_lead(self) -> Application:
        number = normalised_number(str(self.cleaned_data["lead"]))
        found = Application.objects.filter(
            number=number, organisation=self.application.organisation_id
        ).first()
        if found is None:
            raise ValidationError(_("本机关没有这个编号的申请。"), code="unknown")
        return found
