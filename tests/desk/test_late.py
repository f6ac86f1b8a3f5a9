"""The register of what is or was overdue: filters, reasons, the file."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.agencies.domain.roles import Role
from portal.audit.models import AuditEntry
from portal.obligations import actions
from tests.factories.agencies import OrganisationFactory, staff
from tests.factories.obligations import obligation

pytestmark = pytest.mark.django_db
REGISTER = "/admin/obligations/obligation/overdue/"
FILE = "/admin/obligations/obligation/overdue.csv"
NOW = datetime(2026, 3, 25, 2, 0, tzinfo=UTC)  # Wednesday


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def district():
    return OrganisationFactory(name="云溪区人民政府")


@pytest.fixture
def bureau(district):
    return OrganisationFactory(name="云溪区教育局", parent=district)


@pytest.fixture
def office(client, district):
    client.force_login(staff(Role.OPENNESS_OFFICE, district))
    return client


@pytest.fixture
def rows(district, bureau):
    """Overdue now, met late, met in time, not due yet, in another district."""
    late_subject, good_subject = OrganisationFactory(), OrganisationFactory()
    rows = {
        "now": obligation(organisation=bureau, due_on=date(2026, 3, 20), label="现逾期"),
        "done": obligation(
            late_subject, organisation=district, due_on=date(2026, 2, 27), label="曾逾期"
        ),
        "good": obligation(good_subject, organisation=bureau, label="按时"),
        "soon": obligation(organisation=bureau, due_on=date(2026, 3, 30), label="未到期"),
        "elsewhere": obligation(due_on=date(2026, 3, 20), label="远山逾期"),
    }
    for subject, day in ((late_subject, 3), (good_subject, 10)):
        met_at = datetime(2026, 3, day, 2, 0, tzinfo=UTC)
        actions.meet_obligation(subject=subject, rule_key="foi.reply", met_at=met_at, at=NOW)
    return rows


def labels(response):
    return [late.obligation.label for late, *_urls in response.context["rows"]]


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def explain_url(row):
    return f"/admin/obligations/obligation/{row.pk}/step/explain/"


def test_it_holds_what_is_and_what_was_late_and_nothing_else(office, rows):
    response = office.get(REGISTER)
    assert labels(response) == ["现逾期", "曾逾期"]
    now, done = (late for late, *_urls in response.context["rows"])
    assert (now.working_days, now.word) == (3, "逾期")  # 23, 24, 25 March
    assert (done.working_days, done.word) == (3, "逾期办结")  # 28 February (made up), 2, 3 March


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("body={bureau}", ["现逾期"]),
        ("month=2026-02", ["曾逾期"]),
        ("month=2026-01", []),
        ("rule=foi.reply", ["现逾期", "曾逾期"]),
        ("kind=now", ["现逾期"]),
        ("kind=done", ["曾逾期"]),
        ("kind=unexplained", ["现逾期", "曾逾期"]),
        ("month=2026-13", []),
        ("rule=nonsense", []),
        ("body=x", []),
        ("page=99", ["现逾期", "曾逾期"]),
    ],
)
def test_the_filters_rule_page_and_file_alike(office, rows, bureau, query, expected):
    query = query.format(bureau=bureau.pk)
    assert labels(office.get(f"{REGISTER}?{query}")) == expected
    assert [line[1] for line in table(office.get(f"{FILE}?{query}"))[1:]] == expected


def test_other_bodies_rows_are_nowhere(client, office, rows, bureau):
    elsewhere = rows["elsewhere"].organisation
    for response in (office.get(REGISTER), office.get(f"{REGISTER}?body={elsewhere.pk}")):
        html = response.content.decode()
        assert "远山逾期" not in html
        assert elsewhere.name not in html
    assert office.get(explain_url(rows["elsewhere"])).status_code == 404
    client.force_login(staff(Role.DRAFTER, bureau))
    assert labels(client.get(REGISTER)) == ["现逾期"]
    assert len(table(client.get(FILE))) == 2


def test_the_reason_is_given_once_and_audited(office, rows):
    row = rows["done"]
    page = office.get(REGISTER).content.decode()
    assert explain_url(row) in page
    assert office.post(explain_url(row), {"reason": "档案移交迟延"}).status_code == 302
    entry = AuditEntry.objects.get(action="obligations.explain_delay")
    assert entry.subject_id == str(row.pk)
    row.refresh_from_db()
    assert (row.delay_reason, row.state) == ("档案移交迟延", "met_late")
    page = office.get(REGISTER).content.decode()
    assert "档案移交迟延" in page
    assert explain_url(row) not in page
    assert office.post(explain_url(row), {"reason": "改口"}).status_code == 409
    row.refresh_from_db()
    assert row.delay_reason == "档案移交迟延"
    assert labels(office.get(f"{REGISTER}?kind=unexplained")) == ["现逾期"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DEPUTY_LEADER, Role.LIAISON])
def test_only_who_answers_for_the_body_gives_reasons(client, rows, bureau, role):
    client.force_login(staff(role, bureau))
    response = client.get(REGISTER)
    assert labels(response) == ["现逾期"]
    assert explain_url(rows["now"]) not in response.content.decode()
    client.post(explain_url(rows["now"]), {"reason": "无权"})
    rows["now"].refresh_from_db()
    assert rows["now"].delay_reason == ""


def test_a_right_held_elsewhere_is_no_right_here(client, rows, bureau):
    """A liaison here and a drafter elsewhere sees the row, and explains nothing of it."""
    user = staff(Role.DRAFTER, OrganisationFactory())
    user.assignments.create(role=Role.LIAISON, organisation=bureau)
    client.force_login(user)
    assert labels(client.get(REGISTER)) == ["现逾期"]
    client.post(explain_url(rows["now"]), {"reason": "无权"})
    rows["now"].refresh_from_db()
    assert rows["now"].delay_reason == ""


def test_no_cell_of_the_file_is_a_formula(office, bureau):
    row = obligation(organisation=bureau, label="=HYPERLINK(1)")
    actions.explain_delay(
        obligation=row, reason="+cmd|calc", actor=staff(Role.DRAFTER, bureau), at=NOW
    )
    line = table(office.get(FILE))[1]
    assert line[1] == "'=HYPERLINK(1)"
    assert line[-1] == "'+cmd|calc"
    assert not any(cell.startswith(("=", "+", "@")) for cell in line)


def test_who_may_not_read_the_ledger_finds_it_shut(client, bureau):
    client.force_login(staff(Role.ADMINISTRATOR, bureau))
    assert client.get(REGISTER).status_code == 403
    assert client.get(FILE).status_code == 403


def test_many_rows_cost_no_more_queries(office, rows, bureau):
    def cost():
        office.get(REGISTER)
        with CaptureQueriesContext(connection) as asked:
            office.get(REGISTER)
        return len(asked)

    few = cost()
    for _number in range(20):
        obligation(organisation=bureau)
    assert cost() == few
