"""The real demo as a process: gunicorn, SQLite and the sweeps on a free port."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 180


@dataclass(frozen=True)
class Demo:
    """The running demo: where it answers and who may log in."""

    address: str
    logins: dict[str, Any]
    folder: Path

    @property
    def password(self) -> str:
        return str(self.logins["password"])


def environment_of(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "PORTAL_VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
    }


def load_demo(folder: Path) -> None:
    """Make ``folder`` what a first start of the demo leaves behind, whole or not at all."""
    making = folder.with_name(folder.name + "-in-the-making")
    making.mkdir()
    for command in (["prepare"], ["load_demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=ROOT,
            env=environment_of(making),
            check=True,
            timeout=START_SECONDS,
        )
    making.rename(folder)


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """The demo on a port and in a folder of its own, ended by its own id."""
    port = free_port()
    environment = environment_of(folder)
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve_demo", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://localhost:{port}"
    try:
        wait_until_healthy(address, process, log)
        yield Demo(address, json.loads((folder / "demo" / "logins.json").read_text()), folder)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0, "the demo must end cleanly on Ctrl-C"
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()[-4000:]
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=3):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise AssertionError(f"no answer in {START_SECONDS} s:\n{log.read_text()[-4000:]}")
