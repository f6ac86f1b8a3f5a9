"""Editing the calendar at the desk: shown first, applied as shown, refused in words."""

import io
import json
import zipfile
from copy import deepcopy
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from portal.agencies.domain.roles import Role
from portal.audit.models import AuditEntry
from portal.calendar.actions import change_calendar
from portal.calendar.edits import DayEdit, YearEdit
from portal.calendar.models import CalendarChange, CalendarDay, CalendarYear, RuleOverride
from portal.calendar.shipped import DATA_DIRECTORY
from portal.desk.actions import calendar_edits
from portal.desk.actions.calendar_edits import CalendarEditRefused, PreviewOutdated
from portal.domain.calendar import DayNotice
from portal.domain.holidays import HolidayFileError, read_published_year
from portal.obligations import actions as ledger
from portal.outbox.models import OutboxMessage
from requests_foia.models import Application
from tests.factories import requests_foia as cases
from tests.factories.agencies import staff

pytestmark = pytest.mark.django_db

AT = cases.after(days=1)
DAY = date(2025, 11, 20)
YEAR, DAYS = "/admin/calendar/calendaryear/edit/", "/admin/calendar/calendarday/edit/"


def freed(place, day=DAY, name="本地放假"):
    notice = DayNotice(day, False, name, "云政办发〔2025〕8号")
    return DayEdit(day, place.body.code if place else "", notice)


def shown(edit, user):
    return calendar_edits.preview_edit(edit=edit, actor=user, at=AT)


def applied(preview, user):
    return calendar_edits.apply_edit(
        edit=preview.edit, token=preview.token, reason="本地节庆", actor=user, at=AT
    )


def state():
    return (
        list(CalendarDay.objects.order_by("pk").values()),
        list(Application.objects.order_by("pk").values()),
        CalendarChange.objects.count(),
        AuditEntry.objects.count(),
        OutboxMessage.objects.count(),
    )


def arrangement(year=2027):
    document = json.loads((DATA_DIRECTORY / "2026.json").read_text("utf-8"))
    document["year"] = year
    for row in document["days"]:
        row["date"] = row["date"].replace("2026", str(year))
    return document


def as_json(document):
    return SimpleUploadedFile("year.json", json.dumps(document, ensure_ascii=False).encode())


def as_sheet(rows, head=("日期", "是否工作日", "名称")):
    book = Workbook()
    for row in [head, *rows]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("year.xlsx", file.getvalue())


def sheet_rows(document):
    return [
        (date.fromisoformat(d["date"]), "放假" if d["isOffDay"] else "上班", d["name"])
        for d in document["days"]
    ]


def year_form(file, **more):
    facts = {"year": 2027, "notice": "国办发明电〔2026〕9号", "reason": "年度放假安排"}
    return {"file": file, **facts, **more}


@pytest.fixture
def place():
    return cases.bureau()


@pytest.fixture
def office(client, place):
    client.force_login(place.clerk)
    with time_machine.travel(AT, tick=False):
        yield client


# The action -----------------------------------------------------------------------------


def test_a_preview_changes_nothing_and_is_what_is_applied(place):
    case = cases.handled(place)
    before = state()
    preview = shown(freed(place), place.clerk)
    assert state() == before
    (shift,) = preview.shifts
    assert (shift.label, shift.due_before, shift.due_after) == (
        case.number,
        date(2025, 12, 1),
        date(2025, 12, 2),
    )
    assert applied(preview, place.clerk) == preview
    assert cases.refreshed(case).due_on == date(2025, 12, 2)


def test_history_and_audit_say_who_what_and_why(place):
    cases.handled(place)
    applied(shown(freed(place), place.clerk), place.clerk)
    change = CalendarChange.objects.get()
    assert (change.actor_label, change.notice) == (place.clerk.username, "云政办发〔2025〕8号")
    assert (change.before, change.after[0]["day"]) == ([], "2025-11-20")
    entry = AuditEntry.objects.get(action="calendar.change")
    assert (entry.actor, entry.reason) == (place.clerk, "本地节庆")
    assert entry.changes_after == {"2025-11-20": "放假 本地放假", "moved": 1}
    assert AuditEntry.objects.get(action="requests_foia.recount").actor == place.clerk


def test_applying_again_changes_and_tells_nothing(place):
    cases.handled(place)
    preview = shown(freed(place), place.clerk)
    applied(preview, place.clerk)
    before = state()
    with pytest.raises(HolidayFileError, match="与现行日历相同"):
        applied(preview, place.clerk)
    assert state() == before


