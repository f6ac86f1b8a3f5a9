"""One case for each matter, one case for one matter filed twice."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.domain.workflow import TransitionRefused
from portal.files.actions import store_upload
from portal.files.contents import read_content
from portal.files.queries import files_of
from portal.obligations import queries as obligations
from portal.outbox.models import OutboxMessage
from requests_foia import actions, queries
from requests_foia.domain.attachments import Purpose
from requests_foia.domain.vocabulary import State
from requests_foia.models import ApplicantDetails, Application, CaseCount
from requests_foia.queries import figures
from requests_foia.queries.tables import Scope, end_of
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

AT = cases.after(days=2)
MATTERS = ["桃源路改造工程的中标结果", "桃源路改造工程的合同", "梨花街停车楼的规划许可"]


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def split(place: cases.Bureau, case: Application, matters=MATTERS) -> list[Application]:
    return actions.split(application=case, matters=matters, actor=place.clerk, at=AT)


def mails(words: str) -> list[OutboxMessage]:
    return [row for row in OutboxMessage.objects.filter(kind="mail") if words in row.title]


def opened(client: Client, case: Application) -> str:
    fields = {"number": case.number, "code": cases.new_code_of(case)}
    return client.post(reverse("requests:track"), fields).url


def test_every_part_is_owed_from_the_day_the_whole_was_received():
    place = cases.bureau()
    case = cases.handled(place)
    for purpose in (Purpose.MATERIAL, Purpose.IDENTITY):
        upload = SimpleUploadedFile(f"{purpose}.csv", "一,二\n".encode())
        store_upload(upload=upload, subject=case, purpose=purpose, actor=None, at=AT)
    case = actions.extend_deadline(
        application=case,
        working_days=5,
        reason="核实",
        actor=place.leader,
        at=cases.after(days=1),
    )
    parts = split(place, case)
    case = cases.refreshed(case)
    assert [one.content for one in (case, *parts)] == MATTERS
    assert len({one.number for one in (case, *parts)} | {one.code_hash for one in parts}) == 5
    for part in map(cases.refreshed, parts):
        assert (part.state, part.received_on, part.due_on) == (
            State.HANDLING,
            case.received_on,
            case.due_on,
        )
        row = obligations.open_of(part, "foi.reply")
        assert (row.due_on, row.responsible) == (date(2025, 12, 8), place.drafter)
        assert [row.rule_key for row in obligations.of(part).filter(state="met")] == [
            "foi.register"
        ]
        name = ApplicantDetails.objects.get(application=part).name
        assert name == cases.CITIZEN.name
        (copy,) = files_of(part)
        assert (copy.purpose, read_content(copy)) == (Purpose.MATERIAL, "一,二\n".encode())
        assert queries.is_same_applicant(part, case)
    assert CaseCount.objects.filter(entered_on=case.received_on).count() == 3
    kept = case.events.get(kind="split")
    assert kept.text == cases.CONTENT.content
    told = mails("分成几件答复")
    assert len(told) == 1
    assert all(part.number in told[0].body for part in parts)
    audited = {entry.action for entry in AuditEntry.objects.all()}
    assert {"requests_foia.split", "requests_foia.split_off"} <= audited
    letter = cases.issued_from(place, parts[0])
    assert MATTERS[1] in letter
    assert MATTERS[2] not in letter


def test_a_split_that_may_not_be_is_refused():
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(TransitionRefused) as refused:
        split(place, case, ["合同", " "])
    assert codes(refused) == ["matters"]
    with pytest.raises(TransitionRefused) as refused:
        split(place, case, ["合同", "合同 "])
    assert codes(refused) == ["matters"]
    with pytest.raises(TransitionRefused) as refused:
        split(place, case, [f"第{number}号" for number in range(11)])
    assert codes(refused) == ["matters"]
    asked = cases.asked(place, case)
    actions.ask_reasons(application=case, finding="四十件", actor=place.clerk, at=AT)
    with pytest.raises(TransitionRefused) as refused:
        split(place, case)
    assert codes(refused) == ["opinion_open", "reasons_open"]
    assert asked.opinion.application_id == case.pk
    drafted = cases.drafted(place, key="drafted")
    actions.send_back(application=drafted, note="改", actor=place.leader, at=AT)
    with pytest.raises(TransitionRefused) as refused:
        split(place, drafted)
    assert codes(refused) == ["drafted"]
    paying = cases.crowded(place, 10, key="paying")
    actions.propose_fee(application=paying, actor=place.drafter, at=AT, **cases.FEE)
    with pytest.raises(TransitionRefused) as refused:
        split(place, paying)
    assert codes(refused) == ["fee_asked"]
    assert not queries.links_of(case)


def merged(place: cases.Bureau, later: Application, lead: Application | None) -> Application:
    return actions.merge(application=later, lead=lead, actor=place.clerk, at=AT)


def test_the_later_case_ends_and_the_letter_of_the_first_names_both():
    place = cases.bureau()
    first = cases.handled(place, key="first")
    later = cases.registered(place, key="later", at=cases.after(hours=1))
    assert queries.lookalikes(later) == [first]
    later = merged(place, later, first)
    assert (later.state, later.outcome, later.statistics_row) == (State.MERGED, "merged", "3.6.3")
    assert set(obligations.of(later).values_list("state", flat=True)) <= {"met", "void"}
    assert CaseCount.objects.get(application=later).row == "3.6.3"
    assert queries.lookalikes(first) == []
    mail = mails("已合并办理")[0]
    assert first.number in mail.body
    archived = actions.archive(application=later, actor=place.clerk, at=cases.after(days=3))
    assert archived.state == State.ARCHIVED
    text = re.sub(r"<[^>]+>|\s", "", cases.issued_from(place, cases.refreshed(first)))
    assert f"（受理编号：{first.number}、{later.number}）" in text


def test_only_one_applicants_later_case_goes_into_the_open_earlier_one():
    place, elsewhere = cases.bureau(), cases.bureau()
    first = cases.handled(place, key="first")
    later = cases.registered(place, key="later", at=cases.after(hours=1))
    company = cases.registered(place, key="company", applicant=cases.COMPANY)
    foreign = cases.registered(elsewhere, key="foreign")
    for case, lead, words in (
        (later, None, "没有这个编号"),
        (later, foreign, "没有这个编号"),
        (later, later, "这件申请自己"),
        (later, company, "不是同一申请人"),
        (first, later, "后提出的申请合并到先提出的"),
    ):
        with pytest.raises(TransitionRefused, match=words):
            merged(place, case, lead)
    cases.issued_from(place, first)
    with pytest.raises(TransitionRefused, match="已经答复或者办结"):
        merged(place, later, first)
    assert queries.lookalikes(company) == []
    assert cases.refreshed(later).state == State.REGISTERED


def test_the_tables_balance_with_split_and_merged_cases():
    place = cases.bureau()
    first = cases.handled(place, key="first")
    split(place, first)
    merged(place, cases.registered(place, key="later", at=cases.after(hours=1)), first)
    days = date(2025, 1, 1), date(2025, 12, 31)
    scope = Scope(place.body, False, *days, end_of(days[1]))
    found = figures.figures_of(scope)
    assert [found.three[row]["total"] for row in ("1", "3.6.3", "4")] == [4, 1, 3]
    assert all(check.holds for check in figures.checks_of(scope, found))


def test_the_applicant_goes_from_one_case_to_the_other(client: Client, time_machine) -> None:
    place = cases.bureau()
    case = cases.handled(place)
    part, other = split(place, case, MATTERS)
    strange = cases.filed(place, key="strange").application
    time_machine.move_to(cases.after(days=3), tick=False)
    page = client.get(opened(client, case)).content.decode()
    assert part.number in page
    assert other.number in page
    url = reverse("requests:linked", args=[case.pk, part.pk])
    answer = client.post(url, {"want": "code"})
    code = re.search(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", answer.content.decode())[0]
    assert queries.find_by_number_and_code(part.number, code) == part
    there = client.get(reverse("requests:tracked", args=[part.pk])).content.decode()
    assert MATTERS[1] in there
    assert case.number in there
    back = reverse("requests:linked", args=[part.pk, case.pk])
    assert client.post(back, {"want": "code"}).status_code == 303, "a lead's code stays"
    assert client.post(reverse("requests:linked", args=[case.pk, strange.pk])).status_code == 404
    assert Client().post(url).status_code == 404


def test_the_desk_splits_and_merges_and_hints(time_machine) -> None:
    place = cases.bureau()
    first = cases.handled(place, key="first")
    later = cases.registered(place, key="later", at=cases.after(hours=1))
    company = cases.registered(place, key="company", applicant=cases.COMPANY)
    time_machine.move_to(AT, tick=False)

    def url(case: Application, event: str = "") -> str:
        name, more = ("step", [event]) if event else ("change", [])
        return reverse(f"admin:requests_foia_application_{name}", args=[case.pk, *more])

    office, drafter = Client(), Client()
    office.force_login(place.clerk)
    drafter.force_login(place.drafter)
    assert "内容相近" in office.get(url(later)).content.decode()
    assert "内容相近" not in office.get(url(company)).content.decode()
    assert "内容相近" not in drafter.get(url(first)).content.decode()
    assert f'value="{first.number}"' in office.get(url(later, "merge")).content.decode()
    wrong = office.post(url(later, "merge"), {"lead": company.number})
    assert "不是同一申请人" in wrong.content.decode()
    assert office.post(url(later, "merge"), {"lead": first.number}).status_code == 302
    assert later.number in office.get(url(first)).content.decode()
    one = office.post(url(company, "split"), {"matter_1": "甲事项", "matter_3": "丙事项"})
    assert "丙事项" in one.content.decode(), "nothing typed is lost"
    fields = {"matter_1": "甲事项", "matter_2": "乙事项"}
    assert office.post(url(company, "split"), fields).status_code == 302
    linked = queries.links_of(cases.refreshed(company))
    assert [row.case.content for row in linked] == ["乙事项"]
    assert linked[0].case.number in office.get(url(company)).content.decode()
    history = reverse("admin:requests_foia_application_history", args=[first.pk])
    assert "并入重复的申请" in office.get(history).content.decode()
