"""The register as files: the rows of the list, no formulas, and no names without a reason."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal.agencies.models import Organisation
from portal.audit.models import AuditEntry
from portal.guard.spreadsheets import csv_lines, write_workbook
from requests_foia import permissions
from requests_foia.models import Application
from requests_foia.queries import register_file
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

PERSONAL = (
    "欧阳雪见",
    "11010519491231002X",
    "13800131234",
    "0571-88889999",
    "xuejian.ouyang",
    "桃源路88号",
)
LATER = cases.after(days=3, hours=3)
HOSTILE = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "　=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    " =1",
)


@pytest.fixture(autouse=True)
def _some_days_later():
    with time_machine.travel(LATER, tick=False):
        yield


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def url(kind: str, query: str = "range=all") -> str:
    return f"{reverse(f'admin:requests_foia_application_export_{kind}')}?{query}"


def read_csv(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content
    text = text if isinstance(text, str) else text.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def read_xlsx(answer):
    content = b"".join(answer.streaming_content)
    return load_workbook(io.BytesIO(content)).worksheets[0]


def numbers_in(rows) -> set[str]:
    return {row["受理编号"] for row in rows}


def test_the_file_holds_what_the_filters_show_and_the_role_may_see():
    place, elsewhere = cases.bureau(), cases.bureau()
    handled = cases.handled(place)
    fresh = cases.filed(place, key="fresh").application
    foreign = cases.filed(elsewhere, key="foreign").application
    both = {handled.number, fresh.number}
    assert numbers_in(read_csv(desk(place.clerk).get(url("csv")))) == both
    assert numbers_in(read_csv(desk(place.auditor).get(url("csv")))) == both
    assert numbers_in(read_csv(desk(place.drafter).get(url("csv")))) == {handled.number}
    assert numbers_in(read_csv(desk(elsewhere.clerk).get(url("csv")))) == {foreign.number}
    chosen = url("csv", f"state__exact=handling&q={handled.number[-6:]}")
    (row,) = read_csv(desk(place.clerk).get(chosen))
    assert row["受理编号"] == handled.number
    assert (row["状态"], row["承办机构"]) == ("办理中", str(place.unit))
    assert row["答复期限"] == handled.due_on.isoformat()
    # Unfiltered, the list shows what waits for the reader, and so does the file.
    assert numbers_in(read_csv(desk(place.clerk).get(url("csv", "")))) == {fresh.number}
    sheet = read_xlsx(desk(place.clerk).get(url("xlsx")))
    assert {cell.value for cell in sheet["A"][1:]} == both


def test_administrators_export_nothing_and_a_wrong_filter_leads_back():
    place = cases.bureau()
    for kind in ("csv", "xlsx", "people"):
        assert desk(place.administrator).get(url(kind)).status_code == 403
        answer = desk(place.clerk).get(url(kind, "organisation__id__exact=" + "9" * 30))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("admin:requests_foia_application_changelist"))
        assert Client().get(url(kind)).status_code == 302
    for person in (place.auditor, place.secrecy):
        assert desk(person).get(url("people")).status_code == 403


def test_no_name_number_phone_address_or_mail_stands_in_the_plain_file():
    place = cases.bureau()
    cases.handled(
        place, content="欧阳雪见，13800131234，xuejian.ouyang@example.com", title="欧阳雪见的补偿"
    )
    for person in (place.clerk, place.drafter, place.auditor):
        text = b"".join(desk(person).get(url("csv")).streaming_content).decode()
        sheet = read_xlsx(desk(person).get(url("xlsx")))
        cells = text + "".join(str(value) for row in sheet.values for value in row)
        assert place.unit.name in cells
        assert not [value for value in PERSONAL if value in cells]
    entry = AuditEntry.objects.filter(action="requests_foia.export_register").latest("seq")
    assert entry.changes_after == {"rows": 1, "format": "xlsx"}
    assert (entry.actor_label, entry.organisation_code) == (
        place.auditor.username,
        place.body.code,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_is_text_when_the_file_is_read_again(text):
    lines = "".join(csv_lines(["名称"], [[text]])).removeprefix("\ufeff")
    (cell,) = list(csv.reader(io.StringIO(lines, newline="")))[1]
    assert cell == f"'{text}"
    file = io.BytesIO()
    write_workbook(file, title="台账", names=["名称"], rows=[[text, f"{text}\x00\x0b", -5]])
    sheet = load_workbook(file).worksheets[0]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "n"]
    assert sheet["A2"].quotePrefix
    assert sheet["A2"].value.replace("\r", "\n").strip() == text.replace("\r", "\n").strip()
    assert sheet["C2"].value == -5


def test_a_hostile_unit_stays_text_in_both_files():
    place = cases.bureau()
    cases.handled(place)
    Organisation.objects.filter(pk=place.unit.pk).update(name='=HYPERLINK("http://x")')
    (row,) = read_csv(desk(place.clerk).get(url("csv")))
    assert row["承办机构"] == '\'=HYPERLINK("http://x")'
    sheet = read_xlsx(desk(place.clerk).get(url("xlsx")))
    hostile = [cell for cell in sheet[2] if "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in hostile] == ["s"]


def test_the_lines_come_as_they_are_read(monkeypatch):
    monkeypatch.setattr(register_file, "CHUNK_ROWS", 5)
    place = cases.bureau()
    cases.crowded(place, 11)
    rows = Application.objects.order_by("number")

    def queries(count: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            lines = register_file.register_lines(rows[:count], LATER.date())
            assert len(list(lines)) == count
        return len(asked)

    assert queries(5) == queries(1)
    with CaptureQueriesContext(connection) as asked:
        next(register_file.register_lines(rows, LATER.date()))
    first = len(asked)
    assert queries(11) > first
    answer = desk(place.clerk).get(url("csv"))
    assert answer.streaming
    assert len(read_csv(answer)) == 12


def test_a_list_too_long_for_a_workbook_is_referred_to_csv(settings):
    place = cases.bureau()
    cases.crowded(place, 2)
    settings.PORTAL_EXPORT_XLSX_ROWS = 2
    answer = desk(place.clerk).get(url("xlsx"), follow=True)
    assert "请缩小范围，或者导出 CSV" in answer.content.decode()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_names_leave_only_for_a_purpose_and_each_is_written_down(format):
    place = cases.bureau()
    case = cases.handled(place, title="=cmd", content="桃源路\x0b合同")
    other = cases.filed(place, key="fresh", applicant=cases.COMPANY).application
    client = desk(place.clerk)
    assert "2 件" in client.get(url("people")).content.decode()
    refused = client.post(url("people"), {"purpose": " ", "format": format})
    assert "请填写导出个人信息的用途" in refused.content.decode()
    assert not AuditEntry.objects.filter(action="requests_foia.export_applicant").exists()
    said = {"purpose": "提供给区法院", "format": format}
    answer = client.post(url("people"), said)
    assert "no-store" in answer["Cache-Control"]
    if format == "csv":
        text = answer.content.decode()
        assert "'=cmd" in text
    else:
        sheet = read_xlsx(answer)
        text = "".join(str(value) for row in sheet.values for value in row)
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    assert [value for value in PERSONAL if value not in text] == []
    entries = AuditEntry.objects.filter(action="requests_foia.export_applicant")
    assert {(entry.subject_id, entry.reason) for entry in entries} == {
        (str(case.pk), "提供给区法院"),
        (str(other.pk), "提供给区法院"),
    }
    history = reverse("admin:requests_foia_application_history", args=[case.pk])
    assert "导出申请人信息" in client.get(history).content.decode()


def test_only_those_whom_the_role_may_know_are_exported(settings):
    place, elsewhere = cases.bureau(), cases.bureau()
    handled = cases.handled(place)
    archived = cases.archived(place, key="archived", applicant=cases.COMPANY)
    cases.filed(place, key="fresh")
    cases.filed(elsewhere, key="foreign")
    said = {"purpose": "核对", "format": "csv"}
    leaders = read_csv(desk(place.leader).post(url("people"), said))
    assert numbers_in(leaders) == {handled.number}
    drafters = read_csv(desk(place.drafter).post(url("people"), said))
    assert numbers_in(drafters) == {handled.number, archived.number}
    settings.PORTAL_EXPORT_PEOPLE_ROWS = 2
    refused = desk(place.clerk).post(url("people"), said).content.decode()
    assert "一次最多 2 件" in refused


def test_the_set_of_known_applicants_is_what_each_case_answers():
    place, elsewhere = cases.bureau(), cases.bureau()
    made = [
        cases.handled(place),
        cases.archived(place, key="a"),
        cases.filed(place, key="b").application,
        cases.filed(elsewhere, key="c").application,
    ]
    on = (LATER + timedelta(days=1)).date()
    everybody = (place.clerk, place.drafter, place.leader, place.auditor, place.secrecy)
    for person in (*everybody, elsewhere.clerk):
        rows = permissions.with_reveal_role(Application.objects.all(), person, on)
        for case in rows:
            assert case.reveal_role == permissions.may_reveal(person, case, on)
    assert len(made) == 4


def test_the_list_offers_its_files_with_its_filters():
    place = cases.bureau()
    cases.handled(place)
    list_url = reverse("admin:requests_foia_application_changelist")
    query = "q=2025&state__exact=handling"
    html = desk(place.clerk).get(f"{list_url}?{query}&p=1").content.decode()
    for kind in ("csv", "xlsx", "people"):
        address = reverse(f"admin:requests_foia_application_export_{kind}")
        assert f'{address}?q=2025&amp;state__exact=handling"' in html
    assert "export-people" not in desk(place.auditor).get(list_url).content.decode()
