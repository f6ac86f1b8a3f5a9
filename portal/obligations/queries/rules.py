"""The rule behind a time limit, in words."""

from portal.domain.rulesets import Rule, rule_sets


def rule_of(rule_set: str, rule_key: str) -> Rule | None:
    """The rule of that set; None when the set or the rule is not shipped (any more)."""
    found = rule_sets().get(rule_set)
    return found.rules.get(rule_key) if found else None


def rule_title(rule_key: str, rule_set: str = "") -> str:
    """What the rule is called, in the set named or in any that has it; else its key."""
    names = [rule_set] if rule_set in rule_sets() else rule_sets()
    rules = (rule_of(name, rule_key) for name in names)
    return next((rule.title for rule in rules if rule), rule_key)
