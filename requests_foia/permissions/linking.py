"""What stands in the way of splitting a case or merging it into another."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from portal.domain.workflow import Refusal
from requests_foia.domain.fees import FeeState
from requests_foia.domain.linking import LEAST_MATTERS, MOST_MATTERS
from requests_foia.domain.reasons import Stage
from requests_foia.domain.vocabulary import OPEN_STATES, State
from requests_foia.models import Application

from .attempt import Attempt
from .reasons import reasons_stage
from .words import text_faults

CONTENT_LIMIT = 5000


def matter_faults(matters: Sequence[str]) -> Iterator[Refusal]:
    """What is wrong with the matters a case is to be split into."""
    filled = [matter.strip() for matter in matters if matter.strip()]
    if not LEAST_MATTERS <= len(filled) <= MOST_MATTERS:
        text = _("请写明%(least)d至%(most)d个事项，每个事项一件申请。")
        yield Refusal("matters", text % {"least": LEAST_MATTERS, "most": MOST_MATTERS})
    if len(set(filled)) < len(filled):
        yield Refusal("matters", _("有两个事项写得一样。"))
    for matter in filled:
        yield from text_faults("matters", matter, "", limit=CONTENT_LIMIT)


def lead_faults(
    case: Application, lead: Application | None, *, is_same_applicant: bool
) -> Iterator[Refusal]:
    """Why ``case`` can't be merged into ``lead``."""
    if lead is None or lead.organisation_id != case.organisation_id:
        yield Refusal("lead", _("本机关没有这个编号的申请。"))
        return
    if lead.pk == case.pk:
        yield Refusal("lead", _("不能合并到这件申请自己。"))
        return
    if not is_same_applicant:
        text = _("两件申请不是同一申请人提出（证件号码、信用代码不同或者未填），不能合并。")
        yield Refusal("lead", text)
    if (lead.submitted_at, lead.number) > (case.submitted_at, case.number):
        yield Refusal("lead", _("只能把后提出的申请合并到先提出的申请。"))
    if lead.state not in OPEN_STATES - {State.REPLIED}:
        yield Refusal("lead", _("先提出的申请已经答复或者办结，不能合并；可以按重复申请答复。"))


def _no_reply(attempt: Attempt) -> list[Refusal]:
    if attempt.application.replies.exists():
        return [Refusal("drafted", _("本件已经起草过答复，不能拆分或者合并。"))]
    return []


def _no_fee(attempt: Attempt) -> list[Refusal]:
    if attempt.application.fees.exclude(state=FeeState.DROPPED).exists():
        return [Refusal("fee_asked", _("本件已经提出或者通知过收费，不能拆分或者合并。"))]
    return []


def _no_reasons(attempt: Attempt) -> list[Refusal]:
    if reasons_stage(attempt.application) is Stage.ASKED:
        return [Refusal("reasons_open", _("正在等待申请人说明理由，不能拆分或者合并。"))]
    return []


LINKING_GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "no_reply_is_drafted": _no_reply,
    "no_fee_is_asked": _no_fee,
    "no_reasons_awaited": _no_reasons,
}
