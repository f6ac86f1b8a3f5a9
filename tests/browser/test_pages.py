"""Every public page of the demo: reachable, accessible, no sideways scroll, in every dress."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import DESKTOP, PHONE, Demo, Visit, log_in
from .steps import RULES_OF_DRESS, Receipt, fits_sideways, no_serious_fault, open_letter, track

pytestmark = pytest.mark.browser
PAGES = [
    "/",
    "/disclosure/",
    "/interpretation/",
    "/consultations/",
    "/requests/",
    "/requests/form/",
    "/requests/track/",
    "/guide/",
    "/rules/",
    "/reports/",
    "/organisations/",
    "/search/?q=电梯",
    "/search/?q=没有这样的词",
    "/sitemap/",
    "/supervision/",
    "/accounts/login/",
    "/nowhere/",
]
DRESSES = [{}, {"mode": "elder"}, {"theme": "dark"}]


def first_link(page, listing: str, part: str) -> str:
    page.goto(listing)
    href = page.locator(f"main a[href*='{part}']").first.get_attribute("href")
    assert href
    return str(href)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("dress", DRESSES, ids=["plain", "elder", "dark"])
def test_pages_are_accessible_in_every_dress(
    visit: Callable[..., Visit], demo: Demo, viewport: dict[str, int], dress: dict[str, str]
) -> None:
    window = visit(viewport)
    page = window.page
    if dress:
        name, value = next(iter(dress.items()))
        page.goto("/")
        page.request.post(
            "/preferences/",
            form={name: value, "next": "/", "csrfmiddlewaretoken": csrf_of(window)},
            headers={"Referer": demo.address + "/"},
        )
    details = [
        first_link(page, "/disclosure/", "/disclosure/1"),
        first_link(page, "/interpretation/", "/interpretation/1"),
        first_link(page, "/consultations/", "/consultations/1"),
        first_link(page, "/organisations/", "/organisations/yx"),
    ]
    for path in [*PAGES, *details]:
        page.goto(path)
        no_serious_fault(page, RULES_OF_DRESS if dress else ())
        fits_sideways(page)


def csrf_of(window: Visit) -> str:
    token = window.page.locator("input[name=csrfmiddlewaretoken]").first
    return str(token.get_attribute("value"))


def test_english_pages_hold_no_chinese_interface(visit: Callable[..., Visit], demo: Demo) -> None:
    window = visit(DESKTOP)
    page = window.page
    page.goto("/")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    for path in ("/requests/", "/requests/track/", "/requests/new/"):
        page.goto(path)
        headings = page.locator("h1, h2, button, label, nav a").all_inner_texts()
        plain = [h for h in headings if "简体中文" not in h and "中文" not in h and "云溪" not in h]
        chinese = [h for h in plain if any("一" <= c <= "鿿" for c in h)]
        bodies = page.locator("label").all_inner_texts() if path.endswith("new/") else []
        assert [h for h in chinese if h not in bodies] == [], path


def test_letters_print_on_white_paper(visit: Callable[..., Visit], demo: Demo) -> None:
    page = visit(DESKTOP).page
    citizen = next(c for c in demo.logins["citizens"] if c["state"] == "已归档")
    track(page, Receipt(citizen["number"], citizen["code"]))
    open_letter(page)
    page.emulate_media(media="print")
    assert page.locator("header.site-header, .site-header").first.is_hidden()
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """The addresses of the desk that axe has seen."""
    return set()


@pytest.mark.parametrize(
    "username", ["clerk", "drafter", "secrecy", "openness", "leader", "auditor", "admin"]
)
def test_every_desk_opens_and_is_accessible(
    visit: Callable[..., Visit], demo: Demo, looked_at: set[str], username: str
) -> None:
    """A list that several see is looked at closely with the first of them."""
    window = visit(DESKTOP)
    log_in(window, demo, username)
    page = window.page
    no_serious_fault(page)
    paths = {
        str(link.get_attribute("href"))
        for link in page.locator("a[href^='/admin/']").all()
        if str(link.get_attribute("href")).count("/") == 4
    }
    assert paths
    for path in sorted(paths):
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, (username, path, answer.status)
        if path not in looked_at:
            looked_at.add(path)
            no_serious_fault(page)
