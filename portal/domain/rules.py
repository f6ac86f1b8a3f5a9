"""One figure of law, and a dated set of them: what a rule says and how it may be tightened."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from portal.domain.messages import DomainError, Message, Sentence, gettext_noop, raise_any

Value = int | str | tuple[str, ...] | None

IS_OFF = Sentence("rule_off", gettext_noop("规则 %(rule)s（%(title)s）没有设定数值，未启用"))
NEGATIVE = Sentence("negative", gettext_noop("规则 %(rule)s（%(title)s）的数值不能是负数"))
FIXED_BY_LAW = Sentence(
    "fixed_by_law", gettext_noop("规则 %(rule)s（%(title)s）由法规固定，不能另行设定")
)
LONGER = Sentence(
    "looser",
    gettext_noop("规则 %(rule)s（%(title)s）不得长于法定的 %(limit)s，不能设为 %(value)s"),
)
SHORTER = Sentence(
    "looser",
    gettext_noop("规则 %(rule)s（%(title)s）不得少于法定的 %(limit)s，不能设为 %(value)s"),
)
OUT_OF_BOUNDS = Sentence(
    "out_of_bounds",
    gettext_noop("规则 %(rule)s（%(title)s）应在 %(first)s 至 %(last)s 之间，不能设为 %(value)s"),
)
NO_DATE = Sentence(
    "no_date",
    gettext_noop(
        "规则 %(rule)s（%(title)s）应为每年都有的月日（1231 即 12 月 31 日），不能设为 %(value)s"
    ),
)
UNKNOWN_RULE = Sentence("unknown_rule", gettext_noop("规则集 %(rule_set)s 没有规则 %(rule)s"))


class Unit(StrEnum):
    """What a rule's value counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    FIXED_DATE = "fixed_date"
    MONTHLY_DAY = "monthly_day"
    PERCENT = "percent"
    COUNT = "count"
    COUNT_PER_DAY = "count_per_day"
    COUNT_PER_WEEK = "count_per_week"
    COUNT_PER_MONTH = "count_per_month"
    COUNT_PER_QUARTER = "count_per_quarter"
    COUNT_PER_YEAR = "count_per_year"
    YUAN = "yuan"
    POINTS = "points"
    YEAR = "year"
    MONTH = "month"
    TEXT = "text"


class Certainty(StrEnum):
    """How sure a figure is: read in the law, read in an excerpt, recalled, or our default."""

    VERIFIED = "V"
    EXCERPT = "E"
    RECALLED = "R"
    DEFAULT = "D"


class Stricter(StrEnum):
    """Which way a rule may be tightened: a lower figure, a higher one, or not at all."""

    LOWER = "lower"
    HIGHER = "higher"
    FIXED = "fixed"


class SetKind(StrEnum):
    """What a rule set is to a case."""

    STATUTE = "statute"
    TARGET = "target"
    COMPANION = "companion"


# What an agency may fill in where its source leaves the figure blank, by unit.
BOUNDS = {
    Unit.WORKING_DAYS: (0, 250),
    Unit.CALENDAR_DAYS: (0, 366),
    Unit.WEEKS: (1, 52),
    Unit.MONTHS: (1, 60),
    Unit.YEARS: (1, 30),
    Unit.HOURS: (1, 720),
    Unit.MONTHLY_DAY: (1, 31),
    Unit.PERCENT: (0, 100),
    Unit.POINTS: (0, 100),
    Unit.YEAR: (1949, 2099),
    Unit.MONTH: (1, 12),
}
COUNTS = (1, 9999)


