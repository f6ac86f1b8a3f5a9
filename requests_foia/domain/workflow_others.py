"""Steps that bring others in: units that share a case, and whoever is asked for an opinion."""

from collections.abc import Iterator

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition

from .vocabulary import Fact, State

# Not members of staff: the portal itself, and the applicant holding number and code.
SYSTEM = "system"
APPLICANT = "applicant"
# Whoever was asked for an opinion, holding the code of that one question.
PARTY = "party"

_OFFICE = (Role.OPENNESS_OFFICE.value,)
_DRAFTER = (Role.DRAFTER.value,)
_LEADER = (Role.DEPUTY_LEADER.value,)
_ASKING = (State.HANDLING, State.REVIEW)


def staying(
    event: str,
    states: tuple[State, ...],
    roles: tuple[str, ...],
    *,
    guards: tuple[str, ...] = (),
    clock: str = "",
) -> Iterator[Transition]:
    """A step that leaves the case where it stands."""
    for state in states:
        yield Transition(event, (state,), state, roles, guards=guards, clock=clock)


SHARING_STEPS = (
    *staying("claim", (State.HANDLING,), _DRAFTER, guards=("nobody_has_it",)),
    *staying("give_task", (State.HANDLING,), _OFFICE),
    *staying("claim_task", (State.HANDLING,), _DRAFTER, guards=("a_task_is_free",)),
    *staying("finish_task", _ASKING, _DRAFTER, guards=("has_own_task",)),
    *staying("call_off_task", _ASKING, _OFFICE, guards=("a_task_is_open",)),
    *staying("open_deliberation", (State.HANDLING,), _OFFICE, guards=("no_deliberation_is_open",)),
    *staying("give_view", _ASKING, _DRAFTER, guards=("own_view_is_due",)),
    *staying("conclude_deliberation", _ASKING, _OFFICE, guards=("a_deliberation_is_open",)),
)
CONSULTING_STEPS = (
    *staying(
        "ask_opinion",
        (State.HANDLING,),
        _OFFICE,
        guards=("letters_numbered",),
        clock="asked",
    ),
    *staying(
        "deliver_question",
        _ASKING,
        (*_OFFICE, PARTY),
        guards=("an_opinion_is_open",),
        clock="delivered",
    ),
    *staying(
        "answer_opinion",
        _ASKING,
        (*_OFFICE, PARTY),
        guards=("an_answer_is_awaited",),
        clock="answered",
    ),
    *staying("lapse_opinion", _ASKING, (SYSTEM,), guards=("an_opinion_is_open",)),
    *staying(
        "withdraw_question",
        _ASKING,
        _OFFICE,
        guards=("an_opinion_is_open",),
        clock=Fact.QUESTION_WITHDRAWN,
    ),
    *staying("decide_third_party", _ASKING, _LEADER, guards=("letters_numbered",)),
)
BEFORE_ISSUE = (
    "opinions_concluded",
    "third_party_decided",
    "tasks_finished",
    "deliberation_concluded",
)
"""What must be settled before the reply is approved, and again before it goes out."""
