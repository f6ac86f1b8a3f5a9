"""Settings: the example is complete, and production refuses what only a demo may have."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"env\.\w+\(\s*\"([A-Z_]+)\"")
GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "k" * 60,
    "PORTAL_FIELD_KEY": Fernet.generate_key().decode(),
    "PORTAL_INDEX_KEY": "i" * 40,
    "ALLOWED_HOSTS": "gk.example.gov.cn",
}


def read_by_settings() -> set[str]:
    sources = (ROOT / "portal" / "settings").glob("*.py")
    return {name for source in sources for name in READ.findall(source.read_text())}


def offered_by_example() -> set[str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return {line.partition("=")[0] for line in lines if line and not line.startswith("#")}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    command = [sys.executable, "-c", "import django; django.setup()"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_example_offers_exactly_what_the_settings_read() -> None:
    assert offered_by_example() == read_by_settings()


def test_only_settings_read_the_environment() -> None:
    packages = ("portal", "disclosure", "interpretation", "requests_foia")
    readers = [
        str(path.relative_to(ROOT))
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"os\.(environ|getenv)\b", path.read_text())
        and not path.is_relative_to(ROOT / "portal" / "settings")
    ]
    # Entry points name the settings module; the demo hands its environment to its children.
    assert set(readers) <= {
        "portal/celery.py",
        "portal/wsgi.py",
        "portal/asgi.py",
        "portal/demo/management/commands/serve_demo.py",
    }


def test_production_starts_with_proper_values() -> None:
    result = start()
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "insecure-demo-secret-key-never-use-in-production"}, "SECRET_KEY"),
        ({"PORTAL_FIELD_KEY": "aW5zZWN1cmUtZGVtby1maWVsZC1rZXktMzItYnl0ZXM="}, "PORTAL_FIELD_KEY"),
        ({"PORTAL_INDEX_KEY": "x"}, "PORTAL_INDEX_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "gk.example.gov.cn,*.example.gov.cn"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ".gov.cn"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    ],
)
def test_production_refuses(changes: dict[str, str], reason: str) -> None:
    result = start(**changes)
    assert result.returncode != 0
    assert reason in result.stderr


def test_production_refuses_everything_at_once() -> None:
    result = start(SECRET_KEY="", PORTAL_FIELD_KEY="", ALLOWED_HOSTS="*", DEBUG="true")
    for reason in ("SECRET_KEY", "PORTAL_FIELD_KEY", "ALLOWED_HOSTS", "DEBUG"):
        assert reason in result.stderr


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret_key"
    secret.write_text("f" * 60)
    assert start(SECRET_KEY="", SECRET_KEY_FILE=str(secret)).returncode == 0
