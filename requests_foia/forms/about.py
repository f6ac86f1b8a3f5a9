"""What a link to the form may bring along: what is wanted, and from which body.

``/requests/new/?about=<words>&to=<code>``. Nothing of it counts before the citizen has
seen it on its page and gone on.
"""

from collections.abc import Mapping

from .fields import KeyField

MAX_LENGTH = 500
_ABOUT = KeyField(longest=MAX_LENGTH, required=False)
_BODY_CODE = KeyField(longest=40, required=False)


def brought_along(query: Mapping[str, str]) -> dict[str, str]:
    """The known parts of a query string, cleaned and cut; whatever else is dropped."""
    brought = {
        "about": _ABOUT.to_python(query.get("about", "")[: 4 * MAX_LENGTH]),
        "to": _BODY_CODE.to_python(query.get("to", "")[:200]),
    }
    return {name: value for name, value in brought.items() if value}
