"""A real browser before the real demo: gunicorn, SQLite and the sweeps."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .server import ARGUMENTS, CHROMIUM, Demo, load_demo, running_demo

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
# A busy machine is slow, not wrong.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Demo]:
    """Each worker runs its own; one of them loads the content for all."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "demo-loaded"
    with shared.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not shared.exists():
            load_demo(shared)
    place = tmp_path_factory.mktemp("demo") / "var"
    shutil.copytree(shared, place)
    with running_demo(place) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """One visitor's window, and everything the browser complained about in it."""

    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def visit(chromium: Browser, demo: Demo) -> Iterator[Callable[..., Visit]]:
    """Open windows by calling it; afterwards none may have had an error or a policy breach."""
    visits: list[Visit] = []

    def open_window(
        viewport: dict[str, int] = DESKTOP, javascript: bool = True, **options: Any
    ) -> Visit:
        context = chromium.new_context(
            base_url=demo.address,
            viewport=viewport,
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        seen = Visit(page, context)
        page.on("console", lambda message: note_console(seen, message))
        page.on("pageerror", lambda error: seen.complaints.append(f"error: {error}"))
        page.on("response", lambda response: note_response(seen, response))
        visits.append(seen)
        return seen

    yield open_window
    complaints = [complaint for seen in visits for complaint in seen.complaints]
    for seen in visits:
        seen.context.close()
    assert not complaints, complaints


def note_console(seen: Visit, message: Any) -> None:
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        seen.complaints.append(f"console: {message.text} at {message.location} on {seen.page.url}")


def note_response(seen: Visit, response: Any) -> None:
    if response.status >= 500:
        seen.complaints.append(f"{response.status}: {response.url}")


def log_in(window: Visit, demo: Demo, username: str) -> None:
    """Log a member of staff in through the login page, as a person would."""
    page = window.page
    page.goto("/accounts/login/?next=/admin/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", demo.password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/admin/")