def test_of_two_editors_the_second_is_shown_the_new_state(place):
    cases.handled(place)
    first = shown(freed(place), place.clerk)
    second = shown(freed(place, date(2025, 11, 21)), place.second_clerk)
    applied(first, place.clerk)
    before = state()
    with pytest.raises(PreviewOutdated) as outdated:
        applied(second, place.second_clerk)
    assert state() == before
    (shift,) = outdated.value.preview.shifts
    assert (shift.due_before, shift.due_after) == (date(2025, 12, 2), date(2025, 12, 3))
    applied(outdated.value.preview, place.second_clerk)
    assert Application.objects.get().due_on == date(2025, 12, 3)


def test_a_new_case_between_preview_and_apply_is_shown_again(place):
    cases.handled(place)
    preview = shown(freed(place), place.clerk)
    cases.handled(place, key="key-2")
    with pytest.raises(PreviewOutdated) as outdated:
        applied(preview, place.clerk)
    assert len(outdated.value.preview.shifts) == 2


def test_an_apply_that_breaks_off_leaves_nothing(place, monkeypatch):
    cases.handled(place)
    preview = shown(freed(place), place.clerk)
    before = state()

    def killed(**_facts):
        raise KeyboardInterrupt

    monkeypatch.setattr(calendar_edits, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        applied(preview, place.clerk)
    assert state() == before
    assert ledger.preview_recount() == []


def test_notices_go_out_exactly_once(place):
    case = cases.handled(place)
    OutboxMessage.objects.all().delete()
    applied(shown(freed(place), place.clerk), place.clerk)
    kinds = OutboxMessage.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["mail", "site"]
    assert OutboxMessage.objects.get(kind="mail").subject_id == str(case.pk)
    assert OutboxMessage.objects.get(kind="site").recipient == str(place.drafter.pk)


def test_an_agencys_day_moves_its_cases_only(place):
    mine, other = cases.handled(place), cases.handled(cases.bureau(), key="key-2")
    applied(shown(freed(place), place.clerk), place.clerk)
    assert cases.refreshed(mine).due_on == date(2025, 12, 2)
    assert cases.refreshed(other).version == other.version


def test_only_whoever_keeps_a_body_edits_its_days(place):
    stranger = cases.bureau().clerk
    for edit, user in [(freed(place), stranger), (freed(None), place.drafter)]:
        with pytest.raises(CalendarEditRefused, match="您不能变更"):
            shown(edit, user)
    worked = DayEdit(DAY, place.body.code, DayNotice(DAY, True, "上班", "x"))
    with pytest.raises(CalendarEditRefused, match="单位只能增加放假日"):
        shown(worked, place.clerk)
    below = staff(Role.OPENNESS_OFFICE, place.unit)
    with pytest.raises(CalendarEditRefused):
        shown(freed(None), below)


def test_a_single_day_is_set_and_left_to_the_week_again(place):
    applied(shown(freed(None), place.clerk), place.clerk)
    assert CalendarDay.objects.get(day=DAY).arrangement_id == 2025
    applied(shown(DayEdit(DAY), place.clerk), place.clerk)
    assert not CalendarDay.objects.filter(day=DAY).exists()
    assert [c.kind for c in CalendarChange.objects.all()] == ["day", "day"]


def test_a_loaded_year_makes_provisional_dates_certain(place):
    case = cases.handled(place)
    CalendarYear.objects.filter(year=2025).delete()
    ledger.recount_open(subject=case, reason="撤回", at=AT, actor=None)
    assert cases.refreshed(case).due_is_provisional
    document = json.loads((DATA_DIRECTORY / "2025.json").read_text("utf-8"))
    preview = shown(YearEdit(read_published_year(document)), place.clerk)
    (shift,) = preview.shifts
    assert (shift.provisional_before, shift.provisional_after) == (True, False)
    applied(preview, place.clerk)
    assert not cases.refreshed(case).due_is_provisional


def test_the_history_is_append_only(place):
    from django.db import DatabaseError, transaction

    change = change_calendar(edit=freed(place), at=AT)
    for attempt in (change.delete, lambda: CalendarChange.objects.update(reason="改")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


# The pages ------------------------------------------------------------------------------


def test_a_year_is_shown_and_then_loaded(office):
    page = office.post(YEAR, year_form(as_json(arrangement())))
    assert "尚未写入" in page.content.decode()
    assert not CalendarYear.objects.filter(year=2027).exists()
    done = office.post(YEAR, {"plan": page.context["plan"]}, follow=True)
    assert "日历已变更" in done.content.decode()
    assert CalendarYear.objects.get(year=2027).notice == "国办发明电〔2026〕9号"


def test_an_excel_list_says_the_same_as_the_published_file(office):
    page = office.post(YEAR, year_form(as_sheet(sheet_rows(arrangement()))))
    office.post(YEAR, {"plan": page.context["plan"]})
    days = CalendarDay.objects.filter(arrangement=2027)
    assert {(str(d.day), d.is_working) for d in days} == {
        (d["date"], not d["isOffDay"]) for d in arrangement()["days"]
    }


def hostile_sheet():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    return SimpleUploadedFile("year.xlsx", file.getvalue())


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * 6_000_000)
    return SimpleUploadedFile("year.xlsx", file.getvalue())


def changed(change):
    document = deepcopy(arrangement())
    change(document)
    return document


ROWS = sheet_rows(arrangement())
BAD_FILES = {
    "twice": (lambda: as_json(changed(lambda d: d["days"].append(d["days"][0]))), "出现了两次"),
    "no-new-year": (
        lambda: as_json(changed(lambda d: d.update(days=d["days"][4:]))),
        "缺少元旦",
    ),
    "gap": (lambda: as_json(changed(lambda d: d["days"].pop(8))), "有缺口"),
    "other-year": (lambda: as_json(arrangement(2028)), "不是这一年"),
    "day-of-other-year": (
        lambda: as_json(
            changed(lambda d: d["days"].append({**d["days"][0], "date": "2024-05-01"}))
        ),
        "不属于 2027 年",
    ),
    "no-json": (lambda: SimpleUploadedFile("a.json", b"\xff{"), "不是 JSON"),
    "deep": (lambda: SimpleUploadedFile("a.json", b"[" * 100_000), "不是 JSON"),
    "list": (lambda: as_json([]), "应为 JSON 对象"),
    "large": (lambda: SimpleUploadedFile("a.json", b" " * 1_000_001), "文件过大"),
    "word": (lambda: as_sheet([*ROWS, (date(2027, 5, 6), "也许", "劳动节")]), "“也许”应为"),
    "no-date": (lambda: as_sheet([*ROWS, ("五一", "放假", "劳动节")]), "“五一”不是日期"),
    "no-name": (lambda: as_sheet([*ROWS, (date(2027, 5, 6), "放假", "")]), "没有填写名称"),
    "no-column": (lambda: as_sheet(ROWS, head=("日期", "名称", "备注")), "缺少“放假/上班”"),
    "sheet-twice": (lambda: as_sheet([*ROWS, ROWS[0]]), "出现了两次"),
    "long": (lambda: as_sheet(ROWS * 12), "不像是一年的放假安排"),
    "no-zip": (lambda: SimpleUploadedFile("a.xlsx", b"no zip"), "不是 Excel 工作簿"),
    "no-book": (
        lambda: SimpleUploadedFile("a.xlsx", zipped("a.txt", b"x")),
        "不是 Excel 工作簿",
    ),
    "entities": (hostile_sheet, "不允许的内容"),
    "bomb": (bomb, "内容过大"),
}


def zipped(name, content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_its_reason(office, name):
    make, words = BAD_FILES[name]
    before = state()
    page = office.post(YEAR, year_form(make()))
    assert page.status_code == 200
    assert "plan" not in page.context
    assert words in page.content.decode()
    assert state() == before


def test_a_day_off_of_a_body_is_entered_at_the_desk(office, place):
    case = cases.handled(place)
    entered = {"organisation": place.body.pk, "day": "2025-11-20", "becomes": "off"}
    page = office.post(DAYS, {**entered, "reason": "节庆"})
    assert page.content.decode().count("请填写。") >= 2
    more = {"name": "本地节庆", "notice": "云政办发〔2025〕8号", "reason": "节庆"}
    page = office.post(DAYS, {**entered, **more})
    text = page.content.decode()
    assert case.number in text
    assert "2025年12月2日" in text
    office.post(DAYS, {"plan": page.context["plan"]})
    assert cases.refreshed(case).due_on == date(2025, 12, 2)
    again = office.post(DAYS, {"plan": page.context["plan"]})
    assert again.status_code == 409
    assert "与现行日历相同" in again.content.decode()


def test_an_outdated_page_is_shown_again_and_then_holds(office, place):
    cases.handled(place)
    entered = {"organisation": place.body.pk, "day": "2025-11-20", "becomes": "off"}
    page = office.post(DAYS, {**entered, "name": "节", "notice": "文", "reason": "节庆"})
    cases.handled(place, key="key-2")
    again = office.post(DAYS, {"plan": page.context["plan"]})
    assert again.status_code == 409
    assert not CalendarChange.objects.exists()
    office.post(DAYS, {"plan": again.context["plan"]})
    assert set(Application.objects.values_list("due_on", flat=True)) == {date(2025, 12, 2)}


def test_nobody_forges_or_borrows_a_plan(office, place, client):
    page = office.post(YEAR, year_form(as_json(arrangement())))
    plan = page.context["plan"]
    assert office.post(YEAR, {"plan": plan[:-2] + "xx"}).status_code == 302
    client.force_login(place.second_clerk)
    assert client.post(YEAR, {"plan": plan}).status_code == 302
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_others_do_not_open_the_pages(client, place):
    for user in (place.drafter, place.auditor, place.leader):
        client.force_login(user)
        assert client.get(YEAR).status_code == 403
        assert client.get(DAYS).status_code == 403
    client.force_login(place.administrator)
    assert client.get(YEAR).status_code == 200
    assert client.get("/admin/calendar/calendarchange/").status_code == 200
    assert YEAR in client.get("/admin/calendar/calendaryear/").content.decode()


def test_from_september_the_desk_asks_for_the_next_year(client, place):
    def front_page(user, day):
        client.force_login(user)
        with time_machine.travel(day, tick=False):
            return client.get("/admin/").content.decode()

    words = "2027 年的放假安排尚未载入"
    assert words in front_page(place.clerk, "2026-09-01T09:00+08:00")
    assert words in front_page(place.administrator, "2026-09-01T09:00+08:00")
    assert words not in front_page(place.clerk, "2026-08-31T09:00+08:00")
    assert words not in front_page(place.drafter, "2026-09-01T09:00+08:00")


def test_own_figures_are_shown_with_the_law_and_only_stricter_ones_taken(office, place):
    url = "/admin/calendar/ruleoverride/add/"
    text = office.get(url).content.decode()
    assert "未设定" in text
    assert "foi.reply" in text
    own = {
        "organisation_code": place.body.code,
        "rule_key": "foi.reply",
        "value": 25,
        "in_force_from": "2025-01-01",
        "reason": "内部要求",
    }
    assert "不得长于法定的 20" in office.post(url, own).content.decode()
    assert not RuleOverride.objects.exists()
    assert office.post(url, {**own, "value": 15}).status_code == 302
    assert "第三十三条" in office.get("/admin/calendar/ruleoverride/").content.decode()


def test_the_desk_asks_for_the_figures_the_sources_leave_blank(client, place):
    client.force_login(place.administrator)
    front = client.get("/admin/").content.decode()
    assert "14 条规则未设定" in front
    url = "/admin/calendar/ruleoverride/blank/"
    assert url in front
    page = client.get(url).content.decode()
    assert page.count("未启用</") == 14
    assert "来源001-A 二（二）（“x个工作日”）" in page
    add = "/admin/calendar/ruleoverride/add/"
    asked = f"{add}?rule_key=message.reply&organisation_code={place.body.code}"
    assert asked.replace("&", "&amp;") in page
    assert "工作日数" in client.get(asked).content.decode()
    own = {"organisation_code": place.body.code, "in_force_from": "2025-01-01", "reason": "局务会"}
    months = client.post(add, {**own, "rule_key": "openmonth", "value": 13}).content.decode()
    assert "应在 1 至 12 之间" in months
    done = client.post(add, {**own, "rule_key": "message.reply", "value": 5})
    assert done.url == f"{url}?body={place.body.code}"
    client.post(add, {**own, "rule_key": "decision.catalogue", "value": 331})
    page = client.get(done.url).content.decode()
    assert page.count("未启用</") == 12
    assert "5 个工作日" in page
    assert "每年 03-31" in page
    assert "12 条规则未设定" in client.get("/admin/").content.decode()


def test_who_sets_no_figures_is_not_asked_and_only_reads(client, place):
    client.force_login(place.drafter)
    assert "条规则未设定" not in client.get("/admin/").content.decode()
    assert client.get("/admin/calendar/ruleoverride/blank/").status_code == 403
    client.force_login(place.auditor)
    page = client.get("/admin/calendar/ruleoverride/blank/")
    assert page.status_code == 200
    assert "ruleoverride/add/" not in page.content.decode()
