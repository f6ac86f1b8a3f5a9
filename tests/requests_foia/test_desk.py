"""The register and the cases on the desk."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.domain.moments import local
from portal.printing.models import PrintJob
from requests_foia.domain.replies import REPLIES, ReplyKind, demanded
from requests_foia.domain.vocabulary import State
from requests_foia.models import Application
from requests_foia.queries.sent_files import sent_files
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

LIST = "admin:requests_foia_application_changelist"


@pytest.fixture(autouse=True)
def _on_the_day_after():
    with time_machine.travel(cases.after(days=1, hours=3), tick=False):
        yield


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def change_url(case) -> str:
    return reverse("admin:requests_foia_application_change", args=[case.pk])


def step_url(case, event: str) -> str:
    return reverse("admin:requests_foia_application_step", args=[case.pk, event])


def test_everybody_opens_on_their_own_turn():
    place = cases.bureau()
    case = cases.handled(place)
    fresh = cases.confirmed(place, key="another")
    assert case.number in page(desk(place.drafter), reverse(LIST))
    opened = page(desk(place.clerk), reverse(LIST))
    assert fresh.number in opened
    assert case.number not in opened
    assert case.number in page(desk(place.clerk), reverse(LIST) + "?range=all")


@pytest.mark.parametrize("query", ["q={number}", "q={tail}", "state__exact=handling"])
def test_looking_for_a_case_finds_it_whoever_has_it(query):
    place = cases.bureau()
    case = cases.handled(place)
    cases.confirmed(place, key="another")
    query = query.format(number=case.number, tail=case.number[-12:])
    assert case.number in page(desk(place.clerk), f"{reverse(LIST)}?{query}")


def test_who_has_nothing_to_deal_with_opens_on_everything():
    place = cases.bureau()
    case = cases.handled(place)
    assert case.number in page(desk(place.auditor), reverse(LIST))


def test_the_history_of_a_case_is_told_in_words():
    place = cases.bureau()
    case = cases.drafted(place)
    url = reverse("admin:requests_foia_application_history", args=[case.pk])
    html = page(desk(place.clerk), url)
    for words in ("办理中", "审核中", "答复类型", str(place.drafter)):
        assert words in html
    for raw in (">handling<", "<dt>kind</dt>", "<dt>unit</dt>", "disclosed"):
        assert raw not in html


def test_the_day_of_each_holds_what_waits_for_them():
    place = cases.bureau()
    case = cases.drafted(place)
    day = reverse("admin:index")
    assert case.number in page(desk(place.secrecy), day)
    assert case.number not in page(desk(place.leader), day)
    cases.checked(place, case, cases.after(days=1, hours=1))
    assert case.number not in page(desk(place.secrecy), day)
    assert case.number in page(desk(place.leader), day)
    assert case.number not in page(desk(place.drafter), day)
    assert case.number in page(desk(place.clerk), day)


def test_the_register_costs_the_same_for_many_rows(django_assert_max_num_queries):
    place = cases.bureau()
    client = desk(place.clerk)
    for number in range(3):
        cases.confirmed(place, key=f"key-{number}")
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(LIST))
    for number in range(3, 12):
        cases.confirmed(place, key=f"key-{number}")
    with django_assert_max_num_queries(len(few)):
        assert page(client, reverse(LIST)).count("ORG-") >= 12


def test_the_list_shows_a_masked_name_to_those_who_handle_it():
    place = cases.bureau()
    cases.handled(place)
    for person, sees in ((place.clerk, True), (place.drafter, True), (place.auditor, False)):
        html = page(desk(person), reverse(LIST) + "?range=all")
        assert ("欧**见" in html) is sees
        assert ("桃源路改造工程" in html) is sees
        assert "欧阳雪见" not in html


def test_another_bodys_case_is_not_there():
    case, elsewhere = cases.handled(cases.bureau()), cases.bureau()
    for person in (elsewhere.clerk, elsewhere.drafter, elsewhere.leader, elsewhere.auditor):
        assert desk(person).get(change_url(case)).status_code == 404
        assert desk(person).get(step_url(case, "draft")).status_code == 404


def test_the_administrator_sees_no_case():
    place = cases.bureau()
    case = cases.handled(place)
    assert desk(place.administrator).get(change_url(case)).status_code in (403, 404)


def test_buttons_carry_a_case_from_intake_to_archive():
    place = cases.bureau()
    case = cases.filed(place, at=cases.after(days=1)).application
    clerk, drafter, leader = desk(place.clerk), desk(place.drafter), desk(place.leader)
    take(clerk, case, "confirm", register="on")
    take(clerk, case, "assign", unit=place.unit.pk, officer=place.drafter.pk)
    take(
        drafter,
        case,
        "draft",
        kind="disclosed",
        text="随文提供。",
        search_note="检索了项目档案。",
        **{**cases.NOT_CONVERTED, "converts": "no"},
    )
    take(desk(place.secrecy), case, "check_secrecy", opinion="不涉密。")
    take(leader, case, "approve")
    take(clerk, case, "issue")
    day = local(cases.after(days=1)).date().isoformat()
    take(clerk, case, "deliver", method="online", sent_on=day, proof="平台送达记录")
    take(clerk, case, "archive")
    assert cases.refreshed(case).state == State.ARCHIVED


def test_a_refused_draft_keeps_its_text_and_lists_every_reason():
    place = cases.bureau()
    case = cases.handled(place)
    answer = desk(place.drafter).post(
        step_url(case, "draft"),
        {"kind": "refused", "text": "不予公开，理由待补", "search_note": "检索过"},
    )
    html = answer.content.decode()
    assert "请选择不予公开的理由。" in html
    assert "这类答复必须说明理由。" in html
    assert "请说明为什么不能区分处理" in html
    assert "不予公开，理由待补" in html
    assert cases.refreshed(case).state == State.HANDLING


def test_a_stale_page_is_a_conflict_with_the_text_kept():
    place = cases.bureau()
    case = cases.drafted(place)
    stale = case.version - 1
    answer = desk(place.leader).post(
        step_url(case, "send_back"), {"note": "请补充依据", "_version": stale}
    )
    assert answer.status_code == 409
    assert "请补充依据" in answer.content.decode()
    assert cases.refreshed(case).state == State.REVIEW


def test_revealing_the_applicant_needs_a_reason_and_is_logged():
    place = cases.bureau()
    case = cases.handled(place)
    url = reverse("admin:requests_foia_application_reveal", args=[case.pk])
    client = desk(place.clerk)
    assert "欧阳雪见" not in page(client, change_url(case))
    assert "欧阳雪见" not in client.post(url, {"reason": " "}).content.decode()
    answer = client.post(url, {"reason": "邮寄答复书"})
    assert "欧阳雪见" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    entry = AuditEntry.objects.get(action="requests_foia.reveal_applicant")
    assert (entry.actor, entry.reason) == (place.clerk, "邮寄答复书")
    assert desk(place.auditor).post(url, {"reason": "看看"}).status_code == 404


def test_hidden_fields_answer_no_query():
    place = cases.bureau()
    case = cases.handled(place)
    client = desk(place.auditor)
    for lookup in (
        "details__id_number__startswith=1101",
        "details__name=x",
        "title__contains=桃源",
        "content__startswith=桃",
        "code_hash__startswith=a",
    ):
        answer = client.get(reverse(LIST) + "?range=all&" + lookup)
        assert answer.status_code == 400 or answer.headers["Location"].endswith("?e=1")
    assert case.number not in page(client, reverse(LIST) + "?range=all&q=桃源路")


def test_a_paper_application_is_keyed_in_once():
    place = cases.bureau()
    client = desk(place.clerk)
    url = reverse("admin:requests_foia_application_add")
    said = {
        "key": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "organisation": place.body.pk,
        "channel": "mail_signed",
        "handed_in_at": "2025-11-03T15:00",
        "applicant_class": "citizen",
        "name": "欧阳雪见",
        "content": "桃源路改造工程的合同",
        "wanted_form": "paper",
        "wanted_way": "mail",
    }
    check = client.post(url, said).content.decode()
    assert "2025年11月3日" in check  # the day of receipt, its reason, and the day of the reply
    assert "以行政机关签收之日为收到申请之日（条例第三十一条第二项）" in check
    assert "2025年12月1日" in check
    assert not Application.objects.exists()
    said["stage"] = "file"
    first, second = client.post(url, said), client.post(url, said)
    assert first.status_code == second.status_code == 200
    filed = first.context["filed"]
    assert filed.code == second.context["filed"].code
    assert filed.application.state == State.CONFIRMED
    assert filed.application.due_on.isoformat() == "2025-12-01"
    assert "这份表单已经提交过" in client.post(url, {**said, "name": "别人"}).content.decode()


def test_an_oral_application_is_read_back_before_it_counts():
    place = cases.bureau()
    client = desk(place.clerk)
    url = reverse("admin:requests_foia_application_add")
    said = {
        "key": "0f8fad5b-d9cb-469f-a165-70867728950f",
        "organisation": place.body.pk,
        "channel": "oral",
        "handed_in_at": "2025-11-03T15:00",
        "applicant_class": "citizen",
        "name": "欧阳雪见",
        "content": "桃源路改造工程的合同",
        "wanted_form": "paper",
        "wanted_way": "pickup",
        "stage": "file",
    }
    original = SimpleUploadedFile("签名页.csv", b"a,b\n")
    refused = client.post(url, {**said, "originals": original})
    assert "当面宣读，经申请人确认后才能登记" in refused.content.decode()
    assert "所选的文件没有保存" in refused.content.decode()
    assert not Application.objects.exists()
    false = SimpleUploadedFile("签名页.pdf", b"<html>")
    answer = client.post(url, {**said, "is_read_back": "on", "originals": false})
    assert "“签名页.pdf”没有收下" in answer.content.decode()
    assert "桃源路改造工程的合同" in answer.content.decode()
    original.seek(0)
    for _ in range(2):  # a double click
        answer = client.post(url, {**said, "is_read_back": "on", "originals": original})
        original.seek(0)
    case = answer.context["filed"].application
    assert sent_files(case).get().purpose == "original"
    assert "申请人确认无误" in case.events.get().evidence


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def take(client: Client, case, event: str, **said) -> None:
    assert client.get(step_url(case, event)).status_code == 200
    answer = client.post(step_url(case, event), said)
    assert answer.status_code == 302, answer.content.decode()


def test_what_a_kind_demands_is_not_called_optional():
    place = cases.bureau()
    case = cases.handled(place)
    client = desk(place.drafter)

    def optional(kind: str) -> set[str]:
        html = page(client, f"{step_url(case, 'draft')}?kind={kind}")
        labels = BeautifulSoup(html, "html.parser").select("label")
        return {one["for"].removeprefix("id_") for one in labels if "（选填）" in one.get_text()}

    assert not optional("refused") & demanded(REPLIES[ReplyKind.REFUSED])
    assert not optional("not_existing") & demanded(REPLIES[ReplyKind.NOT_EXISTING])
    assert {"search_places", "attachments"} <= optional("disclosed")


def test_a_letter_that_failed_to_print_is_printed_again_by_the_office():
    place = cases.bureau()
    case = cases.issued(place)
    letter = case.letters.get()
    jobs = PrintJob.objects.filter(subject_id=str(letter.pk))
    url = reverse("admin:requests_foia_application_letter_again", args=[case.pk, letter.pk])
    clerk = desk(place.clerk)
    assert url not in page(clerk, change_url(case))
    later = cases.after(days=2)
    jobs.update(attempts=3, last_error="字体缺失", available_at=later)
    assert url not in page(desk(place.drafter), change_url(case))
    shown = page(clerk, change_url(case))
    assert url in shown
    assert "字体缺失" in shown
    assert desk(place.drafter).post(url).status_code == 404
    assert clerk.post(url).status_code == 302
    job = jobs.get()
    assert (job.attempts, job.available_at < later) == (0, True)
    assert AuditEntry.objects.filter(action="printing.print_again").count() == 1
