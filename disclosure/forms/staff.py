"""What staff fill in on the steps of a document."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure.domain.review import Answers
from disclosure.models import Document, DocumentReturn, SecrecyReview
from portal.components.forms import DayInput
from portal.desk.forms import StaffForm

_YES_NO = [("yes", _("是")), ("no", _("否"))]
_LONG = forms.Textarea(attrs={"rows": 4})
_DAYS = ("formed_on", "issued_on", "effective_on", "expires_on")


class DocumentForm(StaffForm):
    """The draft of a document."""

    class Meta:
        model = Document
        fields = (
            "organisation",
            "title",
            "doc_no",
            "co_issuers",
            "category",
            "information_class",
            "topic",
            "keywords",
            "genre",
            "summary",
            "body",
            "formed_on",
            "issued_on",
            "effective_on",
            "expires_on",
            "attribute",
            "ground",
            "attribute_reason",
        )
        widgets = {
            **{name: DayInput for name in _DAYS},
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "summary": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
            "body": forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField"}),
        }
        help_texts = {
            "organisation": _("起草后不能更改。"),
            "co_issuers": _("牵头机关以外的机关，用顿号隔开。"),
            "body": _("纯文本，每段一行；“第一章”“一、”“第一条”会自动排成标题和条文。"),
            "formed_on": _("主动公开的期限从这一天起算（条例第二十六条）。"),
            "expires_on": _("过了这一天，页面自动标为“已失效”。"),
            "attribute": _("没有确定公开属性的，不能提交（退文）。"),
            "ground": _("依申请公开或者不予公开的，必须选择依据并写明理由。"),
        }


class AttachForm(forms.Form):
    file = forms.FileField(
        label=_("附件"), help_text=_("支持 PDF、OFD、Office、WPS、图片、音视频和 CSV。")
    )


class ReturnForm(forms.Form):
    cause = forms.ChoiceField(label=_("退文原因"), choices=DocumentReturn.Cause.choices)
    note = forms.CharField(label=_("说明"), max_length=500, widget=_LONG)


class _Questions(forms.Form):
    """The four questions of 信息发布审查表; none has a default."""

    has_state_secret = forms.ChoiceField(
        label=_("是否涉及国家秘密或者工作秘密"), choices=_YES_NO, widget=forms.RadioSelect
    )
    has_commercial_secret = forms.ChoiceField(
        label=_("是否涉及商业秘密"), choices=_YES_NO, widget=forms.RadioSelect
    )
    has_privacy = forms.ChoiceField(
        label=_("是否涉及个人隐私"), choices=_YES_NO, widget=forms.RadioSelect
    )
    is_lawful = forms.ChoiceField(
        label=_("是否符合法律法规规定"), choices=_YES_NO, widget=forms.RadioSelect
    )

    @property
    def answers(self) -> Answers:
        """The four answers of a valid form."""
        return Answers(
            **{name: self.cleaned_data[name] == "yes" for name in _Questions.base_fields}
        )


class ReleaseReviewForm(_Questions):
    """The questions, and what may stand beside a pass."""

    comment = forms.CharField(
        label=_("审查意见"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    personal_data_exemption = forms.CharField(
        label=_("含个人信息仍予公开的理由"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("只在依法必须公开时填写，例如行政处罚决定。"),
    )


class ReviewForm(ReleaseReviewForm):
    """信息发布审查表."""

    conclusion = forms.ChoiceField(
        label=_("审查结论"), choices=SecrecyReview.Conclusion.choices, widget=forms.RadioSelect
    )
    field_order = [*_Questions.base_fields, "conclusion"]


class ExplanationForm(forms.Form):
    explanation = forms.CharField(
        label=_("公开说明"),
        max_length=500,
        widget=_LONG,
        help_text=_("将向社会公开，请说清缘由，不要写个人信息。"),
    )


class ValidityForm(ExplanationForm):
    """Amended, repealed, lapsed, or in force again."""

    validity = forms.ChoiceField(
        label=_("有效性"), choices=Document._meta.get_field("validity").choices or ()
    )
    repealed_by = forms.ModelChoiceField(
        label=_("修改或者废止它的文件"), queryset=Document.objects.none(), required=False
    )
    field_order = ["validity", "repealed_by", "explanation"]

    def __init__(self, *args: Any, successors: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["repealed_by"].queryset = successors  # type: ignore[attr-defined]


class CorrectionForm(forms.ModelForm):
    """The correctable fields as they stand, and the public word on the change."""

    explanation = ExplanationForm.base_fields["explanation"]

    class Meta:
        model = Document
        fields = (
            "title",
            "doc_no",
            "co_issuers",
            "topic",
            "keywords",
            "summary",
            "body",
            "issued_on",
            "effective_on",
            "expires_on",
        )
        widgets = {
            **{name: DayInput for name in _DAYS[1:]},
            "summary": forms.Textarea(attrs={"rows": 4}),
            "body": forms.Textarea(attrs={"rows": 24}),
        }
