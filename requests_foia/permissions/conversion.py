"""What stands in the way of answering “是否转为主动公开”, and of issuing without an answer."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.domain.workflow import Refusal
from requests_foia.domain.conversion import needs_conversion_review
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import ConversionReview, Reply

from .attempt import Attempt
from .words import TEXT_LIMIT, text_faults

TITLE_LIMIT = 300


def conversion_faults(
    *,
    converts: bool | None,
    reasons: str,
    title: str,
    category: Any,
    formed_on: date | None,
    on: date,
) -> list[Refusal]:
    """Everything an answer lacks; a yes says what is to be published."""
    faults = []
    if converts is None:
        faults.append(Refusal("converts", _("请选择是否转为主动公开。")))
    missing = _("请说明转为或者不转为主动公开的理由。")
    faults += text_faults("conversion_reasons", reasons, missing, limit=TEXT_LIMIT)
    if not converts:
        return faults
    missing = _("转为主动公开的，请写明公开时的标题。")
    faults += text_faults("conversion_title", title, missing, limit=TITLE_LIMIT)
    if category is None:
        faults.append(Refusal("conversion_category", _("转为主动公开的，请选择公开目录。")))
    if formed_on is None:
        text = _("转为主动公开的，请填写信息的成文日期。")
        faults.append(Refusal("conversion_formed_on", text))
    elif formed_on > on:
        faults.append(Refusal("conversion_formed_on", _("成文日期不能晚于今天。")))
    return faults


def lacks_conversion(reply: Reply | None) -> bool:
    """Whether this reply discloses and nobody has answered for it."""
    if reply is None or not needs_conversion_review(ReplyKind(reply.kind)):
        return False
    return not ConversionReview.objects.filter(reply=reply).exists()


def _is_answered(attempt: Attempt) -> list[Refusal]:
    if not lacks_conversion(attempt.reply):
        return []
    text = _("公开信息的答复，须先回答是否转为主动公开（条例第四十四条）。")
    return [Refusal("conversion", text)]


def _is_open(attempt: Attempt) -> list[Refusal]:
    if lacks_conversion(attempt.reply):
        return []
    return [Refusal("conversion_done", _("这件答复不需要回答，或者已经回答过。"))]


CONVERSION_GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "conversion_is_answered": _is_answered,
    "conversion_is_open": _is_open,
}
