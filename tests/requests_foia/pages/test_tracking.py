"""Number and code open one case to one browser, and tell strangers nothing."""

import re
from statistics import median
from time import perf_counter
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.files.queries import files_of
from portal.guard import tokens
from portal.guard.models import Allowance
from requests_foia import actions
from requests_foia.models import Application
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db
TRACK = "requests:track"


@pytest.fixture
def place(db: None, clock) -> cases.Bureau:
    clock.move_to(cases.FILED_AT)
    return cases.bureau(code="yx", name="云溪区人民政府")


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def open_case(client: Client, filed: actions.Filed) -> str:
    fields = {"number": filed.application.number, "code": filed.code}
    response = client.post(reverse(TRACK), fields)
    assert response.status_code == 303
    return response.url


def held(application: Application, code: str = "AAAA") -> actions.Filed:
    """A case made by the factories, opened by a code of our own."""
    application.code_hash = tokens.hash_code(code)
    application.save(update_fields=["code_hash"])
    return actions.Filed(application, code)


def test_number_and_code_open_the_case(client: Client, place) -> None:
    filed = cases.filed(place)
    page = client.get(open_case(client, filed))
    assert page.status_code == 200
    text = text_of(page)
    assert filed.application.number in text
    # Confirmed at the latest on Tuesday 4 November, 20 working days on.
    assert "最迟应于 2025年12月2日（星期二） 前答复" in text
    assert "等待：受理机关" in text
    assert cases.CITIZEN.name not in text
    assert cases.CITIZEN.phone not in text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda n, c: (n.lower(), c.lower()),
        lambda n, c: (f" {n} ", c.replace("-", "")),
        lambda n, c: (n.replace("-", "－"), c.replace("0", "O").replace("1", "l")),
        lambda n, c: (n, c.replace("-", "\u3000")),
    ],
)
def test_how_it_is_typed_does_not_matter(client: Client, place, spoil) -> None:
    filed = cases.filed(place)
    number, code = spoil(filed.application.number, filed.code)
    assert client.post(reverse(TRACK), {"number": number, "code": code}).status_code == 303


def wrong_pairs(filed: actions.Filed) -> dict[str, tuple[str, str]]:
    number, code = filed.application.number, filed.code
    return {
        "wrong code": (number, tokens.new_code()),
        "unknown number": (number.replace("00001", "99999"), code),
        "malformed code": (number, "=1+1"),
        "malformed number": ("'; drop table", code),
        "over-long": ("9" * 3000, "Z" * 3000),
        "odd": ("\u202e\uffff", "\x07"),
    }


def anonymous(response, *typed: str) -> str:
    """The page without what was typed into it and without tokens of the moment."""
    page = BeautifulSoup(response.content, "html.parser")
    for field in page.select("input"):
        field.attrs.pop("value", None)
    return str(page)


def test_whatever_does_not_fit_gets_one_answer(client: Client, place) -> None:
    filed = cases.filed(place)
    answers = set()
    for number, code in wrong_pairs(filed).values():
        response = Client().post(reverse(TRACK), {"number": number, "code": code})
        assert "sessionid" not in response.cookies
        answers.add((response.status_code, anonymous(response)))
    assert len(answers) == 1
    assert "编号和查询码对不上" in answers.pop()[1]


def test_an_unknown_number_takes_as_long_as_a_wrong_code(place) -> None:
    filed = cases.filed(place)
    pairs = wrong_pairs(filed)
    taken: dict[str, list[float]] = {"wrong code": [], "unknown number": []}
    for _ in range(25):
        for kind in taken:
            Allowance.objects.all().delete()
            number, code = pairs[kind]
            began = perf_counter()
            Client().post(reverse(TRACK), {"number": number, "code": code})
            taken[kind].append(perf_counter() - began)
    known, unknown = (median(times) for times in taken.values())
    assert 0.7 < known / unknown < 1.4


@pytest.mark.parametrize("missing", ["number", "code"])
def test_an_empty_field_is_asked_for(client: Client, place, missing: str) -> None:
    fields = {"number": "YX-2025-00001", "code": "AAAA"} | {missing: ""}
    response = client.post(reverse(TRACK), fields)
    assert response.status_code == 422
    assert missing in response.context["form"].errors


