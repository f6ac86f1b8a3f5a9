"""Keeping a closed case from destruction (legal hold, 暂缓销毁), and letting it go again."""

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition

from .vocabulary import State

_ROLES = (Role.OPENNESS_OFFICE.value, Role.DEPUTY_LEADER.value)
_CLOSED = (State.DELIVERED, State.ABANDONED, State.WITHDRAWN, State.MERGED, State.ARCHIVED)

HOLD_STEPS = (
    *(
        Transition("hold", (state,), state, _ROLES, guards=("not_destroyed", "not_held"))
        for state in _CLOSED
    ),
    *(Transition("lift_hold", (state,), state, _ROLES, guards=("is_held",)) for state in _CLOSED),
)
