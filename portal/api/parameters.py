"""Query parameters: each says what it takes, in what it selects and in the documentation."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .problems import InvalidParameters

Text = str | Promise
Select = str | Callable[[QuerySet, Any], QuerySet]


class Parameter:
    """``select`` is an ORM look-up, or a function of (queryset, value); empty for none."""

    schema: Mapping[str, Any] = {"type": "string"}

    def __init__(self, select: Select = "", *, help: Text = "") -> None:
        self.select = select
        self.help = help

    def parse(self, raw: str) -> Any:
        """The value; raises ``ValueError`` with a sentence for the caller."""
        return raw

    def apply(self, rows: QuerySet, value: Any) -> QuerySet:
        if callable(self.select):
            return self.select(rows, value)
        return rows.filter(**{self.select: value}) if self.select else rows


class TextParameter(Parameter):
    """Free text up to a length."""

    def __init__(self, select: Select = "", *, max_length: int = 200, help: Text = "") -> None:
        super().__init__(select, help=help)
        self.max_length = max_length
        self.schema = {"type": "string", "maxLength": max_length}

    def parse(self, raw: str) -> str:
        if not raw.strip() or len(raw) > self.max_length or not raw.isprintable():
            raise ValueError(_("应为 1 至 %(limit)d 个字符。") % {"limit": self.max_length})
        return raw.strip()


class ChoiceParameter(Parameter):
    """One of a list of words; a mapping gives them other values inside."""

    def __init__(
        self, select: Select = "", *, choices: Mapping[str, Any] | list[str], help: Text = ""
    ) -> None:
        super().__init__(select, help=help)
        self.values = choices if isinstance(choices, Mapping) else {name: name for name in choices}
        self.schema = {"type": "string", "enum": list(self.values)}

    def parse(self, raw: str) -> Any:
        if raw not in self.values:
            raise ValueError(_("应为下列之一：%(choices)s。") % {"choices": "、".join(self.values)})
        return self.values[raw]


class TruthParameter(ChoiceParameter):
    """``true`` or ``false``."""

    def __init__(self, select: Select = "", *, help: Text = "") -> None:
        super().__init__(select, choices={"true": True, "false": False}, help=help)
        self.schema = {"type": "boolean"}


class WholeParameter(Parameter):
    """A whole number within bounds."""

    def __init__(
        self, select: Select = "", *, low: int = 0, high: int = 2**31 - 1, help: Text = ""
    ) -> None:
        super().__init__(select, help=help)
        self.low, self.high = low, high
        self.schema = {"type": "integer", "minimum": low, "maximum": high}

    def parse(self, raw: str) -> int:
        if re.fullmatch(r"-?[0-9]{1,18}", raw) and self.low <= int(raw) <= self.high:
            return int(raw)
        raise ValueError(
            _("应为 %(low)d 至 %(high)d 的整数。") % {"low": self.low, "high": self.high}
        )


class DayParameter(Parameter):
    """A day, ``YYYY-MM-DD``."""

    schema = {"type": "string", "format": "date"}

    def parse(self, raw: str) -> date:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
            raise ValueError(_("应为日期，例如 2026-01-31。"))
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise ValueError(_("没有这一天：%(day)s。") % {"day": raw}) from None


class MomentParameter(Parameter):
    """A moment with its offset; a plus sign that arrived as a space is understood."""

    schema = {"type": "string", "format": "date-time"}

    def parse(self, raw: str) -> datetime:
        try:
            at = datetime.fromisoformat(re.sub(r" (\d\d:?\d\d)$", r"+\1", raw))
            if at.tzinfo is None:
                raise ValueError
            return at.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError(_("应为带时区的时间，例如 2026-01-31T09:00:00+08:00。")) from None


class FieldsParameter(Parameter):
    """Names of fields, separated by commas."""

    def __init__(self, names: list[str], *, help: Text = "") -> None:
        super().__init__(help=help)
        self.names = names

    def parse(self, raw: str) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(raw.split(",")))
        if unknown := [name for name in chosen if name not in self.names]:
            raise ValueError(
                _("没有字段 %(unknown)s；可选：%(names)s。")
                % {"unknown": "、".join(unknown), "names": "、".join(self.names)}
            )
        return chosen


def read_parameters(query: QueryDict, known: Mapping[str, Parameter]) -> dict[str, Any]:
    """The values of a query string; raises ``InvalidParameters`` with every fault in it."""
    values: dict[str, Any] = {}
    errors: list[dict[str, Any]] = []
    for name, given in query.lists():
        if name not in known:
            errors.append(_unknown(name, known))
        elif len(given) > 1:
            errors.append({"parameter": name, "message": _("参数 %s 只能给出一次。") % name})
        else:
            try:
                values[name] = known[name].parse(given[0])
            except ValueError as fault:
                message = _("%(name)s：%(fault)s") % {"name": name, "fault": fault}
                errors.append({"parameter": name, "message": message})
    if errors:
        raise InvalidParameters(errors)
    return values


def _unknown(name: str, known: Mapping[str, Parameter]) -> dict[str, Any]:
    message = _("没有参数 %(name)s；可用：%(allowed)s。") % {
        "name": name[:60],
        "allowed": "、".join(sorted(known)),
    }
    return {"parameter": name[:60], "message": message, "allowed": sorted(known)}
