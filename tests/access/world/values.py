"""What fills the places of a route."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.domain.moments import SHANGHAI

# A Friday without a holiday near it.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
# The body whose objects are "own" to clerk, drafter, secrecy and leader, and another one.
BODY, ELSEWHERE = "yxzj", "yxjy"

Values = Mapping[str, object]
Objects = Mapping[str, Values]


def of(row: Any, event: str = "look", **more: object) -> Values:
    """The places that name ``row``; ``event`` is the workflow step that is tried on it."""
    assert row is not None
    return {"object_id": row.pk, "pk": row.pk, "event": event, **more}