class RuleError(DomainError):
    """An unknown rule or rule set, a rule that is off, or a value that loosens the law."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One figure of law. `value` is None while the rule is off.

    `rolls` says whether a period that ends on a day off moves to the next working day,
    `runs_backwards` that it is counted back from its event. `codes` are the entries of the
    numbers register the rule stands for, `function` what counts it (see ``docs/rules.md``).
    """

    key: str
    title: str
    value: Value
    unit: Unit
    starts_from: str
    article: str
    certainty: Certainty
    stricter: Stricter
    rule_set: str
    in_force_from: date
    in_force_to: date | None = None
    rolls: bool = True
    runs_backwards: bool = False
    codes: tuple[str, ...] = ()
    function: str = ""
    note: str = ""

    @property
    def is_off(self) -> bool:
        """No value: the source leaves it blank and nobody has set it."""
        return self.value is None

    @property
    def limit(self) -> int:
        """The value as a whole number; raises `RuleError` when the rule is off or no number."""
        if isinstance(self.value, int):
            return self.value
        raise RuleError(IS_OFF.about(rule=self.key, title=self.title))

    def is_in_force(self, on: date) -> bool:
        """Whether the rule holds on that day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def refuses(self, value: int) -> Message | None:
        """Why an agency may not set this value, or None when it may.

        An agency may fill in a figure its source leaves blank, and may bind itself more
        strictly than the law; it can never loosen the law.
        """
        if refused := self._refused(value):
            return refused.about(rule=self.key, title=self.title, value=value, limit=self.value)
        return self._misfit(value) if self.is_off else None

    def figure(self, value: int) -> Value:
        """The rule's value for a figure an agency sets: a day of the year is given as MMDD.

        >>> from portal.domain.rulesets import rule_sets
        >>> rule_sets()["source-001"]["decision.catalogue"].figure(331)
        '03-31'
        """
        if self.unit != Unit.FIXED_DATE:
            return value
        month, day = divmod(value, 100)
        return f"{month:02}-{day:02}"

    def _misfit(self, value: int) -> Message | None:
        """Why a figure makes no sense in the rule's unit."""
        said = {"rule": self.key, "title": self.title, "value": value}
        if self.unit == Unit.FIXED_DATE:
            return None if _is_day_of_every_year(value) else NO_DATE.about(**said)
        first, last = BOUNDS.get(self.unit, COUNTS)
        in_bounds = first <= value <= last
        return None if in_bounds else OUT_OF_BOUNDS.about(first=first, last=last, **said)

    def _refused(self, value: int) -> Sentence | None:
        if value < 0:
            return NEGATIVE
        if self.is_off:
            return None
        if self.stricter == Stricter.FIXED or not isinstance(self.value, int):
            return FIXED_BY_LAW
        if self.stricter == Stricter.LOWER:
            return LONGER if value > self.value else None
        return SHORTER if value < self.value else None


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """A dated set of rules, inherited ones included."""

    id: str
    title: str
    kind: SetKind
    in_force_from: date
    in_force_to: date | None
    inherits: str
    rules: Mapping[str, Rule] = field(repr=False)

    def __getitem__(self, key: str) -> Rule:
        try:
            return self.rules[key]
        except KeyError:
            raise RuleError(UNKNOWN_RULE.about(rule_set=self.id, rule=key)) from None

    def get(self, key: str) -> int | None:
        """The rule's figure, or None when it is off or the set does not know it."""
        rule = self.rules.get(key)
        return rule.value if rule and isinstance(rule.value, int) else None

    @property
    def statute(self) -> str:
        """The rule set that draws the violation line for this one."""
        return self.inherits if self.kind == SetKind.TARGET else self.id

    def is_in_force(self, on: date) -> bool:
        """Whether the set holds on that day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def with_overrides(self, values: Mapping[str, int]) -> "RuleSet":
        """The same set with an agency's own figures; raises `RuleError` if any loosens the law."""
        refusals = (self[key].refuses(value) for key, value in values.items())
        raise_any((refusal for refusal in refusals if refusal), RuleError)
        changed = {k: replace(self[k], value=self[k].figure(v)) for k, v in values.items()}
        return replace(self, rules={**self.rules, **changed})


def _is_day_of_every_year(value: int) -> bool:
    month, day = divmod(value, 100)
    try:
        date(2001, month, day)
    except ValueError:
        return False
    return True
