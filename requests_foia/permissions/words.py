"""What a form given with a step must say; each answers a list, so that faults add up."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from portal.domain.moments import local_day
from portal.domain.workflow import Refusal
from requests_foia.domain.fees import NEVER_BY_PAGE, Basis, FeeState
from requests_foia.domain.replies import REPLIES, Ground, ReplyKind, demanded
from requests_foia.domain.vocabulary import Fact
from requests_foia.models import Application

from .reasons import excessive_faults

NOTE_LIMIT = 1000
TEXT_LIMIT = 2000
REPLY_LIMITS = {
    "text": 20000,
    "reasons": 10000,
    "separation": 5000,
    "withheld": 5000,
    "search_note": 5000,
    "search_places": 500,
    "search_words": 500,
    "searched_by": 100,
    "referral": 1000,
}


def text_faults(field: str, text: str, missing: str, *, limit: int = NOTE_LIMIT) -> list[Refusal]:
    """A text that must be there (``missing`` says so; empty when it may be left out)."""
    if missing and not text.strip():
        return [Refusal(field, missing)]
    if len(text) > limit:
        return [Refusal(field, _("这一项不能超过%(limit)d个字。") % {"limit": limit})]
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return [Refusal(field, _("文字中有无法保存的字符，请删除后再提交。"))]
    return []


def date_faults(field: str, day: date, *, application: Application, on: date) -> list[Refusal]:
    """A day of the case: not before it came in, not after today."""
    if day > on:
        return [Refusal(field, _("日期不能晚于今天。"))]
    if day < local_day(application.submitted_at):
        return [Refusal(field, _("日期不能早于申请提交之日。"))]
    return []


def fee_faults(application: Application, kind: ReplyKind) -> list[Refusal]:
    """Who paid for pages must get them: pointing to what is public costs nothing."""
    paid = application.fees.filter(basis=Basis.PAGE, state=FeeState.PAID)
    if kind in NEVER_BY_PAGE and paid.exists():
        text = _("申请人已按量缴费，不能只告知已主动公开信息的获取方式；请先核对收费。")
        return [Refusal("kind", text)]
    return []


def reply_faults(
    *, case: Application, kind: ReplyKind, ground: Ground | None, words: Mapping[str, str]
) -> list[Refusal]:
    """What this kind of reply must say and does not. ``words`` are the draft's texts."""
    rule = REPLIES[kind]
    needed = demanded(rule)
    missing = {
        "text": _("请填写答复内容。"),
        "reasons": _("这类答复必须说明理由。"),
        "separation": _("请说明为什么不能区分处理、公开其余部分。"),
        "withheld": _("请写明哪些部分不予公开。"),
        "search_note": _("请填写检索情况。"),
        "search_places": _("告知信息不存在的，请写明检索了哪里。"),
        "search_words": _("告知信息不存在的，请写明用什么词检索。"),
        "searched_by": _("告知信息不存在的，请写明由谁检索。"),
        "referral": "",
    }
    faults = []
    for field, text in missing.items():
        limit, given = REPLY_LIMITS[field], words.get(field, "")
        faults += text_faults(field, given, text if field in needed else "", limit=limit)
    if "ground" in needed and ground is None:
        faults.append(Refusal("ground", _("请选择不予公开的理由。")))
    if ground is not None and not rule.needs_ground:
        faults.append(Refusal("ground", _("这类答复不适用不予公开的理由。")))
    asked = case.events.filter(kind=Fact.CORRECTION_RECEIVED)
    if rule.needs_correction and not asked.exists():
        faults.append(Refusal("kind", _("申请人补正之后内容仍不明确的，才适用这类答复。")))
    if rule.asks_reasons:
        faults += excessive_faults(case)
    return faults
