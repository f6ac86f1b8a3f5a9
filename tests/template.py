"""A migrated database is made once and copied: running every migration takes seconds.

SQLite only. What is left to migrate after copying still runs, with the signals that follow.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core import management
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-templates"
PACKAGES = ("portal", "disclosure", "interpretation", "requests_foia")
# What a migration writes or reads besides itself.
ALSO = ("**/triggers.py", "**/fields.py", "**/*.json", "**/*.toml", "**/*.csv")


def copy_instead_of_migrating() -> None:
    """Let the next ``migrate``, that of ``create_test_db``, start from a copy of a like one."""
    real = management.call_command

    def call(name: str, *arguments: Any, **options: Any) -> Any:
        if name != "migrate":
            return real(name, *arguments, **options)
        management.call_command = real
        connection = connections[options["database"]]
        connection.ensure_connection()
        is_copied = connection.vendor == "sqlite" and _fill(connection.connection)
        done = real(name, *arguments, **options)
        if connection.vendor == "sqlite" and not is_copied:
            _keep(connection.connection)
        return done

    management.call_command = call


def _fill(empty: sqlite3.Connection) -> bool:
    template = _template()
    if template.exists():
        with closing(sqlite3.connect(template)) as source:
            source.backup(empty)
    return template.exists()


def _keep(migrated: sqlite3.Connection) -> None:
    """Workers end at the same time: each writes its own copy and puts it in place whole."""
    template = _template()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    half = template.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(half)) as target:
        migrated.backup(target)
    half.replace(template)


def _template() -> Path:
    """Its name changes with every file that has a say in what the migrations make."""
    digest = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    files = {ROOT / "requirements" / "base.txt"}
    for package in PACKAGES:
        for pattern in ("**/migrations/*.py", *ALSO):
            files.update((ROOT / package).glob(pattern))
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:24]}.sqlite3"
