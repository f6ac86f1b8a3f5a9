"""Reading the calendar and the figures in force for an organisation; never a stale one."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet

from portal.calendar.models import CalendarDay, CalendarVersion, CalendarYear, RuleOverride
from portal.domain.calendar import DayNotice, WorkingCalendar
from portal.domain.rules import Rule, Value
from portal.domain.rulesets import RuleSet, rule_set, rules_left_blank

# The State Council's office publishes the next year's arrangement in the autumn.
AWAITED_FROM_MONTH = 9


class HasCode(Protocol):
    """An organisation, as far as the calendar needs to know it."""

    code: str


@dataclass(frozen=True, slots=True)
class _Calendars:
    """What one process keeps of one version: the country's calendar and those that differ."""

    version: str
    national: WorkingCalendar
    codes: frozenset[str]
    own: dict[str, WorkingCalendar] = field(default_factory=dict)

    def of(self, codes: Iterable[str]) -> dict[str, WorkingCalendar]:
        """The calendar of each code; those that differ are read at once, and once only."""
        codes = set(codes)
        if unread := (codes & self.codes) - self.own.keys():
            self.own.update(_read(self.version, unread))
        return {code: self.own.get(code, self.national) for code in codes}


_kept: dict[str, _Calendars] = {}


def calendar_version() -> str:
    """The token of the calendar's present state; every edit changes it, by database trigger."""
    return CalendarVersion.objects.values_list("token", flat=True).first() or ""


def calendar_for(organisation: HasCode | str | None = None) -> WorkingCalendar:
    """The working calendar of an organisation (or its code), or of the country for None.

    One query when nothing changed.
    """
    code = _code(organisation)
    return _calendars().of([code])[code]


def calendars_for(organisations: Iterable[HasCode | str]) -> dict[str, WorkingCalendar]:
    """The calendar of each organisation by its code, asking once for all."""
    return _calendars().of(map(_code, organisations))


def calendars_in_use() -> tuple[WorkingCalendar, dict[str, WorkingCalendar]]:
    """The country's calendar, and by its code that of every organisation with days of its own.

    One query when nothing changed, three more after an edit.
    """
    calendars = _calendars()
    return calendars.national, calendars.of(calendars.codes)


def missing_year(on: date) -> int | None:
    """The year whose arrangement is due and not loaded: this one, from September on the next."""
    wanted = on.year if on.month < AWAITED_FROM_MONTH else on.year + 1
    return None if CalendarYear.objects.filter(year=wanted).exists() else wanted


def overrides_in_force(organisation_code: str, on: date) -> QuerySet[RuleOverride]:
    """The figures an agency has set for itself that hold on that day, the newest last."""
    not_over = Q(in_force_to__isnull=True) | Q(in_force_to__gte=on)
    own = RuleOverride.objects.filter(organisation_code=organisation_code)
    return own.filter(not_over, in_force_from__lte=on).order_by("in_force_from")


@dataclass(frozen=True, slots=True)
class BlankRule:
    """A rule whose source leaves the figure blank, and what the agency has set for it.

    ``own`` is the figure in force, else the next to come; None while the rule is off.
    """

    rule: Rule
    own: RuleOverride | None
    is_on: bool

    @property
    def figure(self) -> Value:
        """The agency's figure in the rule's own form."""
        return self.rule.figure(self.own.value) if self.own else None


def blank_rules(organisation_code: str, on: date) -> list[BlankRule]:
    """Every rule its source leaves blank, with the agency's own figure where there is one."""
    not_over = Q(in_force_to__isnull=True) | Q(in_force_to__gte=on)
    rows = RuleOverride.objects.filter(not_over, organisation_code=organisation_code)
    own: dict[str, RuleOverride] = {}
    for row in rows.order_by("in_force_from"):
        if row.in_force_from <= on or row.rule_key not in own:
            own[row.rule_key] = row
    return [_blank_rule(rule, own.get(rule.key), on) for rule in rules_left_blank(on)]


def _blank_rule(rule: Rule, own: RuleOverride | None, on: date) -> BlankRule:
    """A figure that makes no sense in the rule's unit stays out, as in `rule_set_for`."""
    if own is None or rule.refuses(own.value) is not None:
        return BlankRule(rule, None, is_on=False)
    return BlankRule(rule, own, is_on=own.in_force_from <= on)


def rule_set_for(organisation_code: str, on: date, set_id: str) -> RuleSet:
    """A rule set with the agency's own figures of that day.

    The strictest figure counts: an own one looser than the set's stays out, as does one for a
    rule the set does not know. Raises `RuleError` for an unknown set.
    """
    rules = rule_set(set_id)
    own = {row.rule_key: row.value for row in overrides_in_force(organisation_code, on)}
    known = own.keys() & rules.rules.keys()
    return rules.with_overrides({k: own[k] for k in known if rules[k].refuses(own[k]) is None})


def _code(organisation: HasCode | str | None) -> str:
    return organisation if isinstance(organisation, str) else getattr(organisation, "code", "")


def _calendars() -> _Calendars:
    """The kept calendars while their version stands.

    The token is read before the rows, so that newer rows are at worst read twice and older
    ones never stay. Without a token nothing is kept.
    """
    version = calendar_version()
    kept = _kept.get("calendars")
    if kept is None or not version or kept.version != version:
        codes = CalendarDay.objects.filter(confirmed=True).exclude(organisation_code="")
        distinct = frozenset(codes.values_list("organisation_code", flat=True).distinct())
        national = _read(version, {""})[""]
        kept = _kept["calendars"] = _Calendars(version, national, distinct)
    return kept


def _read(version: str, codes: Set[str]) -> dict[str, WorkingCalendar]:
    """The calendars of these codes in two queries; the empty code is the country."""
    rows = CalendarDay.objects.filter(confirmed=True, organisation_code__in={"", *codes})
    notices: dict[str, list[DayNotice]] = defaultdict(list)
    values = rows.order_by("day").values_list(
        "organisation_code", "day", "is_working", "name", "notice"
    )
    for code, *notice in values:
        notices[code].append(DayNotice._make(notice))
    years = list(CalendarYear.objects.values_list("year", flat=True))
    # Days of the whole country come first, so that an agency's own overrule them.
    return {
        code: WorkingCalendar(notices[""] + notices[code] if code else notices[""], years, version)
        for code in codes
    }
