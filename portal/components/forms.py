"""How every form of the site is drawn: one field template, native widgets, no inline styles."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class PortalFormRenderer(TemplatesSetting):
    """Draws ``{{ form }}`` and ``{{ form.name.as_field_group }}`` with the site's components.

    The admin draws its own rows and only borrows the widgets, which stay Django's.
    """

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class DayInput(forms.DateInput):
    """A native date picker; the value travels as ``YYYY-MM-DD`` in every locale."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class HintedRadioSelect(forms.RadioSelect):
    """Radio buttons whose choices carry a sentence of help each.

    ``hints`` maps a choice's value to its help text.
    """

    def __init__(self, *, hints: dict[str, Any], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs)
        self.hints = hints

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        hint = self.hints.get(str(value), "")
        if hint and "id" in option["attrs"]:
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option
