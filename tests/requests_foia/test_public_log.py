"""The public log of answered applications: what stands in it, what never does, and taking back."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.domain.workflow import TransitionRefused
from portal.search.actions import take_in_waiting
from portal.search.models import SearchEntry
from portal.search.queries import nearest
from requests_foia import actions
from requests_foia.domain.public_log import EntryState
from requests_foia.domain.replies import Ground, ReplyKind
from requests_foia.models import AnsweredEntry, Application
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

AT = cases.after(days=5)
SUBJECT = "一处道路改造工程的招标投标情况"
SUMMARY = "要求提供工程的中标通知和合同，机关提供了电子件。"
LETTER = "提供中标通知和合同的电子件，合同单价已隐去。"
CONTENT = "本人住在工地对面三十年，想知道桃源路改造工程到底是谁中的标、花了多少钱"
REFUSED = {
    "kind": ReplyKind.REFUSED,
    "ground": Ground.STATE_SECRET,
    "text": "不予公开。",
    "reasons": "属于国家秘密。",
    "separation": "全部涉密。",
    "search_note": "检索了档案。",
}


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def prepared(place: cases.Bureau, answer: dict | None = None, **said) -> AnsweredEntry:
    case = cases.delivered(place, answer, **{"content": CONTENT, **said})
    return actions.prepare_entry(
        application=case,
        subject=SUBJECT,
        summary=SUMMARY,
        letter_text=LETTER,
        actor=place.clerk,
        at=AT,
    )


def released(place: cases.Bureau, **said) -> AnsweredEntry:
    entry = prepared(place, **said)
    return actions.release_entry(entry=entry, actor=place.second_clerk, at=AT)


def pages_of(client: Client, entry: AnsweredEntry) -> dict[str, str]:
    """Everything public that could name an entry."""
    paths = {
        "list": reverse("requests:answered"),
        "feed": reverse("requests:answered_feed"),
        "entry": reverse("requests:answered_entry", args=[entry.number]),
        "api": reverse("answered-request-list"),
        "csv": reverse("answered-request-list") + "?format=csv",
        "search": reverse("pages:search") + "?q=招标投标",
    }
    with time_machine.travel(AT, tick=False):
        found = {name: client.get(path) for name, path in paths.items()}
    return {name: b"".join(page).decode() for name, page in found.items() if page}


def test_an_entry_is_released_by_a_second_person_and_found_everywhere():
    place = cases.bureau()
    entry = prepared(place)
    assert entry.number.startswith(f"{place.body.code}-2025-")
    assert (entry.month.isoformat(), entry.working_days) == ("2025-11-01", 3)
    client = Client()
    detail = reverse("requests:answered_entry", args=[entry.number])
    assert client.get(detail).status_code == 404
    with pytest.raises(TransitionRefused) as refused:
        actions.release_entry(entry=entry, actor=place.clerk, at=AT)
    assert codes(refused) == ["own_entry"]
    with pytest.raises(TransitionRefused) as refused:
        actions.release_entry(entry=entry, actor=place.drafter, at=AT)
    assert codes(refused) == ["role"]
    actions.release_entry(entry=entry, actor=place.second_clerk, at=AT)
    take_in_waiting()
    for name, page in pages_of(client, entry).items():
        assert (detail if name == "search" else SUBJECT) in page, name
    [offer] = nearest("道路改造工程招标投标的情况", limit=3)
    assert offer.kind == "answered"


def test_whoever_reworded_an_entry_does_not_release_it():
    place = cases.bureau()
    entry = prepared(place)
    words = {"subject": SUBJECT, "summary": "", "letter_text": ""}
    actions.edit_entry(entry=entry, actor=place.second_clerk, at=AT, **words)
    for person in (place.clerk, place.second_clerk):
        with pytest.raises(TransitionRefused) as refused:
            actions.release_entry(entry=entry, actor=person, at=AT)
        assert codes(refused) == ["own_entry"]
    assert actions.release_entry(entry=entry, actor=place.leader, at=AT).released_at == AT
    with pytest.raises(TransitionRefused) as refused:
        actions.edit_entry(entry=entry, actor=place.clerk, at=AT, **words)
    assert codes(refused) == ["state"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"subject": " "}, ["subject"]),
        ({"subject": "桃源路改造工程中标结果"}, ["subject"]),
        ({"summary": "想知道桃源路改造工程到底是谁中的标，花了多少钱。"}, ["summary"]),
        ({"summary": "申请人欧阳 雪见要求提供合同。"}, ["summary"]),
        ({"letter_text": "已寄到云溪区桃源路88号601室。"}, ["letter_text"]),
        ({"letter_text": "请致电13712341234。"}, ["letter_text"]),
        ({"summary": "本机关于2025年11月3日收到申请。"}, ["summary"]),
        ({"summary": "本机关于11月6日答复。"}, ["summary"]),
        ({"summary": "见{number}号申请。"}, ["summary"]),
        ({"summary": "施工单位的上官云岫不同意。"}, ["summary"]),
    ],
)
def test_nothing_that_tells_who_asked_or_in_which_words(words, expected):
    place = cases.bureau()
    case = cases.delivered(place, content=CONTENT)
    opinion = cases.asked(place, cases.handled(place, key="asked")).opinion
    opinion.__class__.objects.filter(pk=opinion.pk).update(application=case)
    said = {name: text.format(number=case.number) for name, text in words.items()}
    facts = {"application": case, "actor": place.clerk, "at": AT}
    with pytest.raises(TransitionRefused) as refused:
        actions.prepare_entry(**facts, **{"subject": SUBJECT, **said})
    assert codes(refused) == expected
    shown = "".join(str(refusal) for refusal in refused.value.refusals)
    assert "欧阳" not in shown
    assert "1371234" not in shown
    actions.prepare_entry(**facts, subject=SUBJECT)


def test_a_refusal_for_a_secret_tells_its_outcome_alone():
    place = cases.bureau()
    with pytest.raises(TransitionRefused) as refused:
        prepared(place, REFUSED)
    assert codes(refused) == ["secret"]
    case = Application.objects.get()
    entry = actions.prepare_entry(
        application=case, subject="一处工程的图纸", actor=place.clerk, at=AT
    )
    assert (entry.ground, entry.article) == ("", "第三十六条第（三）项")


def test_only_a_disclosing_reply_is_quoted_and_only_an_answered_case_listed():
    place = cases.bureau()
    with pytest.raises(TransitionRefused) as refused:
        prepared(place, {**REFUSED, "ground": Ground.PROCESS})
    assert codes(refused) == ["letter_text"]
    gone = cases.filed(place, key="gone").application
    withdrawn = actions.withdraw(application=gone, actor=place.clerk, at=AT, reason="来函")
    archived = actions.archive(application=withdrawn, actor=place.clerk, at=AT)
    with pytest.raises(TransitionRefused) as refused:
        actions.prepare_entry(application=archived, subject=SUBJECT, actor=place.clerk, at=AT)
    assert codes(refused) == ["no_answer"]


def test_no_page_holds_anything_of_the_applicant_or_the_case():
    place = cases.bureau()
    entry = released(place)
    case = entry.application
    take_in_waiting()
    canaries = [
        *("欧阳雪见", "11010519491231002X", "13800131234", "桃源路88号", "xuejian"),
        *(case.number, case.letters.get().number, "三十年", "2025-11-03", "11月3日", "11月6日"),
    ]
    for name, page in pages_of(Client(), entry).items():
        assert [canary for canary in canaries if canary in page] == [], name


def test_the_applicant_takes_it_out_at_once_everywhere():
    place = cases.bureau()
    entry = released(place)
    take_in_waiting()
    actions.change_wishes(
        application=entry.application, suggests_publication=False, is_out_of_log=True, at=AT
    )
    entry.refresh_from_db()
    assert (entry.state, entry.subject, entry.letter_text) == (EntryState.WITHDRAWN, "", "")
    assert not SearchEntry.objects.filter(kind="answered").exists()
    client = Client()
    pages = pages_of(client, entry)
    assert "应申请人的要求撤下" in pages["entry"]
    assert entry.number in pages["api"]
    assert [name for name, page in pages.items() if SUBJECT in page] == []
    assert entry.number not in pages["list"] + pages["feed"]


def test_whoever_opted_out_is_never_listed():
    place = cases.bureau()
    with pytest.raises(TransitionRefused) as refused:
        prepared(place, is_out_of_log=True)
    assert set(codes(refused)) == {"left_out"}
    entry = prepared(place, key="later")
    Application.objects.filter(pk=entry.application_id).update(is_out_of_log=True)
    with pytest.raises(TransitionRefused) as refused:
        actions.release_entry(entry=entry, actor=place.second_clerk, at=AT)
    assert codes(refused) == ["left_out"]


def test_an_opt_out_shows_even_before_the_entry_is_taken_back():
    place = cases.bureau()
    entry = released(place)
    Application.objects.filter(pk=entry.application_id).update(is_out_of_log=True)
    pages = pages_of(Client(), entry)
    assert [name for name, page in pages.items() if SUBJECT in page] == []


def test_the_desk_prepares_rewords_releases_and_takes_back():
    place = cases.bureau()
    case = cases.delivered(place, content=CONTENT)
    client = Client()
    client.force_login(place.clerk)
    step = reverse("admin:requests_foia_application_step", args=[case.pk, "prepare_entry"])
    with time_machine.travel(AT, tick=False):
        assert "随文提供中标通知书" in client.get(step).content.decode()
        kept = client.post(step, {"subject": SUBJECT, "summary": "请致电13712341234。"})
        assert "137****1234" in kept.content.decode()
        assert not AnsweredEntry.objects.exists()
        assert client.post(step, {"subject": SUBJECT, "summary": ""}).status_code == 302
        entry = AnsweredEntry.objects.get()
        change = reverse("admin:requests_foia_answeredentry_change", args=[entry.pk])
        words = {"subject": SUBJECT, "letter_text": ""}
        refused = client.post(change, {**words, "summary": "欧阳雪见"}).content.decode()
        assert "含有申请人或者第三方" in refused
        assert client.post(change, {**words, "summary": SUMMARY}).status_code == 302
        client.force_login(place.second_clerk)
        desk = "admin:requests_foia_answeredentry_step"
        assert client.post(reverse(desk, args=[entry.pk, "release"])).status_code == 302
        public = reverse("requests:answered_entry", args=[entry.number])
        assert SUMMARY in client.get(public).content.decode()
        said = {"explanation": "内容有误，核实后另行列出。"}
        assert client.post(reverse(desk, args=[entry.pk, "withdraw"]), said).status_code == 302
        assert said["explanation"] in client.get(public).content.decode()
