"""The limits of art. 26, counted many at once when the calendar has changed."""

from collections.abc import Mapping, Sequence

from portal.calendar.queries import calendars_for
from portal.calendar.targets import targets_for
from portal.domain.clock import count_proactive
from portal.domain.rulesets import rule_set
from portal.obligations.domain.steps import late_from
from portal.obligations.models import Obligation
from portal.obligations.queries import target_by_rule
from portal.obligations.recounters import Due


def derive_deadline(rows: Sequence[Obligation], *, lock: bool) -> Mapping[int, Due]:
    """The last day to publish; the ledger's row holds the day of forming it runs from."""
    calendars = calendars_for(row.organisation.code for row in rows)
    targets = targets_for(row.organisation.code for row in rows)
    found = {}
    for row in rows:
        calendar = calendars[row.organisation.code]
        answer = count_proactive(row.started_on, rule_set(row.rule_set), calendar)
        trace = [day.as_json() for day in answer.trace]
        due_from = late_from(answer.due_on)
        target = target_by_rule(row, due_from=due_from, targets=targets, calendar=calendar)
        facts = (row.started_on, answer.due_on, answer.provisional, trace)
        found[row.pk] = Due(*facts, target_from=target)
    return found
