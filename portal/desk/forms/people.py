"""The forms of looking after people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import RoleAssignment, User

from .record import StaffForm


class AccountForm(StaffForm):
    """A new account; its password is made by the system."""

    class Meta:
        model = User
        fields = ("username", "full_name", "duty", "email")


class AssignmentForm(StaffForm):
    class Meta:
        model = RoleAssignment
        fields = ("user", "role", "organisation", "is_head", "valid_from", "valid_to")


class ReasonForm(forms.Form):
    """Why it is done; kept in the audit chain."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写入审计记录，不得填写个人信息。"),
    )


class EndForm(ReasonForm):
    last_day = forms.DateField(label=_("最后一天"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("last_day", "reason")

    def __init__(self, *args: Any, today: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today
