"""By whose days off the limits of each body are counted."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from portal.agencies.models import Organisation
from portal.calendar.queries import calendars_in_use
from portal.domain.calendar import WorkingCalendar

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class BodyCalendars:
    """The country's calendar, and that of each body which has days off of its own."""

    national: WorkingCalendar
    own: Mapping[int, WorkingCalendar] = field(default_factory=dict)

    def of(self, organisation_id: int) -> WorkingCalendar:
        return self.own.get(organisation_id, self.national)

    def where_differing(
        self, ask: Callable[[WorkingCalendar], Answer]
    ) -> tuple[Answer, dict[Answer, list[int]]]:
        """What ``ask`` says by the country's calendar, and by each other answer whose it is.

        A day off of one's own weeks away makes no difference today: there are as many other
        answers as really differ, whatever the number of bodies.
        """
        usual = ask(self.national)
        others: dict[Answer, list[int]] = defaultdict(list)
        for body, calendar in self.own.items():
            if (answer := ask(calendar)) != usual:
                others[answer].append(body)
        return usual, dict(others)


def calendars_of_bodies() -> BodyCalendars:
    """Every body's calendar, in one query, or two where a body has days off of its own.

    A unit inside a body works when the body works, unless it has days of its own.
    """
    national, by_code = calendars_in_use()
    if not by_code:
        return BodyCalendars(national)
    rows = Organisation.objects.order_by().values_list("pk", "code", "parent_id", "kind")
    bodies = {pk: (code, parent, kind) for pk, code, parent, kind in rows}
    own = {}
    for pk in bodies:
        nearest: int | None = pk
        while nearest is not None:
            code, parent, kind = bodies[nearest]
            if code in by_code:
                own[pk] = by_code[code]
                break
            nearest = parent if kind == Organisation.Kind.UNIT else None
    return BodyCalendars(national, own)
