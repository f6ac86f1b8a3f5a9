"""Of which day the letters are listed for the printer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.components.forms import DayInput


class LettersDayForm(forms.Form):
    """An address without a day means today; a day that makes no sense does too."""

    day = forms.DateField(label=_("制发日期"), widget=DayInput, required=False)

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data or None, **options)
