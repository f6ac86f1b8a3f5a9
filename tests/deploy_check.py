"""``check --deploy`` under production settings must have nothing to say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """A complete production environment, with secrets made for this one call."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": Fernet.generate_key().decode() * 2,
        "PORTAL_FIELD_KEY": Fernet.generate_key().decode(),
        "PORTAL_INDEX_KEY": Fernet.generate_key().decode(),
        "ALLOWED_HOSTS": "gk.example.gov.cn",
    }


def main() -> int:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
