from .calendars import BodyCalendars, calendars_of_bodies
from .contacts import Contacts, contacts_on
from .due import DueCount, due_between, due_counts, first_of_each_day, in_order_of_day
from .figures import Cell, Figures, figures_of_year, on_time_figures, years_with_figures
from .ledger import (
    days_left,
    is_or_was_late,
    is_overdue,
    of,
    open_of,
    overdue_register,
    queue_for,
    visible_to,
    with_urgency,
)
from .recount import (
    count_to_recount,
    derive_by_rule,
    moves_by_calendar,
    next_batch,
    open_batches,
    recount_under_way,
)
from .rules import rule_of, rule_title
from .targets import target_by_rule, target_until
from .told import Group, Lot, Told, details_of, told_in

__all__ = [
    "BodyCalendars",
    "Cell",
    "Contacts",
    "DueCount",
    "Figures",
    "Group",
    "Lot",
    "Told",
    "calendars_of_bodies",
    "contacts_on",
    "count_to_recount",
    "days_left",
    "derive_by_rule",
    "details_of",
    "due_between",
    "due_counts",
    "figures_of_year",
    "first_of_each_day",
    "in_order_of_day",
    "is_or_was_late",
    "is_overdue",
    "moves_by_calendar",
    "next_batch",
    "of",
    "on_time_figures",
    "open_batches",
    "open_of",
    "overdue_register",
    "queue_for",
    "recount_under_way",
    "rule_of",
    "rule_title",
    "target_by_rule",
    "target_until",
    "told_in",
    "visible_to",
    "with_urgency",
    "years_with_figures",
]
