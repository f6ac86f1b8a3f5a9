from .cases import approver_of, find_by_number_and_code, visible_to
from .duties import duties_of
from .fees import (
    Collected,
    fees_collected,
    items_before,
    month_of_case,
    month_requests,
    same_applicant,
)
from .linking import Linked, is_same_applicant, links_of, lookalikes, merged_numbers
from .progress import PublicProgress, PublicStep, public_progress
from .reckoning import (
    ExpectedDue,
    confirm_by,
    confirmation_lapsed,
    expected_due,
    expected_due_of,
    reckoning,
    supposed,
    target_of,
)
from .recounting import derive_confirmation, derive_inner, derive_reply
from .register import days_left, waiting_for, with_rights

__all__ = [
    "Collected",
    "ExpectedDue",
    "Linked",
    "PublicProgress",
    "PublicStep",
    "approver_of",
    "confirm_by",
    "confirmation_lapsed",
    "days_left",
    "derive_confirmation",
    "derive_inner",
    "derive_reply",
    "duties_of",
    "expected_due",
    "expected_due_of",
    "fees_collected",
    "find_by_number_and_code",
    "is_same_applicant",
    "items_before",
    "links_of",
    "lookalikes",
    "merged_numbers",
    "month_of_case",
    "month_requests",
    "public_progress",
    "reckoning",
    "same_applicant",
    "supposed",
    "target_of",
    "visible_to",
    "waiting_for",
    "with_rights",
]
