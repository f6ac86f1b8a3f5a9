"""Dates as people read them: with the weekday where it matters, always in Asia/Shanghai."""

from datetime import date, datetime

from django import template
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext

from portal.domain.moments import local

register = template.Library()


def _formatted(value: date | datetime | None, pattern: str) -> str:
    if not value:
        return ""
    return format_date(local(value) if isinstance(value, datetime) else value, pattern)


@register.filter
def full_date(value: date | datetime | None) -> str:
    """2026年12月18日（星期五）."""
    # 日期格式: Django's date format letters.
    return _formatted(value, gettext("Y年n月j日（l）"))


@register.filter
def long_date(value: date | datetime | None) -> str:
    """2026年12月18日."""
    return _formatted(value, gettext("Y年n月j日"))


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-12-18, for lists and tables."""
    return _formatted(value, "Y-m-d")


@register.filter
def moment(value: datetime | None) -> str:
    """2026-12-18 14:05."""
    return _formatted(value, "Y-m-d H:i")


@register.filter
def month(value: date | None) -> str:
    """2026年12月."""
    return _formatted(value, gettext("Y年n月"))
