"""What applicants wish of the public: ticked with the application, changed whenever they like."""

from django import forms
from django.utils.translation import gettext_lazy as _

WISHES = ("suggests_publication", "is_out_of_log")


def suggests_publication_field() -> forms.BooleanField:
    """A suggestion, which binds nobody (条例 art. 44 ①)."""
    return forms.BooleanField(
        label=_("建议把这份信息向所有人公开"),
        required=False,
        help_text=_("可以不勾。认为这份信息应当主动公开的，机关答复时会一并考虑。"),
    )


def is_out_of_log_field() -> forms.BooleanField:
    """Binding: the case then never stands in the public log."""
    return forms.BooleanField(
        label=_("不要把这份申请列入“已答复的申请”"),
        required=False,
        help_text=_(
            "答复以后，机关可能在网站上列出这份申请的主题、月份和结果，供后来的人参考；"
            "不含您的姓名、编号和原话。不愿意的请勾选，以后也可以随时更改。"
        ),
    )


class WishesForm(forms.Form):
    """Both on the page of the applicant's own case."""

    use_required_attribute = False

    suggests_publication = suggests_publication_field()
    is_out_of_log = is_out_of_log_field()
