"""The dated rule sets: every figure of law, read once from ``portal/rules/*.toml``.

A rule says its value and unit, what starts it, the article it comes from and how sure we are
of it. A rule set is either a *statute* (the violation line), a local *target* that inherits a
statute and may only be stricter (the warning line), or a *companion* that other sets inherit.
A rule whose source leaves the figure blank has no value and is off until an agency sets one.
"""

from datetime import date
from functools import cache
from pathlib import Path

from portal.domain.messages import Sentence, gettext_noop
from portal.domain.rule_files import read_rule_sets
from portal.domain.rules import Certainty, Rule, RuleError, RuleSet, SetKind, Stricter, Unit

__all__ = [
    "Certainty",
    "Rule",
    "RuleError",
    "RuleSet",
    "SetKind",
    "Stricter",
    "Unit",
    "rule_set",
    "rule_set_in_force",
    "rule_sets",
    "rules_binding",
    "rules_left_blank",
]

RULES_DIRECTORY = Path(__file__).resolve().parent.parent / "rules"
UNKNOWN_SET = Sentence(
    "unknown_rule_set", gettext_noop("没有规则集“%(rule_set)s”；可用的有：%(known)s")
)
NONE_IN_FORCE = Sentence("no_rule_set", gettext_noop("%(day)s 没有施行中的政府信息公开条例"))


@cache
def rule_sets() -> dict[str, RuleSet]:
    """Every shipped rule set by its id, read once per process.

    >>> rule_sets()["cn-2019"]["foi.reply"].limit
    20
    """
    return read_rule_sets(RULES_DIRECTORY)


def rule_set(set_id: str) -> RuleSet:
    """The rule set with this id; raises `RuleError` for an unknown one."""
    try:
        return rule_sets()[set_id]
    except KeyError:
        known = "、".join(rule_sets())
        raise RuleError(UNKNOWN_SET.about(rule_set=set_id, known=known)) from None


def rule_set_in_force(on: date) -> RuleSet:
    """The statute in force on that day; raises `RuleError` before there was one."""
    for candidate in rule_sets().values():
        if candidate.kind == SetKind.STATUTE and candidate.is_in_force(on):
            return candidate
    raise RuleError(NONE_IN_FORCE.about(day=on))


def rules_binding(key: str, on: date) -> list[Rule]:
    """What an agency's own figure for a rule is measured by on that day.

    The law in force; for a rule only local targets know, those. Empty for an unknown rule.
    """
    known = [s for s in rule_sets().values() if key in s.rules and s.is_in_force(on)]
    law = [s.rules[key] for s in known if s.kind != SetKind.TARGET]
    return law or [s.rules[key] for s in known]


def rules_left_blank(on: date) -> list[Rule]:
    """The rules in force on that day whose source leaves the figure blank, in their order.

    They are off until an agency sets a figure.

    >>> [rule.key for rule in rules_left_blank(date(2026, 1, 5))][:2]
    ['foi.excessive', 'foi.own_record']
    """
    blank: dict[str, Rule] = {}
    for rules in rule_sets().values():
        for rule in rules.rules.values():
            is_own = rule.rule_set == rules.id
            if is_own and rule.is_off and rules.is_in_force(on) and rule.is_in_force(on):
                blank.setdefault(rule.key, rule)
    return list(blank.values())
