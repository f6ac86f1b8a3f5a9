"""What applicants do themselves about a case they have opened."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .fields import LongTextField
from .files import SentFilesField


class CorrectionForm(forms.Form):
    """The corrected request, in answer to a correction notice (条例 art. 30)."""

    use_required_attribute = False

    corrected_content = LongTextField(
        label=_("补正后的信息内容描述"),
        longest=2000,
        help_text=_("在原来的内容上修改，最多 2000 字。"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    files: Any = SentFilesField(
        label=_("补充的材料"),
        required=False,
        help_text=_("可选多个，最多 10 个、合计 50 MB。"),
    )

    def clean_corrected_content(self) -> str:
        """What was found unclear once is refused unchanged: a slip would end the correction."""
        content = str(self.cleaned_data["corrected_content"])
        if content == self.get_initial_for_field(
            self.fields["corrected_content"], "corrected_content"
        ):
            raise ValidationError(
                _("内容与原来的一样。请按机关的要求补充后再提交。"), code="unchanged"
            )
        return content


class WithdrawalForm(forms.Form):
    """Giving up the application; nobody has to say why."""

    use_required_attribute = False

    reason = LongTextField(
        label=_("撤回的原因"),
        longest=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
