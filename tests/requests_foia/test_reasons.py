"""Very many requests (条例 art. 35): asked why, heard, judged, left unhandled or answered later."""

import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.domain.moments import SHANGHAI
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from portal.outbox.models import OutboxMessage
from requests_foia import actions, queries
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import Application
from tests.factories import requests_foia as cases
from tests.factories.agencies import AssignmentFactory

pytestmark = pytest.mark.django_db

FINDING = "本月已提出四十件，内容相近。"
EXCESSIVE = {
    "kind": ReplyKind.EXCESSIVE,
    "text": "本机关不再处理本件申请。",
    "reasons": "四十件申请内容相近。",
    "search_note": "核对了登记簿。",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def bare(html: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", html)


def messages(kind: str, words: str) -> list[OutboxMessage]:
    return [row for row in OutboxMessage.objects.filter(kind=kind) if words in row.title]


def asked(place: cases.Bureau, moment: str = "2025-11-05T10:00", **said) -> Application:
    facts = {"finding": FINDING, "actor": place.clerk, **said}
    return actions.ask_reasons(application=cases.handled(place), at=at(moment), **facts)


def refused_draft(place: cases.Bureau, case: Application, moment: str) -> str:
    """Why the request can't be left unhandled now."""
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(application=case, actor=place.drafter, at=at(moment), **EXCESSIVE)
    assert codes(refused) == ["kind"]
    return str(refused.value)


def accepted(place: cases.Bureau) -> Application:
    case = asked(place)
    actions.receive_reasons(application=case, reasons="逐户核对补偿。", at=at("2025-11-06T10:00"))
    return actions.judge_reasons(
        application=case,
        is_reasonable=True,
        opinion="涉及不同地块。",
        actor=place.clerk,
        at=at("2025-11-07T10:00"),
    )


def test_asking_stops_no_clock_and_the_unhandled_reply_waits_for_the_judgement():
    place = cases.bureau()
    case = cases.handled(place)
    assert "还没有请申请人说明理由" in refused_draft(place, case, "2025-11-04T10:00")
    case = actions.ask_reasons(
        application=case, finding=FINDING, actor=place.clerk, at=at("2025-11-05T10:00")
    )
    assert (case.state, case.due_on) == ("handling", date(2025, 12, 1))
    row = obligations.open_of(case, "foi.reasons")
    assert row.due_on == date(2025, 11, 14)
    told = bare(case.letters.get(kind="reasons").html)
    for words in ("说明理由告知书", FINDING, "2025年11月14日前", "第三十五条", "2025年12月1日届满"):
        assert words in told
    mail = messages("mail", "说明申请的理由")[0]
    assert "2025年11月14日" in mail.body
    assert "没有登记逾期" in refused_draft(place, case, "2025-11-06T10:00")
    actions.receive_reasons(
        application=case,
        reasons="就是想要。",
        received_on=date(2025, 11, 6),
        evidence="来函1号",
        actor=place.clerk,
        at=at("2025-11-07T10:00"),
    )
    row.refresh_from_db()
    assert row.state == "met"
    assert "认定理由不合理之后" in refused_draft(place, case, "2025-11-07T11:00")
    office = {"application": case, "actor": place.clerk, "at": at("2025-11-10T10:00")}
    actions.judge_reasons(is_reasonable=False, opinion="没有用途。", **office)
    written = str(list(AuditEntry.objects.values_list("after", flat=True)))
    assert "就是想要" not in written, "the applicant's own words stay out of the audit"
    actions.draft_reply(
        application=case, actor=place.drafter, at=at("2025-11-10T11:00"), **EXCESSIVE
    )
    case = cases.checked(place, case, at("2025-11-11T10:00"))
    actions.approve(application=case, actor=place.leader, at=at("2025-11-11T11:00"))
    letter = actions.issue(application=case, actor=place.clerk, at=at("2025-11-12T10:00"))
    assert "2025年11月5日请您说明理由，您于2025年11月6日作了说明。" in bare(letter.html)


def test_a_period_that_passed_is_recorded_and_lets_the_request_go():
    place = cases.bureau()
    case = asked(place, working_days=10)
    office = {"application": case, "actor": place.clerk}
    with pytest.raises(TransitionRefused) as refused:
        actions.lapse_reasons(at=at("2025-11-19T23:00"), **office)
    assert codes(refused) == ["reasons_period"]
    case = actions.lapse_reasons(at=at("2025-11-20T09:00"), **office)
    assert obligations.of(case).get(rule_key="foi.reasons").state == "void"
    with pytest.raises(TransitionRefused) as refused:
        actions.receive_reasons(application=case, reasons="晚了", at=at("2025-11-20T10:00"))
    assert codes(refused) == ["reasons_not_awaited"]
    actions.draft_reply(
        application=case, actor=place.drafter, at=at("2025-11-20T11:00"), **EXCESSIVE
    )
    case = cases.checked(place, case, at("2025-11-21T10:00"))
    actions.approve(application=case, actor=place.leader, at=at("2025-11-21T11:00"))
    letter = actions.issue(application=case, actor=place.clerk, at=at("2025-11-24T10:00"))
    assert "您在规定期限内没有说明。" in bare(letter.html)


def test_what_is_asked_or_given_wrongly_is_refused_with_every_reason():
    place = cases.bureau()
    case = cases.handled(place)
    asked_short = {"finding": " ", "working_days": 6, "actor": place.clerk}
    with pytest.raises(TransitionRefused) as refused:
        actions.ask_reasons(application=case, at=at("2025-11-05T10:00"), **asked_short)
    assert codes(refused) == ["finding", "working_days"]
    facts = {"application": case, "actor": place.clerk}
    actions.ask_reasons(finding=FINDING, at=at("2025-11-05T10:00"), **facts)
    with pytest.raises(TransitionRefused) as refused:
        actions.ask_reasons(finding=FINDING, at=at("2025-11-05T11:00"), **facts)
    assert codes(refused) == ["reasons_asked"]
    early = {"reasons": "", "received_on": date(2025, 11, 4)}
    with pytest.raises(TransitionRefused) as refused:
        actions.receive_reasons(at=at("2025-11-06T10:00"), **early, **facts)
    assert codes(refused) == ["reasons", "received_on"]
    with pytest.raises(TransitionRefused) as refused:
        actions.judge_reasons(is_reasonable=True, opinion="", at=at("2025-11-06T10:00"), **facts)
    assert codes(refused) == ["no_reasons", "opinion"]


def test_accepted_reasons_may_delay_the_reply_and_everything_follows():
    place = cases.bureau()
    case = accepted(place)
    assert "已认定为合理" in refused_draft(place, case, "2025-11-10T10:00")
    case = actions.delay_reply(
        application=case,
        working_days=15,
        reason="件数较多，需要逐件检索。",
        actor=place.leader,
        at=at("2025-12-01T17:00"),
    )
    assert case.due_on == date(2025, 12, 22)
    row = obligations.open_of(case, "foi.reply")
    assert (row.due_on, row.revision) == (date(2025, 12, 22), 2)
    assert "第三十五条" in row.trace[-1]["why"]
    answer = queries.reckoning(case)
    assert (answer.extended_by, answer.delayed_by) == (0, 15)
    assert next(day.date for day in answer.trace if "延迟答复" in day.why) == date(2025, 12, 2)
    told = bare(case.letters.get(kind="delay").html)
    assert "因件数较多，需要逐件检索，本机关不能在2025年12月1日前" in told
    assert "延迟15个工作日，将于2025年12月22日前作出答复" in told
    assert messages("mail", "延迟答复")
    later = actions.extend_deadline(
        application=case,
        working_days=5,
        reason="核实",
        actor=place.leader,
        at=at("2025-12-10T10:00"),
    )
    assert later.due_on == date(2025, 12, 29), "an extension and a delay add up"


def test_a_delay_that_may_not_be_is_refused():
    place = cases.bureau()
    plain = cases.handled(place, key="plain")
    facts = {"working_days": 15, "reason": "件数较多"}
    with pytest.raises(TransitionRefused) as refused:
        actions.delay_reply(
            application=plain, actor=place.leader, at=at("2025-11-10T10:00"), **facts
        )
    assert codes(refused) == ["reasons_not_accepted"]
    case = accepted(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.delay_reply(
            application=case,
            working_days=61,
            reason="",
            actor=place.leader,
            at=at("2025-12-02T10:00"),
        )
    assert codes(refused) == ["limit_passed", "reason", "working_days"]
    AssignmentFactory(user=place.clerk, role="deputy_leader", organisation=place.body)
    with pytest.raises(TransitionRefused) as refused:
        actions.delay_reply(application=case, actor=place.clerk, at=at("2025-11-10T10:00"), **facts)
    assert codes(refused) == ["own_judgement"]
    case = actions.delay_reply(
        application=case, actor=place.leader, at=at("2025-11-10T10:00"), **facts
    )
    with pytest.raises(TransitionRefused) as refused:
        actions.delay_reply(
            application=case, actor=place.leader, at=at("2025-11-11T10:00"), **facts
        )
    assert codes(refused) == ["delayed"]


def test_the_applicant_gives_reasons_on_the_page(client: Client, time_machine) -> None:
    place = cases.bureau()
    case = asked(place)
    time_machine.move_to(at("2025-11-06T10:00"), tick=False)
    fields = {"number": case.number, "code": cases.new_code_of(case)}
    opened = client.post(reverse("requests:track"), fields).url
    page = client.get(opened).content.decode()
    assert "请您说明理由" in page
    assert "2025年11月14日" in page
    url = reverse("requests:reasons", args=[case.pk])
    assert FINDING in client.get(url).content.decode()
    empty = client.post(url, {"reasons": " "})
    assert (empty.status_code, "error-summary" in empty.content.decode()) == (422, True)
    assert client.post(url, {"reasons": "核对补偿。"}).url == opened
    assert client.get(url).status_code == 404
    assert "收到您说明的理由" in client.get(opened).content.decode()
    assert len(messages("site", "已说明理由")) == 2


def test_the_desk_takes_each_step_by_its_button(time_machine) -> None:
    place = cases.bureau()
    case = cases.handled(place)
    time_machine.move_to(at("2025-11-05T10:00"), tick=False)

    def desk(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    def url(event: str = "") -> str:
        name = "step" if event else "change"
        parts = [case.pk, event] if event else [case.pk]
        return reverse(f"admin:requests_foia_application_{name}", args=parts)

    office, leader = desk(place.clerk), desk(place.leader)
    page = office.get(url()).content.decode()
    assert url("ask_reasons") in page
    assert url("judge_reasons") not in page
    assert 'value="7"' in office.get(url("ask_reasons")).content.decode()
    assert (
        office.post(url("ask_reasons"), {"finding": FINDING, "working_days": 7}).status_code == 302
    )
    said = {"reasons": "核对补偿。", "received_on": "2025-11-05", "evidence": "笔录1"}
    assert office.post(url("receive_reasons"), said).status_code == 302
    judged = {"is_reasonable": "yes", "opinion": "涉及不同地块。"}
    assert office.post(url("judge_reasons"), {**judged, "opinion": ""}).status_code != 302
    assert office.post(url("judge_reasons"), judged).status_code == 302
    assert url("delay_reply") in leader.get(url()).content.decode()
    delayed = {"working_days": 15, "reason": "件数较多"}
    assert leader.post(url("delay_reply"), delayed).status_code == 302
    case.refresh_from_db()
    assert case.due_on == date(2025, 12, 22)
