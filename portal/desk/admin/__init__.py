from portal.desk.steps import Confirmation, Step

from .base import ReadOnlyAdmin, StaffModelAdmin, StaffStackedInline, StaffTabularInline
from .calendar import CalendarChangeAdmin, CalendarDayAdmin, CalendarYearAdmin, RuleOverrideAdmin
from .feeds import CalendarFeedAdmin
from .filters import MineFilter, ScopedRelatedFilter
from .ledger import ObligationAdmin
from .organisations import OrganisationAdmin
from .people import RoleAssignmentAdmin, UserAdmin
from .records import AuditEntryAdmin, JobRunAdmin, OutboxMessageAdmin
from .views import SavedViewsAdmin

__all__ = [
    "AuditEntryAdmin",
    "CalendarChangeAdmin",
    "CalendarDayAdmin",
    "CalendarFeedAdmin",
    "CalendarYearAdmin",
    "Confirmation",
    "JobRunAdmin",
    "MineFilter",
    "ObligationAdmin",
    "OrganisationAdmin",
    "OutboxMessageAdmin",
    "ReadOnlyAdmin",
    "RoleAssignmentAdmin",
    "RuleOverrideAdmin",
    "SavedViewsAdmin",
    "ScopedRelatedFilter",
    "StaffModelAdmin",
    "StaffStackedInline",
    "StaffTabularInline",
    "Step",
    "UserAdmin",
]
