"""The long road: corrected, a third party asked, extended, answered in part, verified."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from portal.printing.codes import qr_svg

from .conftest import DESKTOP, PHONE, Demo, Visit
from .steps import Desk, Receipt, fill_in, fits_sideways, no_serious_fault, submit, track

pytestmark = pytest.mark.browser
CONTENT = "申请公开青石巷雨污分流工程的施工合同。"
CORRECTED = "申请公开青石巷雨污分流工程二期的施工合同。"
PRINTING_SECONDS = 120
Look = Callable[[Page, str], None]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """No page is faulty or too wide; what it looked like is kept for whoever wants to see."""

    def at(page: Page, name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        no_serious_fault(page)
        fits_sideways(page)

    return at


def correct(citizen: Page, look: Look) -> None:
    citizen.reload()
    expect(citizen.locator("main")).to_contain_text("请您补正")
    look(citizen, "phone-asked-to-correct")
    citizen.get_by_role("link", name="去补正", exact=True).click()
    citizen.wait_for_url("**/correct/")
    expect(citizen.locator("main")).to_contain_text("请写明是哪一期工程")
    citizen.fill("[name=corrected_content]", CORRECTED)
    look(citizen, "phone-correct")
    citizen.get_by_role("button", name="提交补正", exact=True).click()
    citizen.wait_for_url(re.compile(r"/track/[0-9a-f-]{36}/$"))
    expect(citizen.locator(".messages")).to_contain_text("补正已收到")


def code_for_party(clerk: Desk, look: Look) -> str:
    """Ask the third party, and take its code from the desk, as for a letter by post."""
    clerk.step(
        "征求意见",
        consulted="第三方",
        name="东郭建设集团有限公司",
        address="云溪区东湖路9号",
        document="青石巷雨污分流工程二期施工合同",
        question="合同附件中的综合单价是否可以公开？",
    )
    look(clerk.page, "desk-asked")
    clerk.page.get_by_role("link", name="联系方式和答复码", exact=True).click()
    clerk.page.get_by_role("link", name="生成答复码").click()
    clerk.page.get_by_role("button", name="生成答复码", exact=True).click()
    code = clerk.page.locator(".secret-value code").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4})+", code)
    return code


def answer_as_party(party: Page, code: str, look: Look) -> None:
    """Without an account, on a telephone."""
    party.goto("/requests/opinion/")
    look(party, "phone-party-code")
    party.fill("input[name=code]", code)
    party.get_by_role("button", name="打开征求意见书", exact=True).click()
    party.wait_for_url(re.compile(r"/opinion/[0-9a-f-]{36}/$"))
    expect(party.locator("main")).to_contain_text("综合单价")
    expect(party.locator("main")).not_to_contain_text("浏览器测试甲")
    party.get_by_text("部分同意公开", exact=True).click()
    party.fill("[name=reasons]", "综合单价是投标时的商业秘密，其余可以公开。")
    look(party, "phone-party")
    party.get_by_role("button", name="提交意见", exact=True).click()
    party.wait_for_url("**/opinion/done/")
    look(party, "phone-party-done")


def decide(visit: Callable[..., Visit], demo: Demo, number: str) -> None:
    """Drafter, two reviewers and the leader: part is disclosed, part is kept back."""
    drafter = Desk(visit(DESKTOP), demo, "drafter")
    drafter.open(number)
    drafter.step(
        "起草答复",
        choice="部分公开",
        ground="商业秘密",
        text="现向您公开该合同除综合单价以外的内容。",
        reasons="综合单价属于施工单位的商业秘密，公开会损害其竞争地位。",
        withheld="合同附件三中的综合单价。",
        search_note="已检索项目档案，找到合同一份。",
        converts="no",
        conversion_reasons="合同正文已在招标平台公示。",
    )
    for login, label in (("secrecy", "保密审查通过"), ("legal", "合法性审核通过")):
        reviewer = Desk(visit(DESKTOP), demo, login)
        reviewer.open(number)
        reviewer.step(label, opinion="同意。")


def read_letter(citizen: Page, look: Look) -> tuple[str, str]:
    """Open the reply by its own name; its number and the address its square mark holds."""
    citizen.reload()
    row = citizen.locator("ul.letters li", has_text="部分公开")
    number = row.locator("a").first.inner_text()
    row.get_by_role("link", name=number, exact=True).click()
    citizen.wait_for_url(re.compile(r"/letters/[0-9a-f-]{36}/$"))
    letter = citizen.locator("article.letter")
    for words in (CORRECTED, "第三十七条", "综合单价属于施工单位的商业秘密", "应当先申请行政复议"):
        expect(letter).to_contain_text(words)
    look(citizen, "phone-letter")
    address = letter.locator(".letter-check p").last.inner_text()
    drawn = letter.locator("svg.qr path[stroke]").get_attribute("d")
    assert drawn
    assert f'd="{drawn}"' in qr_svg(address, label=""), "the mark holds the address beside it"
    return number, address


def save_pdf(citizen: Page) -> bytes:
    """The file, once the printer has made it; the letter's page offers it then."""
    link = citizen.get_by_role("link", name="下载 PDF", exact=True)
    deadline = time.monotonic() + PRINTING_SECONDS
    while not link.count():
        assert time.monotonic() < deadline, "the letter was not printed"
        citizen.wait_for_timeout(500)
        citizen.reload()
    with citizen.expect_download() as saved:
        link.click()
    return Path(saved.value.path()).read_bytes()


