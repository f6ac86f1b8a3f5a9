"""Issuing a key in the desk."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.desk.forms import StaffForm
from portal.domain.moments import SHANGHAI

from .catalogue import known_scopes, scope_words
from .models import ApiKey

_LAST_YEAR = 2999


def end_of(day: date) -> datetime:
    """The moment a key ends whose last day this is: that day counts in full, in Shanghai."""
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)


class KeyForm(StaffForm):
    """What a key is for; the secret is made, not chosen."""

    scopes = forms.MultipleChoiceField(
        label=_("范围"),
        choices=lambda: [(scope, scope_words(scope)) for scope in known_scopes()],
        widget=forms.CheckboxSelectMultiple,
    )
    last_day = forms.DateField(
        label=_("最后有效日"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("当天仍然有效。"),
    )

    class Meta:
        model = ApiKey
        fields = ("name", "organisation", "scopes", "last_day", "rate_per_minute")

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day.year > _LAST_YEAR:
            raise forms.ValidationError(_("密钥的有效期过长。"))
        return day

    def facts(self) -> dict[str, Any]:
        """What ``issue_key`` asks for, but for who and when."""
        facts = dict(self.cleaned_data)
        facts["expires_at"] = end_of(facts.pop("last_day"))
        return facts
