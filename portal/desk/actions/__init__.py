from .assignments import appoint, end_assignment
from .edits import record_edit, record_parts, record_removal
from .people import PeopleRefused, open_account, reset_access, set_active

__all__ = [
    "PeopleRefused",
    "appoint",
    "end_assignment",
    "open_account",
    "record_edit",
    "record_parts",
    "record_removal",
    "reset_access",
    "set_active",
]
