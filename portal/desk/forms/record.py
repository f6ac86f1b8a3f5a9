"""What every form of the desk does."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.desk.steps import version_of

VERSION_FIELD = "_version"
_DASHES = BLANK_CHOICE_DASH[0][1]
CONFLICT = _(
    "在您填写期间，这条记录已被他人修改。您填写的内容仍保留在下面：请先核对“修改历史”，确认后再次提交。"
)


def in_plain_words(form: forms.BaseForm) -> None:
    """Say 请填写 and 请选择 where Django has a stock phrase, and no row of dashes for nothing."""
    for field in form.fields.values():
        is_choice = isinstance(field, forms.ChoiceField | forms.FileField)
        if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _("请选择。") if is_choice else _("请填写。")
        nothing = _("请选择") if field.required else _("不选")
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = field.empty_label and nothing
        elif isinstance(field, forms.ChoiceField) and isinstance(field.choices, list):
            field.choices = [
                (value, nothing if label == _DASHES else label) for value, label in field.choices
            ]


class StaffForm(forms.ModelForm):
    """Refuses to overwrite what somebody else saved meanwhile, and keeps the typed text."""

    # Reasons an action gave after the form itself was found valid.
    refusals: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record_version = version_of(self.instance) if self.instance.pk else ""
        in_plain_words(self)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusals:
            raise ValidationError(list(self.refusals), code="refused")
        if is_conflict(self.data.get(VERSION_FIELD, ""), self.record_version):
            raise ValidationError(CONFLICT, code="conflict")
        return cleaned


class StaffActionForm(ActionForm):
    """The bulk steps of a list, under a word of ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].label = gettext("批量办理")


class LabelledFormSet(forms.BaseInlineFormSet):
    """The box that removes a row says so, for those who do not see the column's head."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = gettext("删除这一行")


def is_conflict(seen: str, current: str) -> bool:
    """Whether the page was drawn from another version than the one stored now."""
    return bool(seen) and seen != current
