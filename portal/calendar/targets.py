"""What bodies have bound themselves to beyond the law: the warning line beside the violation line.

A body's own figure (``RuleOverride``) and the local targets the portal has adopted; of several
the strictest counts, and none that loosens the law.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from portal.calendar.models import RuleOverride
from portal.domain.rulesets import RuleSet, SetKind, rule_set, rule_sets


@dataclass(frozen=True, slots=True)
class Targets:
    """The own figures of some bodies, read once for all their cases."""

    own: Mapping[str, Sequence[RuleOverride]]
    adopted: tuple[str, ...]
    _kept: dict[tuple[str, date, str], RuleSet] = field(default_factory=dict, repr=False)

    def rules(self, organisation_code: str, on: date, set_id: str) -> RuleSet:
        """The set with the figures a body has bound itself to on that day.

        Equal to the set itself, figure by figure, where nothing stricter was chosen. Raises
        ``RuleError`` for an unknown set.
        """
        key = (organisation_code, on, set_id)
        if key not in self._kept:
            self._kept[key] = self._read(*key)
        return self._kept[key]

    def _read(self, organisation_code: str, on: date, set_id: str) -> RuleSet:
        rules = rule_set(set_id)
        for target in (rule_set(name) for name in self.adopted):
            if target.statute == set_id and target.is_in_force(on):
                figures = {k: r.value for k, r in target.rules.items() if r.rule_set == target.id}
                rules = stricter(rules, figures)
        in_force = [row for row in self.own.get(organisation_code, ()) if holds(row, on)]
        return stricter(rules, {row.rule_key: row.value for row in in_force})


def targets_for(organisation_codes: Iterable[str]) -> Targets:
    """The targets of these bodies, in one query."""
    own: dict[str, list[RuleOverride]] = defaultdict(list)
    rows = RuleOverride.objects.filter(organisation_code__in=set(organisation_codes))
    for row in rows.order_by("organisation_code", "in_force_from"):
        own[row.organisation_code].append(row)
    return Targets(own, adopted_targets())


def adopted_targets() -> tuple[str, ...]:
    """The local targets this portal warns by: the setting's, or all that are shipped."""
    chosen = settings.PORTAL_TARGETS
    if chosen is not None:
        return tuple(chosen)
    return tuple(found.id for found in rule_sets().values() if found.kind == SetKind.TARGET)


def stricter(rules: RuleSet, figures: Mapping[str, object]) -> RuleSet:
    """``rules`` with those of the figures that are stricter or fill in what was left blank."""
    numbers = {key: value for key, value in figures.items() if isinstance(value, int)}
    known = numbers.keys() & rules.rules.keys()
    chosen = {k: numbers[k] for k in known if rules[k].refuses(numbers[k]) is None}
    return rules.with_overrides(chosen) if chosen else rules


def holds(row: RuleOverride, on: date) -> bool:
    """Whether the figure is in force on that day."""
    return row.in_force_from <= on and (row.in_force_to is None or on <= row.in_force_to)
