"""The audit chain's entries about one record, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, Model
from django.utils.dateformat import format as format_date
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.audit.models import AuditEntry
from portal.domain.moments import local

# What an action, or the last part of its name, means where no page has a word for it.
WORDS: Mapping[str, Any] = {
    "added": _("新增"),
    "changed": _("修改"),
    "removed": _("删除"),
    "leader_edited": _("修改负责人"),
    "contactpoint_edited": _("修改联系方式"),
    "opened": _("开立账号"),
    "reset": _("重置登录"),
    "enabled": _("启用账号"),
    "disabled": _("停用账号"),
    "given": _("任命"),
    "ended": _("终止任命"),
    "api.key.issue": _("签发接口密钥"),
    "api.key.revoke": _("吊销接口密钥"),
    "obligations.recount": _("重新计算期限"),
    "files.store": _("存入文件"),
    "files.scan": _("查毒"),
    "files.withdraw": _("撤下文件"),
    "files.destroy": _("销毁文件"),
    "outbox.retry": _("重新发送"),
    "calendar.change": _("变更工作日历"),
    "obligations.explain_delay": _("说明逾期原因"),
    "desk.feed.open_feed": _("开通日历订阅"),
    "desk.feed.revoke_feed": _("停用日历订阅"),
    "desk.view.save_view": _("保存视图"),
    "desk.view.change_view": _("更改视图"),
    "desk.view.delete_view": _("删除视图"),
    "printing.print_again": _("重新排版"),
    "comment.submit": _("收到留言"),
    "comment.reveal_contact": _("查看联系方式"),
    "requests_foia.recount": _("重新计算期限"),
    "requests_foia.file": _("收到申请"),
    "requests_foia.export_register": _("导出申请台账"),
    "document.draft": _("起草"),
}


@dataclass(frozen=True)
class Part:
    """A fact that is no field of the model: its name, and how its value is put into words."""

    label: Any
    word: Callable[[Any], object] = str


# The facts that several kinds of records keep besides their own fields.
PARTS: Mapping[str, Part] = {
    "attachment": Part(_("附件")),
    "attachments": Part(_("附件数")),
    "code": Part(_("代码")),
    "format": Part(_("文件格式")),
    "letter": Part(_("文书")),
    "rows": Part(_("行数")),
    "sha256": Part(_("校验值")),
}


@dataclass(frozen=True)
class Change:
    """One fact before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    """One entry: the verb in words and what it changed."""

    entry: AuditEntry
    word: Any
    changes: list[Change]


def lines_of(
    entries: Iterable[AuditEntry],
    model: type[Model],
    words: Mapping[str, Any],
    parts: Mapping[str, Part] | None = None,
) -> list[HistoryLine]:
    """``words`` name the model's own verbs by the last part of the action, ``parts`` the
    facts an entry holds besides the model's fields."""
    parts = {**PARTS, **(parts or {})}
    return [
        HistoryLine(entry, word_of(entry.action, words), _changes(entry, model, parts))
        for entry in entries
    ]


def word_of(action: str, words: Mapping[str, Any]) -> Any:
    """The verb of an audit entry; its own name where nobody has put it into words."""
    verb = action.rpartition(".")[2]
    return words.get(verb) or WORDS.get(action) or WORDS.get(verb) or action


def _changes(entry: AuditEntry, model: type[Model], parts: Mapping[str, Part]) -> list[Change]:
    before, after = entry.changes_before, entry.changes_after
    found = []
    for name in {**before, **after}:
        part = parts.get(name) or _field_part(model, name)
        change = Change(
            str(part.label), _text(part, before.get(name)), _text(part, after.get(name))
        )
        if change.before or change.after:
            found.append(change)
    return found


def _field_part(model: type[Model], name: str) -> Part:
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return Part(name)
    label = capfirst(getattr(field, "verbose_name", name))
    if choices := dict(getattr(field, "flatchoices", ())):
        return Part(label, lambda value: choices.get(value, value))
    if isinstance(field, DateTimeField):
        return Part(label, _moment)
    if isinstance(field, DateField):
        return Part(label, _day)
    return Part(label)


def _moment(value: str) -> str:
    at = parse_datetime(value)
    return format_date(local(at), "Y-m-d H:i") if at else value


def _day(value: str) -> str:
    day = parse_date(value)
    return format_date(day, gettext("Y年n月j日（l）")) if day else value


def _text(part: Part, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, list):
        return "、".join(str(part.word(one)) for one in value)
    return str(part.word(value))
