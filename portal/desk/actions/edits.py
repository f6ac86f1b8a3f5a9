"""Plain edits in the desk: saved and written into the audit chain in one transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.forms import BaseModelFormSet

from portal.agencies.models import Organisation, User
from portal.audit import actions as audit


@transaction.atomic
def record_edit(*, record: models.Model, fields: Iterable[str], actor: User, at: datetime) -> None:
    """Save ``record`` and append what became of ``fields`` to the audit chain."""
    is_new = record._state.adding
    stored = None if is_new else type(record)._base_manager.filter(pk=record.pk).first()
    names = [name for name in fields if _is_plain(record, name)]
    record.save(update_fields=None if is_new else [*names, *_self_kept(record)])
    audit.record(
        action=f"{record._meta.label_lower}.{'added' if is_new else 'changed'}",
        subject=record,
        actor=actor,
        at=at,
        organisation=_organisation_of(record),
        before=_values(stored, names) if stored else None,
        after=_values(record, names),
    )


@transaction.atomic
def record_removal(*, record: models.Model, actor: User, at: datetime) -> None:
    """Delete ``record`` and say so in the audit chain."""
    audit.record(
        action=f"{record._meta.label_lower}.removed",
        subject=record,
        actor=actor,
        at=at,
        organisation=_organisation_of(record),
        before={"record": str(record)},
    )
    record.delete()


@transaction.atomic
def record_parts(
    *, record: models.Model, formset: "BaseModelFormSet[Any, Any]", actor: User, at: datetime
) -> None:
    """Save the rows that belong to ``record`` and say which ones in the audit chain."""
    formset.save()
    after = {
        "added": [str(part) for part in formset.new_objects],
        "changed": [str(part) for part, _fields in formset.changed_objects],
        "removed": [str(part) for part in formset.deleted_objects],
    }
    audit.record(
        action=f"{record._meta.label_lower}.{formset.get_queryset().model._meta.model_name}_edited",
        subject=record,
        actor=actor,
        at=at,
        organisation=_organisation_of(record),
        after={what: parts for what, parts in after.items() if parts},
    )


def _self_kept(record: models.Model) -> list[str]:
    """The fields that note every change by themselves."""
    return [f.name for f in record._meta.concrete_fields if getattr(f, "auto_now", False)]


def _is_plain(record: models.Model, name: str) -> bool:
    return any(field.name == name for field in record._meta.concrete_fields)


def _values(record: models.Model, names: Iterable[str]) -> dict[str, Any]:
    fields = {field.name: field for field in record._meta.concrete_fields}
    return {name: fields[name].value_to_string(record) for name in names}


def _organisation_of(record: models.Model) -> Organisation | None:
    if isinstance(record, Organisation):
        return record
    found = getattr(record, "organisation", None)
    return found if isinstance(found, Organisation) else None
