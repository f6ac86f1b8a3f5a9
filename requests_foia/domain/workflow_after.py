"""What may follow a reply that has reached its applicant."""

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition

from .vocabulary import State

AFTER_STEPS = tuple(
    Transition(
        "prepare_entry",
        (state,),
        state,
        (Role.OPENNESS_OFFICE.value,),
        guards=("was_answered", "not_destroyed", "entry_is_missing", "applicant_allows_entry"),
    )
    for state in (State.DELIVERED, State.ARCHIVED)
)
