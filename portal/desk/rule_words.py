"""A rule's unit and figure in words, for those who fill in or read an agency's own figures."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.rules import Rule, Unit, Value

# What is filled in, and how the figure reads.
_UNITS = {
    Unit.WORKING_DAYS: (gettext_lazy("工作日数"), gettext_lazy("%(n)s 个工作日")),
    Unit.CALENDAR_DAYS: (gettext_lazy("天数（自然日）"), gettext_lazy("%(n)s 日")),
    Unit.FIXED_DATE: (
        gettext_lazy("每年的月日（如 12 月 31 日写作 1231）"),
        gettext_lazy("每年 %(n)s"),
    ),
    Unit.PERCENT: (gettext_lazy("百分数"), gettext_lazy("%(n)s%%")),
    Unit.COUNT: (gettext_lazy("数目"), "%(n)s"),
    Unit.COUNT_PER_YEAR: (gettext_lazy("每年的次数或者个数"), gettext_lazy("每年 %(n)s")),
    Unit.POINTS: (gettext_lazy("分值"), gettext_lazy("%(n)s 分")),
    Unit.YEAR: (gettext_lazy("年份（四位数）"), gettext_lazy("%(n)s 年")),
    Unit.MONTH: (gettext_lazy("月份（1 至 12）"), gettext_lazy("每年 %(n)s 月")),
}


def unit_words(rule: Rule) -> str:
    """What has to be filled in for a rule."""
    return str(_UNITS[rule.unit][0]) if rule.unit in _UNITS else _("整数")


def figure_words(rule: Rule, figure: Value) -> str:
    """A figure with its unit."""
    return str(_UNITS[rule.unit][1]) % {"n": figure} if rule.unit in _UNITS else str(figure)
