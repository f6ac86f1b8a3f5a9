"""One application, filed, answered and tracked, as its people would do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE, Demo, Visit
from .steps import (
    answer,
    fill_in,
    fits_sideways,
    no_serious_fault,
    open_letter,
    receipt_on,
    submit,
    track,
)

pytestmark = pytest.mark.browser
WAYS = pytest.mark.parametrize(
    ("viewport", "javascript"),
    [(DESKTOP, True), (DESKTOP, False), (PHONE, True), (PHONE, False)],
    ids=["desktop", "desktop without scripts", "phone", "phone without scripts"],
)


@WAYS
def test_filing_and_tracking(
    visit: Callable[..., Visit], demo: Demo, viewport: dict[str, int], javascript: bool
) -> None:
    page = visit(viewport, javascript=javascript).page
    fill_in(page, "申请公开河滨路11号加装电梯联合审查意见。", looking=javascript)
    receipt = submit(page)
    expect(page.locator("main")).to_contain_text(re.compile(r"最迟应于 \d{4}年\d{1,2}月\d{1,2}日"))
    fits_sideways(page)
    page.reload()
    assert receipt_on(page) == receipt
    track(page, receipt)
    assert receipt.code.replace("-", "") not in page.url.replace("-", "").upper()
    expect(page.locator("main")).to_contain_text(receipt.number)
    fits_sideways(page)
    if javascript:
        no_serious_fault(page)


def test_a_double_click_and_the_back_button_file_once(visit: Callable[..., Visit]) -> None:
    page = visit(DESKTOP).page
    fill_in(page, "申请公开双击测试的文件。", looking=False)
    page.get_by_role("button", name="提交申请", exact=True).dblclick()
    page.wait_for_url("**/requests/new/filed/")
    receipt = receipt_on(page)
    page.go_back()
    again = page.get_by_role("button", name="提交申请", exact=True)
    if again.count():
        again.click()
        page.wait_for_load_state()
    page.goto("/requests/new/filed/")
    assert receipt_on(page) == receipt


def test_from_the_citizen_through_the_desk_and_back(
    visit: Callable[..., Visit], demo: Demo
) -> None:
    citizen = visit(PHONE).page
    fill_in(citizen, "申请公开整条办理链的测试文件。", looking=False)
    receipt = submit(citizen)
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    answer(visit, demo, receipt.number, today)
    track(citizen, receipt)
    expect(citizen.locator("main")).to_contain_text("送达")
    open_letter(citizen)
    expect(citizen.locator("main")).to_contain_text("现向您公开所申请的联合审查意见")
    expect(citizen.locator("main")).to_contain_text("行政复议")
    expect(citizen.locator("main")).to_contain_text("云溪建公开")
    no_serious_fault(citizen)
    fits_sideways(citizen)


def test_auditors_see_the_case_without_its_person(visit: Callable[..., Visit], demo: Demo) -> None:
    citizen = visit(DESKTOP).page
    fill_in(citizen, "申请公开审计接口测试的文件。", looking=False)
    receipt = submit(citizen)
    answer_text = citizen.request.get(
        "/api/v1/applications/?limit=100",
        headers={"Authorization": f"Api-Key {demo.logins['auditor_key']}"},
    ).text()
    assert receipt.number in answer_text
    for personal in (
        "浏览器测试甲",
        "11010519491231002X",
        "13900001234",
        "测试路1号",
        "审计接口测试",
    ):
        assert personal not in answer_text
