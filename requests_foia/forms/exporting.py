"""What is asked before personal data leave the house."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .desk import text_field

CSV, XLSX = "csv", "xlsx"


class ExportPeopleForm(forms.Form):
    """For what, and as which kind of file."""

    purpose = text_field(
        _("用途"),
        rows=2,
        error_messages={"required": _("请填写导出个人信息的用途。")},
        help_text=_("例如“提供给某某法院的某某号案件”。写入每一件的审计记录，不得填写个人信息。"),
    )
    format = forms.ChoiceField(
        label=_("文件格式"), choices=[(XLSX, _("Excel 工作簿（.xlsx）")), (CSV, "CSV")]
    )
