"""What all pages of the application form share."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Answers = Mapping[str, Mapping[str, str]]


class StepForm(forms.Form):
    """One question of the application; knows the answers given on the other pages."""

    slug: ClassVar[str]
    template: ClassVar[str] = "step"
    question: ClassVar[Promise | str]
    help: ClassVar[Promise | str] = ""
    # What a field is called in the summary, where its label is the question itself.
    short_labels: ClassVar[Mapping[str, Promise | str]] = {}
    # Fields that only some answers call for: left out of the summary when empty.
    conditional: ClassVar[frozenset[str]] = frozenset()

    use_required_attribute = False

    def __init__(self, data: Any = None, *, answers: Answers, **kwargs: Any) -> None:
        self.answers = answers
        super().__init__(data, initial=dict(answers.get(self.slug, {})), **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Adapts the fields to the answers given before."""

    def values(self) -> dict[str, str]:
        """The valid answers, as the draft keeps them."""
        return {name: str(value or "") for name, value in self.cleaned_data.items()}

    def summary(self) -> list[tuple[str, Any, str]]:
        """The answers as field name, label and words, for checking before filing."""
        return [
            (bound.name, self.short_labels.get(bound.name, bound.label), self._in_words(bound.name))
            for bound in self
            if bound.name not in self.conditional or self.cleaned_data.get(bound.name)
        ]

    @property
    def is_one_question(self) -> bool:
        """Whether the only field is itself the question of the page."""
        return len(self.fields) == 1

    def _in_words(self, name: str) -> str:
        value = str(self.cleaned_data.get(name) or "")
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return _("是") if value else _("否")
        if isinstance(field, forms.ChoiceField):
            return str(dict(_flat(field.choices)).get(value, value))
        return value


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    flat: list[tuple[Any, Any]] = []
    for value, label in choices:
        flat.extend(label if isinstance(label, list | tuple) else [(value, label)])
    return flat
