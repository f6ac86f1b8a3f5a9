"""Splitting a case that holds several matters, merging one that was filed twice."""

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition

from .vocabulary import State
from .workflow_others import staying

_OFFICE = (Role.OPENNESS_OFFICE.value,)
_UNTOUCHED = ("no_reply_is_drafted", "no_opinion_is_open", "no_fee_is_asked", "no_reasons_awaited")

LINKING_STEPS = (
    *staying("split", (State.REGISTERED, State.HANDLING), _OFFICE, guards=_UNTOUCHED),
    Transition(
        "merge",
        (State.CONFIRMED, State.REGISTERED, State.HANDLING),
        State.MERGED,
        _OFFICE,
        guards=_UNTOUCHED,
    ),
)
