"""The steps of art. 35: reasons asked for, given or not, judged; and the later reply.

None of them stops the clock: the statute gives no pause. Only the delay moves the last day.
"""

from portal.agencies.domain.roles import Role

from .vocabulary import Fact, State
from .workflow_others import APPLICANT, staying

_OFFICE = (Role.OPENNESS_OFFICE.value,)
_LEADER = (Role.DEPUTY_LEADER.value,)
_BEFORE_DRAFT = (State.REGISTERED, State.HANDLING)
_OPEN = (
    State.REGISTERED,
    State.WAITING_CORRECTION,
    State.WAITING_FEE,
    State.HANDLING,
    State.REVIEW,
)

REASON_STEPS = (
    *staying(
        "ask_reasons",
        _BEFORE_DRAFT,
        _OFFICE,
        guards=("reasons_asked_once", "letters_numbered"),
        clock=Fact.REASONS_ASKED,
    ),
    *staying(
        "receive_reasons",
        _OPEN,
        (*_OFFICE, APPLICANT),
        guards=("reasons_are_awaited",),
        clock=Fact.REASONS_GIVEN,
    ),
    *staying(
        "lapse_reasons",
        _BEFORE_DRAFT,
        _OFFICE,
        guards=("reasons_are_awaited", "reasons_period_over"),
        clock=Fact.REASONS_LAPSED,
    ),
    *staying("judge_reasons", _BEFORE_DRAFT, _OFFICE, guards=("reasons_are_given",)),
    *staying(
        "delay_reply",
        (State.HANDLING,),
        _LEADER,
        guards=(
            "reasons_are_accepted",
            "delayed_once",
            "delayer_did_not_judge",
            "within_the_limit",
            "letters_numbered",
        ),
        clock=Fact.DELAYED,
    ),
)
