"""``make screenshots``: the README's pictures, taken from the demo in Chromium."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.browser.conftest import DESKTOP, PHONE, Visit, log_in  # noqa: E402
from tests.browser.server import ARGUMENTS, CHROMIUM, Demo, running_demo  # noqa: E402
from tests.browser.steps import Receipt, fill_in, track  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"


def window(browser: Browser, demo: Demo, viewport: dict[str, int]) -> Page:
    context = browser.new_context(
        base_url=demo.address, viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    return context.new_page()


def take(page: Page, name: str, *, whole: bool = False) -> None:
    page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)


def visitors(browser: Browser, demo: Demo) -> None:
    page = window(browser, demo, DESKTOP)
    page.goto("/")
    take(page, "home-desktop")
    page.goto("/disclosure/?q=加装电梯")
    page.locator("main a[href*='/disclosure/1']").first.click()
    page.wait_for_load_state()
    take(page, "document-desktop")
    handled = next(c for c in demo.logins["citizens"] if c["title"] == "办理中")
    track(page, Receipt(handled["number"], handled["code"]))
    take(page, "tracking-desktop", whole=True)
    page.goto("/guide/deadlines/")
    phone = window(browser, demo, PHONE)
    fill_in(phone, "申请公开河滨路11号加装电梯联合审查意见。", looking=False)
    take(phone, "check-phone")


def staff(browser: Browser, demo: Demo) -> None:
    page = window(browser, demo, DESKTOP)
    log_in(Visit(page, page.context), demo, "clerk")
    take(page, "desk-desktop")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        visitors(browser, demo)
        staff(browser, demo)
        browser.close()
    print("\n".join(str(path.relative_to(ROOT)) for path in sorted(FOLDER.glob("*.png"))))


if __name__ == "__main__":
    main()
