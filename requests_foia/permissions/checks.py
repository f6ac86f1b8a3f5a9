"""What stands in the way of checking a reply, and of approving one unchecked."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from portal.domain.workflow import Refusal
from requests_foia.domain.checks import Check
from requests_foia.domain.replies import REPLIES, ReplyKind
from requests_foia.models import ReplyCheck, labels

from .attempt import Attempt

EVENTS = {"check_secrecy": Check.SECRECY, "check_legality": Check.LEGALITY}


def _pending(attempt: Attempt) -> list[Check]:
    reply = attempt.reply
    if reply is None:
        return []
    return [Check(row.kind) for row in reply.checks.filter(checked_at__isnull=True)]


def _made_by_actor(attempt: Attempt) -> list[ReplyCheck]:
    reply = attempt.reply
    if reply is None or attempt.actor is None:
        return []
    return list(reply.checks.filter(checked_by=attempt.actor))


def _check_is_pending(attempt: Attempt) -> list[Refusal]:
    if EVENTS[attempt.event] in _pending(attempt):
        return []
    return [Refusal("check_done", _("这件答复不需要这项审查，或者已经审查过。"))]


def _checker_did_not_draft(attempt: Attempt) -> list[Refusal]:
    reply = attempt.reply
    if reply is None or attempt.actor is None or reply.drafted_by_id != attempt.actor.pk:
        return []
    return [Refusal("own_draft", _("起草人不能审查自己起草的答复。"))]


def _checker_made_no_other_check(attempt: Attempt) -> list[Refusal]:
    if not _made_by_actor(attempt):
        return []
    return [Refusal("own_check", _("同一人不能连续办理两道审核。"))]


def _checks_are_done(attempt: Attempt) -> list[Refusal]:
    return [
        Refusal("check_pending", _("%(check)s尚未完成。") % {"check": labels.CHECKS[check]})
        for check in _pending(attempt)
    ]


def _approver_made_no_check(attempt: Attempt) -> list[Refusal]:
    if not _made_by_actor(attempt):
        return []
    return [Refusal("own_check", _("审查这件答复的人不能再批准它。"))]


def _search_is_recorded(attempt: Attempt) -> list[Refusal]:
    reply = attempt.reply
    if reply is None or not REPLIES[ReplyKind(reply.kind)].needs_search:
        return []
    if all((reply.search_note, reply.search_places, reply.search_words, reply.searched_by)):
        return []
    return [Refusal("search", _("告知信息不存在的，必须有完整的检索记录。"))]


CHECK_GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "check_is_pending": _check_is_pending,
    "checker_did_not_draft": _checker_did_not_draft,
    "checker_made_no_other_check": _checker_made_no_other_check,
    "checks_are_done": _checks_are_done,
    "approver_made_no_check": _approver_made_no_check,
    "search_is_recorded": _search_is_recorded,
}
