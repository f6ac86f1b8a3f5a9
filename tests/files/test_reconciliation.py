"""Table and storage are compared both ways."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from portal.files.models import StoredFile
from portal.files.reconciliation import reconcile
from portal.files.tasks import reconcile as task
from tests.files.conftest import AT

pytestmark = pytest.mark.django_db


def lay(root: Path, name: str, *, age: timedelta) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    moment = (AT - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_all_is_well(store):
    store()
    assert reconcile(at=AT) == reconcile(at=AT + timedelta(days=9))
    assert StoredFile.objects.count() == 1


def test_orphans_go_when_they_are_old_enough(store, storage_root):
    stored = store()
    old = lay(storage_root, "ab/" + "a" * 32, age=timedelta(minutes=61))
    young = lay(storage_root, "cd/" + "c" * 32, age=timedelta(minutes=59))
    outcome = reconcile(at=AT)
    assert (outcome.removed, outcome.missing) == (1, ())
    assert not old.exists()
    assert young.exists()
    assert (storage_root / stored.storage_name).exists()


def test_rows_without_bytes_are_told_never_deleted(store, storage_root, caplog):
    stored = store()
    (storage_root / stored.storage_name).unlink()
    outcome = reconcile(at=AT)
    assert outcome.missing == (str(stored.pk),)
    assert StoredFile.objects.filter(pk=stored.pk).exists()
    assert str(stored.pk) in caplog.text


def test_withdrawn_files_are_no_orphans(store, storage_root):
    stored = store()
    StoredFile.objects.update(withdrawn_at=AT)
    reconcile(at=AT + timedelta(days=1))
    assert (storage_root / stored.storage_name).exists()


def test_what_lies_elsewhere_in_the_storage_is_not_ours(storage_root):
    foreign = lay(storage_root, "exports/report.csv", age=timedelta(days=9))
    assert reconcile(at=AT).removed == 0
    assert foreign.exists()


def test_the_task(store):
    store()
    task()
