"""Whose figures the page of blank rules shows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation, User
from portal.desk import queries

from .record import in_plain_words


class BodyForm(forms.Form):
    """One of the bodies whose own figures this user may read."""

    body = forms.ModelChoiceField(
        label=_("机构"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=None,
    )

    def __init__(self, *args: Any, user: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_plain_words(self)
        self._kept = queries.organisations_kept_by(user, on)
        self._first = queries.body_kept_first(user, on)
        field: Any = self.fields["body"]
        field.queryset = queries.organisations_with_figures(user, on)

    def chosen(self) -> Organisation | None:
        """The body asked for, or the first one: a body that is kept before one that is read."""
        field: Any = self.fields["body"]
        if self.is_bound and self.is_valid() and self.cleaned_data["body"]:
            return self.cleaned_data["body"]
        return self._first or field.queryset.first()

    def keeps(self, body: Organisation) -> bool:
        """Whether the user sets the figures of this body."""
        return self._kept.filter(pk=body.pk).exists()
