"""What a citizen and the staff do on the pages, in their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .conftest import DESKTOP, Demo, Visit, log_in

SERIOUS = {"serious", "critical"}
# What another dress of the same page can spoil.
RULES_OF_DRESS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
CITIZEN = {
    "name": "浏览器测试甲",
    "id_number": "11010519491231002X",
    "phone": "13900001234",
    "address": "云溪区测试路1号",
}


@dataclass(frozen=True)
class Receipt:
    number: str
    code: str


def no_serious_fault(page: Page, rules: tuple[str, ...] = ()) -> None:
    """axe finds nothing serious on the page as it stands, by all its rules or by some."""
    # Without preloading: axe would fetch style sheets by a way that the policy forbids.
    options: dict[str, Any] = {"preload": False, "resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    results = Axe().run(page, options=options)
    found = [
        (v["id"], [node["target"] for node in v["nodes"]][:3])
        for v in results.response["violations"]
        if v["impact"] in SERIOUS
    ]
    assert not found, (page.url, found)


def fits_sideways(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, (page.url, wide)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="继续", exact=True).click()


def choose(page: Page, name: str, value: str) -> None:
    """Pick a radio button by its label, which is the whole row."""
    radio = page.locator(f"input[name={name}][value={value}]")
    page.locator(f"label[for={radio.get_attribute('id')}]").click()
    expect(radio).to_be_checked()


def fill_in(page: Page, content: str, *, looking: bool) -> None:
    """Answer every question of the form up to the check page."""

    def look() -> None:
        if looking:
            no_serious_fault(page)
            fits_sideways(page)

    page.goto("/requests/")
    look()
    page.get_by_role("link", name="提申请", exact=True).last.click()
    choose(page, "organisation", "yxzj")
    look()
    go_on(page)
    choose(page, "applicant_class", "citizen")
    look()
    go_on(page)
    page.fill("input[name=name]", CITIZEN["name"])
    choose(page, "id_type", "id_card")
    page.fill("input[name=id_number]", CITIZEN["id_number"])
    page.fill("input[name=phone]", CITIZEN["phone"])
    page.fill("input[name=address]", CITIZEN["address"])
    look()
    go_on(page)
    page.fill("textarea[name=content]", content)
    look()
    go_on(page)
    page.set_input_files(
        "input[name=uploads]",
        {"name": "位置草图.csv", "mimeType": "text/csv", "buffer": "地点,门牌\n".encode()},
    )
    page.get_by_role("button", name="上传后留在本页", exact=True).click()
    expect(page.locator(".sent-files")).to_contain_text("位置草图.csv")
    look()
    go_on(page)
    choose(page, "wanted_form", "paper")
    choose(page, "wanted_way", "pickup")
    look()
    go_on(page)
    choose(page, "needs_help", "no")
    look()
    go_on(page)
    expect(page.locator("h1")).to_contain_text("核对")
    expect(page.locator("main")).to_contain_text(content)
    look()


def submit(page: Page) -> Receipt:
    """Hand the application in; what the confirmation page shows."""
    page.get_by_role("button", name="提交申请", exact=True).click()
    page.wait_for_url("**/requests/new/filed/")
    return receipt_on(page)


def receipt_on(page: Page) -> Receipt:
    text = page.locator("main").inner_text()
    number = re.search(r"YX[A-Z]+-\d{4}-\d{5}", text)
    code = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5,}\b", text)
    assert number, text
    assert code, text
    return Receipt(number[0], code[0])


def tick(page: Page, box: Locator) -> None:
    """Tick a box of the desk by its words, as people do."""
    page.locator(f"label[for={box.get_attribute('id')}]").first.click()
    expect(box).to_be_checked()


def track(page: Page, receipt: Receipt) -> None:
    page.goto("/requests/track/")
    page.fill("input[name=number]", receipt.number)
    page.fill("input[name=code]", receipt.code)
    page.get_by_role("button", name="查看进度", exact=True).click()
    page.wait_for_url(re.compile(r"/requests/track/[0-9a-f-]{36}/"))


def open_letter(page: Page) -> None:
    """Open the newest letter as a page; beside it may stand a link that saves its PDF."""
    page.locator("a[href*='/letters/']:not([href$='/pdf/'])").last.click()
    page.wait_for_url(re.compile(r"/letters/[0-9a-f-]{36}/$"))


class Desk:
    """One member of staff at the desk."""

    def __init__(self, window: Visit, demo: Demo, username: str) -> None:
        self.page = window.page
        log_in(window, demo, username)

    def open(self, number: str) -> None:
        """Find the case as a clerk does: by its number in the register."""
        self.page.goto(f"/admin/requests_foia/application/?range=all&q={number}")
        self.page.locator("#result_list a", has_text=number).first.click()
        expect(self.page.locator("h1")).to_contain_text(number)

    def step(self, label: str, choice: str = "", **answers: str) -> None:
        """Press one step's button, answer its form, and be told that it is done."""
        page = self.page
        page.get_by_role("link", name=label, exact=True).first.click()
        if choice:
            page.get_by_role("link", name=choice, exact=True).click()
        for name, value in answers.items():
            field = page.locator(f"[name={name}]").first
            if field.evaluate("e => e.tagName") == "SELECT":
                options = field.locator("option").all_inner_texts()
                field.select_option(label=next(o for o in options if value in o))
            elif field.get_attribute("type") == "radio":
                choose(page, name, value)
            elif field.get_attribute("type") == "checkbox":
                tick(page, field)
            else:
                field.fill(value)
        page.locator("button[type=submit]", has_text=label).first.click()
        expect(page.locator("ul.messagelist, .messagelist, [role=status]").first).to_be_visible()


def answer(visit, demo: Demo, number: str, today: str) -> None:
    """The staff's whole way with a case: confirm, assign, draft, approve, issue, deliver."""
    clerk = Desk(visit(DESKTOP), demo, "clerk")
    clerk.open(number)
    no_serious_fault(clerk.page)
    clerk.step("确认收到")
    clerk.open(number)
    clerk.step("分办", unit="城市更新科", officer="林默")
    drafter = Desk(visit(DESKTOP), demo, "drafter")
    drafter.open(number)
    drafter.step(
        "起草答复",
        choice="予以公开",
        text="现向您公开所申请的联合审查意见。",
        search_note="已检索档案室和办公系统。",
        converts="no",
        conversion_reasons="只涉及申请人所在的楼栋。",
    )
    reviewer = Desk(visit(DESKTOP), demo, "secrecy")
    reviewer.open(number)
    reviewer.step("保密审查通过", opinion="不涉及国家秘密，可以公开。")
    leader = Desk(visit(DESKTOP), demo, "leader")
    leader.open(number)
    leader.step("批准")
    clerk.open(number)
    clerk.step("制发答复书")
    clerk.open(number)
    clerk.step("登记送达", method="直接送达", signed_on=today, proof="本人签收")
    clerk.open(number)
    no_serious_fault(clerk.page)
