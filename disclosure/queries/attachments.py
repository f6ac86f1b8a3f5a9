"""The released attachments of many records at once, for the API."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from portal.files.models import StoredFile
from portal.files.queries import standing


def released_by_subject(
    subject_type: str, ids: Iterable[object]
) -> dict[str, list[dict[str, Any]]]:
    """What the public may know of the files of each record, by the record's id."""
    files = standing().filter(
        subject_type=subject_type,
        subject_id__in=[str(pk) for pk in ids],
        scan_state__in=StoredFile.RELEASED,
    )
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in files:
        found[file.subject_id].append(
            {
                "name": file.original_name,
                "url": file.url,
                "mime": file.mime,
                "size": file.size,
                "sha256": file.sha256,
            }
        )
    return found
