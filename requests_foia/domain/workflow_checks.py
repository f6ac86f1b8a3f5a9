"""The checks of a drafted reply: each by somebody who neither drafted nor made another one.

Beside them, whether what is disclosed becomes public: answered with the draft, or here.
"""

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition

from .vocabulary import State

_GUARDS = ("check_is_pending", "checker_did_not_draft", "checker_made_no_other_check")

CHECK_STEPS = (
    *(
        Transition(
            "review_conversion",
            (state,),
            state,
            (Role.DRAFTER.value, Role.OPENNESS_OFFICE.value),
            guards=("conversion_is_open",),
        )
        for state in (State.REVIEW, State.APPROVED)
    ),
    Transition(
        "check_secrecy",
        (State.REVIEW,),
        State.REVIEW,
        (Role.SECRECY_REVIEWER.value,),
        guards=_GUARDS,
    ),
    Transition(
        "check_legality",
        (State.REVIEW,),
        State.REVIEW,
        (Role.LEGAL_REVIEWER.value,),
        guards=_GUARDS,
    ),
)
