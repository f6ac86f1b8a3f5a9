from .ledger import LateForm, MonthForm
from .people import AccountForm, AssignmentForm, EndForm, ReasonForm
from .record import (
    CONFLICT,
    VERSION_FIELD,
    LabelledFormSet,
    StaffActionForm,
    StaffForm,
    is_conflict,
)

__all__ = [
    "CONFLICT",
    "VERSION_FIELD",
    "AccountForm",
    "AssignmentForm",
    "EndForm",
    "LabelledFormSet",
    "LateForm",
    "MonthForm",
    "ReasonForm",
    "StaffActionForm",
    "StaffForm",
    "is_conflict",
]