def test_the_session_gets_a_new_id(client: Client, place) -> None:
    session = client.session
    session["planted"] = "1"
    session.save()
    planted = client.cookies["sessionid"] = session.session_key
    open_case(client, cases.filed(place))
    assert client.cookies["sessionid"].value != planted


def test_another_browser_gets_not_found(client: Client, place) -> None:
    filed = cases.issued(place)
    opened = open_case(client, held(filed))
    letter = filed.letters.get()
    urls = [
        opened,
        reverse("requests:letter", args=[filed.pk, letter.pk]),
        reverse("requests:withdraw", args=[filed.pk]),
        reverse("requests:correct", args=[filed.pk]),
    ]
    stranger = Client()
    answers = {stranger.get(url).status_code for url in urls}
    answers |= {stranger.post(url).status_code for url in urls[2:]}
    unknown = stranger.get(reverse("requests:tracked", args=[uuid4()]))
    assert answers == {404}
    assert unknown.status_code == 404


def test_one_opened_case_opens_no_other(client: Client, place) -> None:
    mine = cases.filed(place, key="mine")
    theirs = cases.issued(place, key="theirs")
    open_case(client, mine)
    letter = theirs.letters.get()
    for args in ([theirs.pk, letter.pk], [mine.application.pk, letter.pk]):
        assert client.get(reverse("requests:letter", args=args)).status_code == 404
    assert client.get(reverse("requests:tracked", args=[theirs.pk])).status_code == 404


def test_neither_number_nor_code_stands_in_an_address(client: Client, place) -> None:
    filed = cases.issued(place)
    page = client.get(open_case(client, held(filed, "WXYZ-WXYZ")))
    links = re.findall(r'(?:href|action|src)="([^"]*)"', page.content.decode())
    assert links
    assert not [u for u in links if "WXYZ" in u or filed.number in u]
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert "WXYZ" not in page.content.decode()


def test_leaving_forgets_the_case(client: Client, place) -> None:
    opened = open_case(client, cases.filed(place))
    left = client.post(reverse("requests:leave"), follow=True)
    assert "已退出" in text_of(left)
    assert client.get(opened).status_code == 404


def test_an_idle_half_hour_forgets_the_case(client: Client, place, clock) -> None:
    opened = open_case(client, cases.filed(place))
    for _ in range(3):
        clock.shift(20 * 60)
        assert client.get(opened).status_code == 200
    clock.shift(31 * 60)
    assert client.get(opened).status_code == 404


def test_the_letter_is_shown_as_it_was_frozen(client: Client, place) -> None:
    case = cases.delivered(place)
    opened = open_case(client, held(case))
    letter = case.letters.get()
    url = reverse("requests:letter", args=[case.pk, letter.pk])
    assert url in client.get(opened).content.decode()
    page = client.get(url)
    assert letter.html in page.content.decode()
    text = text_of(page)
    assert letter.number in text
    assert letter.sha256 in text
    assert "行政复议" in text
    assert case.organisation.reconsideration_authority in text


def test_what_the_reply_discloses_is_listed(client: Client, place) -> None:
    case = cases.handled(place)
    reply = actions.draft_reply(
        application=case,
        actor=place.drafter,
        at=cases.after(days=1),
        attachments=[SimpleUploadedFile("中标结果.csv", "单位,金额\n云溪建设,100\n".encode())],
        **cases.DISCLOSED,
    )
    cases.checked(place, case, cases.after(days=2))
    actions.approve(application=case, actor=place.leader, at=cases.after(days=2))
    opened = open_case(client, held(cases.refreshed(case)))
    url = files_of(reply).get().url
    assert url not in client.get(opened).content.decode()
    actions.issue(application=case, actor=place.clerk, at=cases.after(days=3))
    assert url in client.get(opened).content.decode()
    assert client.get(url).status_code == 200
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize(
    ("make", "days", "sentence"),
    [
        (cases.confirmed, 0, "应于 2025年12月1日（星期一） 前答复 还有 20 个工作日"),
        (cases.handled, 25, "还有 1 个工作日"),
        (cases.handled, 28, "今天到期"),
        (cases.handled, 29, "已超过 1 个工作日"),
        (cases.delivered, 30, "已于 2025年11月6日（星期四） 答复 按时"),
    ],
    ids=["running", "soon", "today", "overdue", "answered"],
)
def test_the_page_says_how_it_stands(client, place, clock, make, days, sentence: str) -> None:
    case = make(place)
    clock.move_to(cases.after(days=days))
    assert sentence in text_of(client.get(open_case(client, held(case))))


