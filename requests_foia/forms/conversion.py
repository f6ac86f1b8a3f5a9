"""“是否转为主动公开”: asked with every draft that discloses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.forms.filter import CategoryField
from disclosure.models import Category
from portal.components.forms import DayInput
from requests_foia.models import ConversionReview
from requests_foia.permissions.conversion import TITLE_LIMIT
from requests_foia.permissions.words import TEXT_LIMIT

CONVERSION_FIELDS = (
    "converts",
    "conversion_reasons",
    "conversion_title",
    "conversion_category",
    "conversion_formed_on",
)


class ConversionForm(forms.Form):
    """Yes or no, and why; a yes also says what the draft document is to be called."""

    converts: Any = forms.TypedChoiceField(
        label=_("是否转为主动公开"),
        choices=[("yes", _("是，转为主动公开")), ("no", _("否，只向申请人公开"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_(
            "条例第四十四条。选“是”的，制发答复书时自动起草公开文件，20 个工作日内经审查发布。"
        ),
    )
    conversion_reasons = forms.CharField(
        label=_("转为或者不转为主动公开的理由"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只供内部查看，批准人在批准前看到。"),
    )
    conversion_title = forms.CharField(
        label=_("公开时的标题"),
        max_length=TITLE_LIMIT,
        required=False,
        help_text=_("选“是”时填写。用机关自己的话，不要照抄申请，不要写个人信息。"),
    )
    conversion_category: Any = CategoryField(
        label=_("公开目录"),
        queryset=Category.objects.with_tree_fields(),
        required=False,
        help_text=_("选“是”时选择。"),
    )
    conversion_formed_on = forms.DateField(
        label=_("信息的成文日期"),
        required=False,
        widget=DayInput,
        help_text=_("选“是”时填写。发布期限从制发答复书之日起算，不从这一天起算。"),
    )


def answered_before(review: ConversionReview | None) -> dict[str, Any]:
    """An earlier draft's answer, to begin the next one with."""
    if review is None:
        return {}
    return {
        "converts": "yes" if review.is_suitable else "no",
        "conversion_reasons": review.reasons,
        "conversion_title": review.title,
        "conversion_category": review.category_id,
        "conversion_formed_on": review.formed_on,
    }


class PublishForm(forms.Form):
    """A yes without a reply: what the draft document is to be called, and why."""

    reasons = forms.CharField(
        label=_("转为主动公开的理由"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只供内部查看。"),
    )
    title = forms.CharField(
        label=_("公开时的标题"),
        max_length=TITLE_LIMIT,
        help_text=_("用机关自己的话，不要照抄申请，不要写个人信息。"),
    )
    category: Any = CategoryField(label=_("公开目录"), queryset=Category.objects.with_tree_fields())
    formed_on = forms.DateField(
        label=_("信息的成文日期"),
        widget=DayInput,
        help_text=_("发布期限从今天起算，不从这一天起算。"),
    )


class DismissForm(forms.Form):
    reasons = forms.CharField(
        label=_("理由"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只供内部查看。"),
    )
