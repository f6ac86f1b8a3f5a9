"""What staff fill in on the steps of interpretations, consultations and comments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interpretation.models import Comment, Consultation, Interpretation
from interpretation.models.comment import MAX_REPLY_LENGTH
from interpretation.models.release import MAX_TEXT_LENGTH
from portal.desk.forms import StaffForm

_LAYOUT = _("纯文本，每段一行；“一、”“第一条”会自动排成标题和条文。")


def _wide(widget: type[forms.Widget], **attrs: int) -> forms.Widget:
    return widget(attrs={"class": "vLargeTextField", **attrs})


class InterpretationForm(StaffForm):
    """The draft of an interpretation."""

    class Meta:
        model = Interpretation
        fields = (
            "organisation",
            "documents",
            "title",
            "form",
            "interpreter_name",
            "interpreter_duty",
            "summary",
            "body",
        )
        widgets = {"title": _wide(forms.TextInput), "body": _wide(forms.Textarea, rows=20)}
        help_texts = {
            "organisation": _("谁起草、谁解读；起草后不能更改。"),
            "body": _LAYOUT,
        }


class ConsultationForm(StaffForm):
    """The draft of a consultation."""

    class Meta:
        model = Consultation
        fields = (
            "organisation",
            "title",
            "background",
            "draft_text",
            "how_to_respond",
            "opens_at",
            "closes_at",
            "short_period_reason",
            "result_document",
        )
        widgets = {
            "title": _wide(forms.TextInput),
            "background": _wide(forms.Textarea, rows=8),
            "draft_text": _wide(forms.Textarea, rows=20),
        }
        help_texts = {
            "organisation": _("起草后不能更改。"),
            "draft_text": _LAYOUT,
            "closes_at": _("到这一刻系统停止接收；期限一般不少于30日（决策条例第十五条）。"),
        }


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("退回意见"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("意见采纳情况"),
        max_length=MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("收到多少条，采纳了哪些，没有采纳哪些、为什么。将向社会公开。"),
    )


class HideForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("不予公开的原因"),
        choices=Comment.HiddenReason.choices,
        widget=forms.RadioSelect,
        help_text=_("留言人凭查询码可以看到，各原因的条数向社会公开。"),
    )


class ReplyForm(forms.Form):
    reply = forms.CharField(
        label=_("答复"),
        max_length=MAX_REPLY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("与留言一起公开；尚未公开的留言随之公开。"),
    )


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("查看的理由"), max_length=200)
