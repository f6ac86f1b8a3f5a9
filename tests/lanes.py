"""Run the whole suite: SQLite, then PostgreSQL with Redis, then a real browser.

Each lane says how many tests it ran. A server or a browser that does not answer is
said loudly; with ``REQUIRE_SERVICES=1`` it is a failure.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SUMMARY = re.compile(r"(\d+) passed")


def postgresql_url() -> str | None:
    """The first database server that answers: the one named, else the default port."""
    named = os.environ.get("TEST_DATABASE_URL")
    users = ("postgres", os.environ.get("USER") or "root", "root")
    for url in (
        [named] if named else [f"postgres://{user}@127.0.0.1:5432/postgres" for user in users]
    ):
        try:
            psycopg2.connect(url.replace("postgres://", "postgresql://"), connect_timeout=3).close()
        except psycopg2.OperationalError:
            continue
        return url
    return None


def redis_url() -> str | None:
    url = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return None
    return url


def browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def run(lane: str, markers: str, extra_env: dict[str, str], arguments: list[str]) -> bool:
    started = time.monotonic()
    print(f"\n══ {lane} ══", flush=True)
    workers = os.environ.get("TEST_WORKERS", "2")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-m",
        markers,
        "-n",
        workers,
        "--dist",
        "loadfile",
        # As collected: those that walk the whole site come first and share one district,
        # instead of last, on one worker, with a district for each file.
        "--no-loadscope-reorder",
        "-q",
    ]
    process = subprocess.Popen(
        [*command, *arguments],
        cwd=ROOT,
        env={**os.environ, **extra_env},
        stdout=subprocess.PIPE,
        text=True,
    )
    count = 0
    for line in process.stdout or ():
        sys.stdout.write(line)
        if match := SUMMARY.search(line):
            count = int(match[1])
    failed = process.wait() != 0 or count == 0
    seconds = time.monotonic() - started
    verdict = "失败 FAILED" if failed else "通过 passed"
    print(f"══ {lane}: {count} 项 tests, {seconds:.0f} s, {verdict} ══", flush=True)
    return not failed


def absent(what: str, how: str) -> bool:
    required = os.environ.get("REQUIRE_SERVICES") == "1"
    print(f"\n{'!' * 72}\n!! {what}没有应答，这一部分没有运行。{how}\n{'!' * 72}", flush=True)
    return not required


def sqlite_lane(arguments: list[str]) -> bool:
    environment = {"DATABASE_URL": "sqlite://:memory:"}
    return run("SQLite", "not browser and not postgresql", environment, arguments)


def postgresql_lane(arguments: list[str]) -> bool:
    database, broker = postgresql_url(), redis_url()
    if not database:
        return absent("PostgreSQL ", "设置 TEST_DATABASE_URL 或在 5432 端口启动服务。")
    if not broker:
        return absent("Redis ", "设置 TEST_REDIS_URL 或在 6379 端口启动服务。")
    environment = {"DATABASE_URL": database, "TEST_REDIS_URL": broker}
    return run("PostgreSQL + Redis", "not browser", environment, arguments)


def browser_lane(arguments: list[str]) -> bool:
    program = browser()
    if not program:
        return absent("Chromium ", "安装 chromium，或用 CHROMIUM 指定其路径。")
    environment = {"DATABASE_URL": "sqlite://:memory:", "CHROMIUM": program, "TEST_WORKERS": "2"}
    return run("浏览器 browser", "browser", environment, arguments)


LANES = {"sqlite": sqlite_lane, "postgresql": postgresql_lane, "browser": browser_lane}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=LANES)
    options, arguments = parser.parse_known_args()
    lanes = [LANES[options.only]] if options.only else list(LANES.values())
    results = [lane(arguments) for lane in lanes]
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
