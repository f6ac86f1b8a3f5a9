"""The demo's logins: printed at start, and in ``var/demo/logins.json`` for scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

PASSWORD = "yunxi-demo-2026"  # noqa: S105  production refuses every account that has it


def path() -> Path:
    return settings.VAR_DIR / "demo" / "logins.json"


def write(logins: dict[str, Any]) -> None:
    path().parent.mkdir(parents=True, exist_ok=True)
    path().write_text(json.dumps(logins, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read() -> dict[str, Any]:
    return json.loads(path().read_text(encoding="utf-8"))


def as_text(address: str) -> str:
    """What a person needs to try everything, on one screen."""
    logins = read()
    lines = ["", f"  网站 Site      {address}/", f"  后台 Admin     {address}/admin/", ""]
    lines.append(f"  工作人员 Staff （口令 password: {PASSWORD}）")
    lines += [f"    {who['username']:<12}{who['title']}，{who['duty']}" for who in logins["staff"]]
    lines += ["", "  公民 Citizens （查进度 /requests/track/）"]
    lines += [f"    {c['number']:<20}{c['code']:<34}{c['state']}" for c in logins["citizens"]]
    lines += ["", "  被征求意见的第三方 Third parties （/requests/opinion/）"]
    lines += [f"    {one['code']:<34}{one['state']}" for one in logins["asked"]]
    lines += ["", "  审计密钥 Auditor's key"]
    lines.append(f"    curl -H 'Authorization: Api-Key {logins['auditor_key']}' \\")
    lines.append(f"         {address}/api/v1/applications/")
    lines += ["", "  仅供演示，按 Ctrl-C 结束。For trying out only; Ctrl-C ends it.", ""]
    return "\n".join(lines)
