"""The last page of the form: what was seen is what is filed."""

from django import forms


class FilingForm(forms.Form):
    """Which draft is filed, and the fingerprint of the answers shown on the page."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
