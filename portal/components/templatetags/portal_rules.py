"""Figures of law in words: the number comes from the rule set, never from a template."""

from collections.abc import Mapping

from django import template
from django.utils.translation import ngettext_lazy

from portal.components.legal_words import in_words
from portal.domain.rulesets import Rule, Unit

register = template.Library()
register.filter("legal", in_words)

_WORDS = {
    Unit.WORKING_DAYS: ngettext_lazy("%(count)s 个工作日", "%(count)s 个工作日", "count"),
    Unit.CALENDAR_DAYS: ngettext_lazy("%(count)s 日", "%(count)s 日", "count"),
    Unit.MONTHS: ngettext_lazy("%(count)s 个月", "%(count)s 个月", "count"),
    Unit.YEARS: ngettext_lazy("%(count)s 年", "%(count)s 年", "count"),
    Unit.HOURS: ngettext_lazy("%(count)s 小时", "%(count)s 小时", "count"),
}


@register.filter
def limit_words(rule: Rule | None) -> str:
    """“20 个工作日”; empty for a rule that is off, unknown or no period of time."""
    if rule is None or not isinstance(rule.value, int) or rule.unit not in _WORDS:
        return ""
    return _WORDS[rule.unit] % {"count": rule.value}


@register.filter
def rule(rules: Mapping[str, Rule], key: str) -> Rule | None:
    """``{{ rules|rule:"foi.reply"|limit_words }}``; None for a rule the set does not know."""
    return rules.get(key)
