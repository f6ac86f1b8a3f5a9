"""Moving stored values from an old field key to the newest one."""

from collections.abc import Callable

from django.apps import apps
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, Model, QuerySet, TextField, Value
from django.utils.module_loading import import_string

from .ciphers import renew
from .fields import EncryptedTextField

# What apps encrypt outside of encrypted columns: name and path of the function.
_elsewhere: dict[str, str] = {}


def register_rotation(name: str, path: str) -> None:
    """Have the function at ``path`` called with every rotation; from ``AppConfig.ready``.

    It renews what is not under the newest key and answers how many rows changed.
    """
    _elsewhere[name] = path


def rotations_elsewhere() -> dict[str, Callable[[], int]]:
    """What was registered, by the name it is reported under."""
    return {name: import_string(path) for name, path in _elsewhere.items()}


def encrypted_fields() -> dict[type[Model], list[str]]:
    """Every model with encrypted columns of its own table, and their names."""
    found: dict[type[Model], list[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        names = [
            field.attname
            for field in model._meta.local_concrete_fields
            if isinstance(field, EncryptedTextField)
        ]
        if names and model._meta.managed:
            found[model] = names
    return found


def rotate_model(model: type[Model], names: list[str], *, batch: int) -> int:
    """Renews one table in transactions of ``batch`` rows; answers how many rows changed.

    A row already under the newest key is left alone, so an interrupted run may be
    repeated, and rows are locked while they change, so no other writer is overwritten.
    """
    renewed = 0
    last = None
    while True:
        with transaction.atomic():
            rows = _next_rows(model, names, after=last, batch=batch)
            renewed += sum(_renew_row(model, row) for row in rows)
        if len(rows) < batch:
            return renewed
        last = rows[-1]["pk"]


def _next_rows(
    model: type[Model], names: list[str], *, after: object, batch: int
) -> list[dict[str, object]]:
    rows: QuerySet[Model] = model._base_manager.order_by("pk").select_for_update()
    if after is not None:
        rows = rows.filter(pk__gt=after)
    # Wrapped as plain text, the column is read without being decrypted.
    stored = {f"stored_{n}": ExpressionWrapper(F(n), output_field=TextField()) for n in names}
    return list(rows.values("pk", **stored)[:batch])


def _renew_row(model: type[Model], row: dict[str, object]) -> bool:
    changes: dict[str, models.Expression] = {}
    for alias, token in row.items():
        name = alias.removeprefix("stored_")
        if alias != "pk" and token and (fresh := renew(str(token))):
            changes[name] = Value(fresh, output_field=TextField())
    if changes:
        model._base_manager.filter(pk=row["pk"]).update(**changes)
    return bool(changes)
