from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.agencies.models import Organisation
from portal.files import permissions
from portal.files.actions import store_upload
from portal.files.models import StoredFile
from tests.files.samples import pdf

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def storage_root(tmp_path: Path, settings: Any) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files", "base_url": None},
        },
    }
    return tmp_path / "files"


@pytest.fixture
def subject(db: None) -> Organisation:
    return Organisation.objects.create(code="qzf", name="区政府", kind="government")


@pytest.fixture
def store(subject: Organisation, storage_root: Path) -> Callable[..., StoredFile]:
    def stored(name: str = "通知.pdf", content: bytes | None = None, **facts: Any) -> StoredFile:
        upload = SimpleUploadedFile(name, pdf() if content is None else content)
        facts = {"subject": subject, "purpose": "attachment", "actor": None, "at": AT, **facts}
        return store_upload(upload=upload, **facts)

    return stored


class Doorkeeper:
    """A reader whose answers a test decides."""

    def __init__(self) -> None:
        self.lets_in = True
        self.is_public = False

    def forget(self) -> None:
        """From now on nobody has registered these records."""
        permissions._readers.clear()


@pytest.fixture
def doorkeeper(monkeypatch: pytest.MonkeyPatch) -> Doorkeeper:
    keeper = Doorkeeper()
    monkeypatch.setattr(permissions, "_readers", {})
    permissions.register_reader(
        "agencies.Organisation",
        lambda _request, _stored: keeper.lets_in,
        is_public=lambda _stored: keeper.is_public,
    )
    return keeper