def test_a_missed_day_is_told_as_past(client: Client, place, clock) -> None:
    case = cases.handled(place)
    clock.move_to(cases.after(days=27))
    assert "最迟在这一天答复 （尚未）" in text_of(client.get(open_case(client, held(case))))
    clock.move_to(cases.after(days=29))
    told = text_of(client.get(open_case(client, held(case))))
    assert "（尚未）" not in told
    assert told.index("答复期限届满，没有答复") < told.index("等待：")


def test_a_late_answer_stays_late(client: Client, place, clock) -> None:
    case = cases.issued(place)
    clock.move_to(cases.after(days=60))
    late = cases.after(days=31).date()
    actions.deliver(
        application=case,
        method=cases.DeliveryMethod.EMAIL,
        proof="邮件发送记录",
        sent_on=late,
        actor=place.clerk,
        at=cases.after(days=31),
    )
    assert "逾期" in text_of(client.get(open_case(client, held(cases.refreshed(case)))))


def test_the_deadline_is_drawn(client: Client, place) -> None:
    page = client.get(open_case(client, held(cases.confirmed(place))))
    drawing = page.context["drawing"]
    assert drawing.due_on.isoformat() == "2025-12-01"
    assert drawing.counted == 20
    assert "答复期限是这样算的" in text_of(page)


def test_a_correction_is_asked_for_and_sent(client: Client, place, clock) -> None:
    case = cases.registered(place)
    actions.request_correction(
        application=case,
        missing="请写明是哪一期工程 <b>&",
        actor=place.clerk,
        at=cases.after(days=1),
    )
    clock.move_to(cases.after(days=2))
    opened = open_case(client, held(cases.refreshed(case)))
    page = client.get(opened)
    assert "请您补正" in text_of(page)
    assert "收到您的补正以后" in text_of(page)
    url = reverse("requests:correct", args=[case.pk])
    form = client.get(url)
    assert cases.CONTENT.content in form.content.decode()
    assert "请写明是哪一期工程 &lt;b&gt;&amp;" in form.content.decode()

    refused = client.post(url, {"corrected_content": "字" * 2001})
    assert refused.status_code == 422
    assert "字" * 2001 in refused.content.decode()
    unchanged = client.post(url, {"corrected_content": f" {cases.CONTENT.content}\r\n"})
    assert "内容与原来的一样" in text_of(unchanged)
    assert client.post(url, {"corrected_content": "桃源路二期工程"}).url == opened
    case.refresh_from_db()
    assert case.content == "桃源路二期工程"
    assert case.due_on.isoformat() == "2025-12-03"
    assert client.get(url).status_code == 404


def test_an_application_can_be_withdrawn_once(client: Client, place) -> None:
    case = cases.handled(place)
    opened = open_case(client, held(case))
    url = reverse("requests:withdraw", args=[case.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).url == opened
    assert "已撤回" in text_of(client.get(opened))
    assert client.post(url, {"reason": ""}).status_code == 404


def test_staff_stay_signed_in_when_they_leave_a_case(client: Client, place) -> None:
    client.force_login(place.clerk)
    open_case(client, cases.filed(place))
    client.post(reverse("requests:leave"))
    assert "_auth_user_id" in client.session


def test_the_pages_speak_english(client: Client, place) -> None:
    client.cookies["django_language"] = "en"
    case = cases.delivered(place)
    opened = open_case(client, held(case))
    letter = case.letters.get()
    for url in (
        reverse("requests:index"),
        reverse("requests:form"),
        reverse(TRACK),
        opened,
        reverse("requests:letter", args=[case.pk, letter.pk]),
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert '<html lang="en"' in page.content.decode()


def test_the_tracked_page_costs_the_same_however_long_the_story(
    client: Client, place, django_assert_max_num_queries
) -> None:
    opened = open_case(client, held(cases.archived(place)))
    with django_assert_max_num_queries(14):
        client.get(opened)
