"""How long the personal data of an archived case are kept, and the road of a list that ends it."""

from datetime import date
from enum import StrEnum

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition, Workflow

from .workflow_others import SYSTEM

RULE = "foi.retention"
"""Years; blank until an agency sets them."""

DESTROYED = "（已按保存期限的规则销毁）"
"""What stands where a text must not be empty."""


class ListState(StrEnum):
    """Where a destruction list (销毁清单) stands."""

    DRAWN = "drawn"
    APPROVED = "approved"
    DONE = "done"
    REFUSED = "refused"


class ItemState(StrEnum):
    """What became of one case of a list."""

    LISTED = "listed"
    DESTROYED = "destroyed"
    KEPT = "kept"


class Obstacle(StrEnum):
    """Why the personal data of a case stay, whatever a list says."""

    RULE_OFF = "rule_off"
    NOT_DUE = "not_due"
    HELD = "held"
    REMEDY_OPEN = "remedy_open"


WORKFLOW = Workflow(
    "destruction_list",
    (
        Transition(
            "approve",
            (ListState.DRAWN,),
            ListState.APPROVED,
            (Role.DEPUTY_LEADER.value,),
            guards=("not_the_drawer", "rule_is_set"),
        ),
        Transition("refuse", (ListState.DRAWN,), ListState.REFUSED, (Role.DEPUTY_LEADER.value,)),
        Transition(
            "call_off",
            (ListState.DRAWN, ListState.APPROVED),
            ListState.REFUSED,
            (Role.OPENNESS_OFFICE.value,),
        ),
        Transition("carry_out", (ListState.APPROVED,), ListState.DONE, (SYSTEM,)),
    ),
)


def cut_off(on: date, years: int) -> date:
    """The day before which a case must have been put away for its period to be over ``on``.

    The period ends with the anniversary; what follows may be destroyed.

    >>> cut_off(date(2030, 5, 2), 10), cut_off(date(2028, 2, 29), 3)
    (datetime.date(2020, 5, 2), datetime.date(2025, 2, 28))
    """
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
