"""From the register to the signed report: the same figures everywhere, nobody signs alone."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from docx import Document

from portal.agencies.models import Organisation
from portal.audit.models import AuditEntry
from portal.calendar.queries import calendar_for
from portal.domain.moments import SHANGHAI
from portal.domain.workflow import TransitionRefused
from portal.obligations.domain.steps import OVERDUE_RANK, Ladder, late_from
from portal.obligations.models import Obligation
from portal.printing.actions import print_due
from requests_foia import actions
from requests_foia.actions.counting import count_end
from requests_foia.domain.annual import Outcome, RemedyKind
from requests_foia.domain.annual.tables import COLUMNS, ROWS
from requests_foia.domain.replies import Ground, ReplyKind
from requests_foia.models import AnnualReport, Application, CaseEvent, RemedyRecord
from requests_foia.queries import report_pdf, tables
from tests.factories import requests_foia as cases
from tests.factories.agencies import OrganisationFactory

pytestmark = pytest.mark.django_db

YEAR = cases.FILED_AT.year
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
JANUARY = datetime(YEAR + 1, 1, 20, 10, tzinfo=SHANGHAI)
REFUSED = {
    "kind": ReplyKind.REFUSED,
    "ground": Ground.PROCESS,
    "text": "不予公开。",
    "reasons": "属于讨论记录。",
    "separation": "全文均为讨论记录。",
    "search_note": "检索了会议档案。",
}


@pytest.fixture
def quiet() -> cases.Bureau:
    """A bureau without a single request."""
    return cases.bureau(code="bureau", name="云溪区住房和城乡建设局")


@pytest.fixture
def place(quiet: cases.Bureau) -> cases.Bureau:
    """A bureau whose year held one request of each fate."""
    place = quiet
    cases.archived(place, key="disclosed")
    cases.delivered(place, REFUSED, key="refused", applicant=cases.COMPANY)
    withdrawn = cases.filed(place, key="withdrawn").application
    actions.withdraw(application=withdrawn, at=cases.after(hours=1))
    cases.handled(place, key="open")
    lapsed = cases.registered(place, key="lapsed")
    actions.request_correction(
        application=lapsed, missing="请写明路段。", actor=place.clerk, at=cases.after(days=1)
    )
    actions.lapse_correction(application=lapsed, actor=place.clerk, at=cases.after(days=40))
    return place


def scope(place: cases.Bureau, before: datetime = JANUARY) -> tables.Scope:
    return tables.Scope(place.body, True, FIRST, LAST, before)


def from_facts(before: datetime) -> Counter:
    """Row and class of every request, from its recorded facts alone."""
    found: Counter = Counter()
    rows = {"withdrawn": "3.6.3", "correction_lapsed": "3.6.1"}
    for case in Application.objects.all():
        facts = {
            fact.kind: fact
            for fact in CaseEvent.objects.filter(application=case, recorded_at__lt=before)
        }
        end = next((facts[k] for k in ("replied", *rows) if k in facts), None)
        if "confirmed" not in facts and end is None:
            continue
        found["1", case.applicant_class] += 1
        if end is None:
            found["4", case.applicant_class] += 1
        elif end.kind in rows:
            found[rows[end.kind], case.applicant_class] += 1
        else:
            reply = case.replies.get(issued_at__isnull=False)
            row = {"disclosed": "3.1", "refused": "3.3.6"}[reply.kind]
            found[row, case.applicant_class] += 1
    return found


def test_the_table_is_that_of_the_recorded_facts(place: cases.Bureau) -> None:
    hour, days = cases.after(hours=1, minutes=30), cases.after(days=2)
    for before in (JANUARY, days, hour, cases.after(days=-1)):
        table = tables.three(scope(place, before))
        counted = {
            (row, column): count
            for row, cells in table.items()
            for column, count in cells.items()
            if count and column != "total" and row != "3.7"
        }
        assert counted == from_facts(before)


def test_a_request_taken_up_again_keeps_its_first_row(place: cases.Bureau) -> None:
    case = Application.objects.get(statistics_row="3.3.6")
    before = tables.three(scope(place))
    count_end(case, on=LAST, row="3.1", at=JANUARY - timedelta(days=1))
    assert tables.three(scope(place)) == before


# Table four ---------------------------------------------------------------------------


def remedy(place: cases.Bureau, **said) -> RemedyRecord:
    facts = {
        "organisation": place.body,
        "kind": RemedyKind.RECONSIDERATION,
        "body": "云溪区人民政府",
        "number": "云政复〔2025〕1号",
        "filed_on": date(YEAR, 12, 1),
        "actor": place.clerk,
        "at": datetime(YEAR, 12, 2, 9, tzinfo=SHANGHAI),
    }
    return actions.record_remedy(**{**facts, **said})


def test_remedies_feed_table_four_as_known_on_each_day(place: cases.Bureau) -> None:
    kept = remedy(place, application=Application.objects.get(statistics_row="3.3.6"))
    late = {"actor": place.clerk, "at": JANUARY}
    actions.conclude_remedy(
        remedy=kept, outcome=Outcome.CORRECTED, decided_on=date(YEAR, 12, 30), **late
    )
    wrong = remedy(place, kind=RemedyKind.DIRECT_LAWSUIT, number="")
    actions.strike_remedy(remedy=wrong, reason="重复登记", **late)
    then = tables.four(scope(place, JANUARY))
    assert (then["reconsideration"]["pending"], then["direct_lawsuit"]["pending"]) == (1, 1)
    now = tables.four(scope(place, JANUARY + timedelta(seconds=1)))
    assert (now["reconsideration"]["corrected"], now["reconsideration"]["total"]) == (1, 1)
    assert now["direct_lawsuit"]["total"] == 0
    verbs = AuditEntry.objects.filter(subject_type="requests_foia.remedyrecord")
    assert set(verbs.values_list("action", flat=True)) == {
        "requests_foia.remedy_record",
        "requests_foia.remedy_conclude",
        "requests_foia.remedy_strike",
    }


def test_a_wrong_entry_hears_every_reason(quiet: cases.Bureau) -> None:
    remedy(quiet)
    elsewhere = cases.bureau()
    with pytest.raises(TransitionRefused) as refused:
        remedy(quiet, actor=elsewhere.clerk, body=" ", filed_on=date(YEAR + 3, 1, 1))
    assert {r.code for r in refused.value.refusals} == {"role", "body", "filed_on", "number"}


# The report ---------------------------------------------------------------------------


def written(place: cases.Bureau, year: int = YEAR) -> AnnualReport:
    report = actions.open_report(organisation=place.body, year=year, actor=place.clerk, at=JANUARY)
    said = {"problems": "检索系统需要完善。"}
    return actions.edit_report(report=report, parts=said, actor=place.clerk, at=JANUARY)


def signed(place: cases.Bureau):
    report = written(place)
    actions.submit_report(report=report, actor=place.clerk, at=JANUARY)
    actions.review_report(report=report, actor=place.second_clerk, at=JANUARY)
    return actions.sign_report(report=report, actor=place.leader, at=JANUARY)


def published(place: cases.Bureau):
    edition = signed(place)
    return actions.publish_report(report=edition.report, actor=place.clerk, at=JANUARY)


def test_the_draft_says_the_figures(place: cases.Bureau) -> None:
    report = written(place)
    assert "本年新收申请5件，其中自然人4件、法人或其他组织1件" in report.requests
    assert "予以公开1件，部分公开0件，不予公开1件" in report.requests
    assert "信息处理费0元" in report.others


def test_nobody_signs_alone(quiet: cases.Bureau) -> None:
    report = written(quiet)
    actions.submit_report(report=report, actor=quiet.clerk, at=JANUARY)
    with pytest.raises(TransitionRefused, match="另一人"):
        actions.review_report(report=report, actor=quiet.clerk, at=JANUARY)
    actions.review_report(report=report, actor=quiet.second_clerk, at=JANUARY)
    with pytest.raises(TransitionRefused):
        actions.publish_report(report=report, actor=quiet.clerk, at=JANUARY)
    with pytest.raises(TransitionRefused, match="岗位"):
        actions.sign_report(report=report, actor=quiet.clerk, at=JANUARY)


def test_an_empty_part_and_an_unfinished_year_are_told_together(quiet: cases.Bureau) -> None:
    report = actions.open_report(organisation=quiet.body, year=YEAR, actor=quiet.clerk, at=JANUARY)
    early = datetime(YEAR, 12, 31, 23, tzinfo=SHANGHAI)
    with pytest.raises(TransitionRefused) as refused:
        actions.submit_report(report=report, actor=quiet.clerk, at=early)
    assert {r.code for r in refused.value.refusals} == {"problems", "year"}


def test_a_broken_chain_has_to_be_explained(place: cases.Bureau) -> None:
    published(place)
    late = JANUARY.replace(year=YEAR + 2)
    # The open one ended and came to be known as received a year later than it was counted.
    Application.objects.get(state="handling").count.delete()
    report = actions.open_report(organisation=place.body, year=YEAR + 1, actor=place.clerk, at=late)
    said = {"problems": "无。"}
    actions.edit_report(report=report, parts=said, actor=place.clerk, at=late)
    actions.submit_report(report=report, actor=place.clerk, at=late)
    actions.review_report(report=report, actor=place.second_clerk, at=late)
    with pytest.raises(TransitionRefused, match="年度衔接"):
        actions.sign_report(report=report, actor=place.leader, at=late)
    edition = actions.sign_report(
        report=report, actor=place.leader, at=late, explanation="一件改由他机关受理。"
    )
    assert edition.content["explanation"] == "一件改由他机关受理。"


def test_publication_meets_the_fixed_day_and_a_correction_keeps_the_old_edition(
    quiet: cases.Bureau,
) -> None:
    first = published(quiet)
    owed = Obligation.objects.get(rule_key="report.department")
    assert (owed.due_on, owed.state) == (date(YEAR + 1, 1, 31), "met")
    report = actions.correct_report(
        report=first.report, reason="表二有误", actor=quiet.clerk, at=JANUARY
    )
    address = reverse("reports:report", args=[YEAR, "bureau"])
    assert first.sha256 in Client().get(address).content.decode()
    actions.submit_report(report=report, actor=quiet.clerk, at=JANUARY)
    actions.review_report(report=report, actor=quiet.second_clerk, at=JANUARY)
    actions.sign_report(report=report, actor=quiet.leader, at=JANUARY)
    second = actions.publish_report(report=report, actor=quiet.clerk, at=JANUARY)
    page = Client().get(address).content.decode()
    assert second.sha256 in page
    assert "表二有误" in page
    assert first.sha256 not in page


def test_a_signed_report_stands_still_and_the_recount_shows_what_moved(
    place: cases.Bureau,
) -> None:
    edition = published(place)
    actions.withdraw(
        application=Application.objects.get(state="handling"),
        actor=place.clerk,
        reason="书面撤回",
        at=JANUARY + timedelta(hours=1),
    )
    content = edition.report.editions.get().content
    assert content == edition.content
    late = scope(place, JANUARY + timedelta(days=30))
    # It ended in the new year: the old year keeps it as carried over.
    assert tables.differences(tables.three(late), content["figures"]["table_three"]) == []
    cases.archived(place, key="late")
    moved = tables.differences(tables.three(late), content["figures"]["table_three"])
    assert ("1", "total", 6, 5) in moved


def test_every_owing_body_gets_its_report_once(quiet: cases.Bureau) -> None:
    government = OrganisationFactory(kind=Organisation.Kind.GOVERNMENT)
    assert actions.open_due_reports(at=JANUARY) == 2
    assert actions.open_due_reports(at=JANUARY) == 0
    due = dict(Obligation.objects.filter(state="open").values_list("organisation", "due_on"))
    assert due[quiet.body.pk] == date(YEAR + 1, 1, 31)
    assert due[government.pk] == date(YEAR + 1, 3, 31)
    stranger = OrganisationFactory()
    assert actions.open_due_reports(at=JANUARY.replace(month=6)) == 0
    assert not AnnualReport.objects.filter(organisation=stranger).exists()


def test_the_last_working_day_before_a_fixed_saturday_reminds() -> None:
    saturday = late_from(date(2026, 1, 31))

    def told(day: int) -> set[int]:
        at = datetime(2026, 1, day, 9, tzinfo=SHANGHAI)
        return {s.rank for s in Ladder().day_steps(at, calendar_for()) if saturday <= s.until}

    assert told(30) - told(29) == {OVERDUE_RANK - 2}
    assert OVERDUE_RANK not in told(30)


# The PDF ------------------------------------------------------------------------------


def test_publication_has_the_report_printed(place: cases.Bureau) -> None:
    edition = published(place)
    address = reverse("reports:report", args=[YEAR, "bureau"])
    assert "PDF" not in Client().get(address).content.decode()
    assert print_due(at=JANUARY, worker="test") > 0, "and the letters of the year's cases"
    stored = report_pdf.pdf_of_edition(edition)
    assert stored is not None
    assert stored.url in Client().get(address).content.decode()
    sent = Client().get(stored.url)
    assert sent.getvalue().startswith(b"%PDF")
    assert f"report-bureau-{YEAR}.pdf" in sent["Content-Disposition"]


# What leaves the house ----------------------------------------------------------------


def test_all_forms_say_the_same(place: cases.Bureau) -> None:
    edition = published(place)
    three = edition.content["figures"]["table_three"]
    assert three["1"]["total"] == 5
    data = Client().get(reverse("reports:data", args=[YEAR, "bureau"])).json()
    assert data["figures"] == edition.content["figures"]
    csv = Client().get(reverse("reports:csv", args=[YEAR, "bureau"])).content.decode()
    assert "3,3.3.6,6.属于四类过程性信息,business,商业企业,1" in csv
    made = Client().get(reverse("reports:docx", args=[YEAR, "bureau"]))
    word = Document(io.BytesIO(made.content))
    assert word.paragraphs[0].text == f"云溪区住房和城乡建设局{YEAR}年政府信息公开工作年度报告"
    table = next(t for t in word.tables if len(t.rows) == 28)
    figures = [[int(cell.text) for cell in row.cells[3:]] for row in table.rows[3:]]
    assert figures == [[three[row][column] for column in COLUMNS] for row in ROWS]
    api = Client().get("/api/v1/annual-reports/").json()
    assert api["results"][0]["figures"]["table_three"] == three
    assert api["results"][0]["sha256"] == edition.sha256


def test_nothing_is_public_before_publication(quiet: cases.Bureau) -> None:
    signed(quiet)
    for name in ("report", "docx", "data", "csv"):
        assert Client().get(reverse(f"reports:{name}", args=[YEAR, "bureau"])).status_code == 404
    assert Client().get("/api/v1/annual-reports/").json()["results"] == []


@pytest.mark.parametrize("form", ["json", "html", "docx"])
def test_the_command_prints_the_report(place: cases.Bureau, tmp_path, form: str) -> None:
    out = tmp_path / f"report.{form}"
    with time_machine.travel(JANUARY, tick=False):
        call_command("annual_report", YEAR, agency="bureau", format=form, output=str(out))
    made = out.read_bytes()
    if form == "json":
        assert json.loads(made)["figures"]["table_three"]["1"]["total"] == 5
    elif form == "html":
        assert "6.属于四类过程性信息" in made.decode()
    else:
        assert len(Document(io.BytesIO(made)).tables) == 6


# The desk -----------------------------------------------------------------------------


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def test_each_cell_opens_its_cases_and_no_others(place: cases.Bureau) -> None:
    other = cases.bureau()
    cases.archived(other, key="theirs")
    page = reverse("admin:requests_foia_casecount_changelist")
    listing = reverse("admin:requests_foia_casecount_cases")
    asked = f"?body={place.body.pk}&first={FIRST}&last={LAST}"
    with time_machine.travel(JANUARY, tick=False):
        told = desk(place.clerk).get(page + asked).content.decode()
        assert "row=3.3.6&amp;column=business" in told
        refused = Application.objects.get(statistics_row="3.3.6")
        cell = f"{listing}{asked}&row=3.3.6&column=business"
        rows = desk(place.clerk).get(cell).content.decode()
        assert refused.number in rows
        assert "鼎盛" not in rows
        assert desk(place.clerk).get(f"{listing}{asked}&row=9&column=x").status_code == 404
        # Another body's table is nobody else's: the picker does not offer it.
        assert desk(other.clerk).get(cell).status_code == 404
        assert desk(place.drafter).get(page).status_code == 403
        past = desk(place.clerk).get(f"{page}{asked}&as_of={FIRST}").content.decode()
        assert "row=3.3.6" not in past


def test_the_desk_leads_from_draft_to_publication(quiet: cases.Bureau) -> None:
    with time_machine.travel(JANUARY, tick=False):
        report = written(quiet)
        change = reverse("admin:requests_foia_annualreport_change", args=[report.pk])
        story = desk(quiet.clerk).get(change).content.decode()
        assert "勾稽关系" in story
        assert "检索系统需要完善" in story

        def take(person, event: str) -> int:
            url = reverse("admin:requests_foia_annualreport_step", args=[report.pk, event])
            return desk(person).post(url, {}).status_code

        assert take(quiet.clerk, "submit") == 302
        assert take(quiet.second_clerk, "review") == 302
        assert take(quiet.leader, "sign") == 302
        assert take(quiet.clerk, "publish") == 302
        report.refresh_from_db()
        assert report.state == "published"
        assert "一致" in desk(quiet.auditor).get(change).content.decode()
