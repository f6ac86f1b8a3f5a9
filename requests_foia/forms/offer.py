"""Choosing something public instead of applying."""

from django import forms


class OfferForm(forms.Form):
    """Which entry was chosen."""

    entry = forms.IntegerField(min_value=1, max_value=2**63 - 1)
