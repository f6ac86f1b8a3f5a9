"""Wording a version of a letter's text on the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.desk.forms import StaffForm
from requests_foia.domain.letters import FORMS
from requests_foia.models import LetterTemplate, labels


def kind_choices() -> list[tuple[str, Any]]:
    """The kinds an agency may word by itself."""
    return [(kind, labels.letter_name(kind)) for kind in FORMS]


class LetterTemplateForm(StaffForm):
    """The text may be left empty at first: it then begins with the shipped wording."""

    kind = forms.ChoiceField(label=_("文书"), choices=kind_choices)
    text = forms.CharField(
        label=_("模板正文"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "cols": 80, "spellcheck": "false"}),
        help_text=_(
            "花括号里的是占位符，制发时自动填写。可用的格式：段落、标题、加粗、列表、表格。"
            "留空则以平台默认文本起草。"
        ),
    )

    class Meta:
        model = LetterTemplate
        fields = ("organisation", "kind", "text", "in_force_from", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # the kind is chosen once
            self.fields.pop("kind", None)