def verify(citizen: Page, number: str, address: str, pdf: bytes, look: Look) -> None:
    """By the mark, as a telephone would open it, and by the file itself."""
    citizen.goto(urlsplit(address).path)
    expect(citizen.locator("h1")).to_have_text("这份文书是真实的")
    expect(citizen.locator("main")).to_contain_text(number)
    expect(citizen.locator("main")).to_contain_text(hashlib.sha256(pdf).hexdigest())
    expect(citizen.locator("main")).not_to_contain_text("浏览器测试甲")
    look(citizen, "phone-verified")
    citizen.goto("/verify/")
    file = {"name": "答复书.pdf", "mimeType": "application/pdf", "buffer": pdf}
    citizen.set_input_files("input[name=file]", file)
    citizen.get_by_role("button", name="核验", exact=True).click()
    expect(citizen.locator("h1")).to_have_text("这份文书是真实的")
    citizen.goto("/verify/")
    spoilt = {**file, "buffer": pdf[:-1] + b"\n\n"}
    citizen.set_input_files("input[name=file]", spoilt)
    citizen.get_by_role("button", name="核验", exact=True).click()
    expect(citizen.locator("main")).to_contain_text("没有查到这份文书")


def test_a_whole_life(visit: Callable[..., Visit], demo: Demo, look: Look) -> None:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    citizen = visit(PHONE, accept_downloads=True).page
    fill_in(citizen, CONTENT, looking=False)
    receipt: Receipt = submit(citizen)
    track(citizen, receipt)
    expect(citizen.locator("main")).to_contain_text("位置草图.csv")

    clerk = Desk(visit(DESKTOP), demo, "clerk")
    clerk.open(receipt.number)
    clerk.step("确认收到")
    clerk.open(receipt.number)
    clerk.step("告知补正", missing="请写明是哪一期工程。")
    correct(citizen, look)

    clerk.open(receipt.number)
    clerk.step("分办", unit="城市更新科", officer="林默")
    clerk.open(receipt.number)
    code = code_for_party(clerk, look)
    answer_as_party(visit(PHONE).page, code, look)

    leader = Desk(visit(DESKTOP), demo, "leader")
    leader.open(receipt.number)
    leader.step("批准延期", working_days="10", reason="需要逐页核对合同附件")
    leader.open(receipt.number)
    leader.step("决定第三方权益", verdict="部分公开", is_reasonable="on", reasons="单价应予保护。")
    decide(visit, demo, receipt.number)
    leader.open(receipt.number)
    look(leader.page, "desk-review")
    leader.step("批准")
    clerk.open(receipt.number)
    clerk.step("制发答复书")
    clerk.open(receipt.number)
    clerk.step("登记送达", method="平台", sent_on=today, proof="平台送达记录")
    look(clerk.page, "desk-delivered")

    number, address = read_letter(citizen, look)
    pdf = save_pdf(citizen)
    assert pdf.startswith(b"%PDF-")
    verify(citizen, number, address, pdf, look)
