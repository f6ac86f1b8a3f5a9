"""The production stack: what docker-compose.yml names exists and starts with that environment."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml
from cryptography.fernet import Fernet
from psycopg2 import sql

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ("migrate", "web", "worker", "beat")
BIN = Path(sys.executable).parent


def dsn() -> str:
    """The server of this lane, as the tests' own settings know it."""
    return os.environ["DATABASE_URL"].replace("postgres://", "postgresql://")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """An empty database of its own; the URL in the form that settings read."""
    name = f"portal_compose_{secrets.token_hex(4)}"
    server = psycopg2.connect(dsn())
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + name
    finally:
        with server.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        server.close()


@pytest.fixture(scope="module")
def stack(database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the compose file, its secret files in a folder of this test."""
    folder = tmp_path_factory.mktemp("secrets")
    values = {
        "database_url": database,
        "secret_key": secrets.token_urlsafe(64),
        "field_key": Fernet.generate_key().decode(),
        "index_key": secrets.token_urlsafe(48),
    }
    for name, value in values.items():
        (folder / name).write_text(value)
    environment = {
        key: str(value)
        .replace("/run/secrets", str(folder))
        .replace("redis://redis:6379/0", redis())
        for key, value in COMPOSE["services"]["web"]["environment"].items()
    }
    return {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "ALLOWED_HOSTS": "gk.example.gov.cn",
        "PORTAL_VAR_DIR": str(tmp_path_factory.mktemp("var")),
        **environment,
    }


def redis() -> str:
    return os.environ["TEST_REDIS_URL"]


def command_of(service: str) -> list[str]:
    return list(COMPOSE["services"][service]["command"])


def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_the_file_is_whole() -> None:
    services: dict[str, Any] = COMPOSE["services"]
    assert set(services) == {*OURS, "db", "redis"}
    assert all(set(s.get("depends_on", {})) <= set(services) for s in services.values())
    named = {secret for s in services.values() for secret in s.get("secrets", [])}
    assert named == set(COMPOSE["secrets"])
    assert all("healthcheck" in services[name] for name in services if name != "migrate")
    assert services["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_no_secret_stands_in_the_stack() -> None:
    image = (ROOT / "Dockerfile").read_text()
    assert "USER portal" in image
    for text in (image, (ROOT / "docker-compose.yml").read_text()):
        assert "SECRET_KEY=" not in text
        assert "PASSWORD:" not in text


@pytest.mark.parametrize("service", OURS)
def test_every_command_exists(service: str) -> None:
    program = command_of(service)[0]
    assert shutil.which(program, path=f"{BIN}:{os.environ['PATH']}")


@pytest.mark.postgresql
class TestStartsNatively:
    """Run in order: the one-shot migration first, as compose does."""

    def test_migrate(self, stack: dict[str, str]) -> None:
        result = run(command_of("migrate"), stack)
        assert result.returncode == 0, result.stderr
        assert run(["python", "manage.py", "migrate", "--check"], stack).returncode == 0

    def test_web_answers_its_health_check(self, stack: dict[str, str]) -> None:
        run(["python", "manage.py", "collectstatic", "--noinput"], stack)
        port = free_port()
        arguments = [a.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for a in command_of("web")]
        check = [
            a.replace(":8000", f":{port}")
            for a in COMPOSE["services"]["web"]["healthcheck"]["test"][1:]
        ]
        with running(arguments, stack):
            assert eventually(lambda: run(check, stack).returncode == 0)

    def test_worker_answers_its_health_check(self, stack: dict[str, str]) -> None:
        check = COMPOSE["services"]["worker"]["healthcheck"]["test"][1:]
        with running(command_of("worker"), stack):
            assert eventually(lambda: run(check, stack).returncode == 0)

    def test_beat_stays_up(self, stack: dict[str, str], tmp_path: Path) -> None:
        arguments = [
            a.replace("/tmp/celerybeat-schedule", str(tmp_path / "schedule"))
            for a in command_of("beat")
        ]
        with running(arguments, stack) as process:
            # The name grows by what the dbm of this Python appends.
            assert eventually(lambda: any(tmp_path.glob("schedule*")))
            assert process.poll() is None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(holds: Any, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.5)
    return False


class running:  # noqa: N801
    """A process for the length of a block, ended by its own id."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            arguments,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> subprocess.Popen[bytes]:
        return self.process

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
