"""One stored file of every owner in every state."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from portal.files.models import StoredFile
from requests_foia.actions import Filed

from .publications import Published
from .values import Objects

WITH_REPLY = ("review", "archived", "elsewhere")


def objects(published: Published, filed: Mapping[str, Filed]) -> Objects:
    owners = {
        f"{kind} {name}": row
        for kind, rows in published.items()
        if kind != "comment"
        for name, row in rows.items()
    }
    owners |= {f"reply {name}": filed[name].application.replies.get() for name in WITH_REPLY}
    return {name: _of(owner) for name, owner in owners.items()} | {"unknown": {"pk": uuid4()}}


def _of(owner: Any) -> dict[str, object]:
    """Its only file, which stays in the table when it is withdrawn."""
    kind = owner._meta.label_lower
    return {"pk": StoredFile.objects.get(subject_type=kind, subject_id=str(owner.pk)).pk}
