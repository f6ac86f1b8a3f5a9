"""What the public sees of interpretations and consultations."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from interpretation import actions
from tests.factories.disclosure import LATER, PUBLISHED_AT, DocumentFactory
from tests.factories.interpretation import (
    CLOSES_AT,
    OPENS_AT,
    CommentFactory,
    ConsultationFactory,
    InterpretationFactory,
    draft_consultation,
    draft_interpretation,
    make_ready,
)
from tests.hostile import XSS_CORPUS

CANARY = "金丝雀专用词"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _clock(today):
    return today


def text_of(client, url) -> str:
    response = client.get(url)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def soup_of(client, url, status=200) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == status, url
    return BeautifulSoup(response.content, "html.parser")


def published_interpretation(bureau, **fields):
    item = make_ready(bureau, draft_interpretation(bureau, [bureau.published()], **fields))
    return actions.publish_interpretation(interpretation=item, actor=bureau.office, at=LATER)


def published_consultation(bureau, **fields):
    item = make_ready(bureau, draft_consultation(bureau, **fields))
    return actions.publish_consultation(consultation=item, actor=bureau.office, at=OPENS_AT)


def outputs(client, namespace, api, pk) -> dict[str, str]:
    urls = [
        reverse(f"{namespace}:list"),
        reverse(f"{namespace}:feed"),
        reverse(f"{namespace}:detail", args=[pk]),
        f"/api/v1/{api}/",
        f"/api/v1/{api}/{pk}/",
        f"/api/v1/{api}/?format=csv",
        "/search/?q=金丝雀",
        "/",
    ]
    return {url: text_of(client, url).replace("<mark>", "").replace("</mark>", "") for url in urls}


def test_document_and_interpretation_link_to_each_other(client, bureau):
    item = published_interpretation(bureau)
    document = item.documents.get()
    to_document = reverse("disclosure:detail", args=[document.index_no])
    to_item = reverse("interpretation:detail", args=[item.pk])
    assert soup_of(client, to_item).select_one(f'a[href="{to_document}"]')
    assert soup_of(client, to_document).select_one(f'a[href="{to_item}"]')
    row = client.get(f"/api/v1/interpretations/{item.pk}/").json()
    assert row["documents"] == [
        {"id": document.pk, "index_no": document.index_no, "title": document.title}
    ]


def test_a_withdrawn_document_is_named_no_longer(client, bureau):
    from disclosure.actions import withdraw_document

    item = published_interpretation(bureau)
    document = item.documents.get()
    withdraw_document(document=document, explanation="有误。", actor=bureau.office, at=LATER)
    assert document.title not in text_of(client, reverse("interpretation:detail", args=[item.pk]))
    assert client.get(f"/api/v1/interpretations/{item.pk}/").json()["documents"] == []


@pytest.mark.parametrize("step", ["draft", "review", "ready"])
@pytest.mark.parametrize(
    ("draft", "namespace", "api"),
    [
        (
            lambda b: draft_interpretation(b, [b.published()], title=CANARY),
            "interpretation",
            "interpretations",
        ),
        (lambda b: draft_consultation(b, title=CANARY), "consultations", "consultations"),
    ],
    ids=["interpretation", "consultation"],
)
def test_what_is_not_published_appears_nowhere(client, bureau, step, draft, namespace, api):
    item = draft(bureau)
    if step == "review":
        actions.submit(item=item, actor=bureau.drafter, at=PUBLISHED_AT)
    elif step == "ready":
        make_ready(bureau, item)
    for url, body in outputs(client, namespace, api, item.pk).items():
        assert CANARY not in body, url
    assert client.get(reverse(f"{namespace}:detail", args=[item.pk])).status_code == 404


def test_withdrawing_an_interpretation_purges_it(client, bureau):
    item = published_interpretation(bureau, title=CANARY, body=CANARY)
    seen = outputs(client, "interpretation", "interpretations", item.pk)
    assert [url for url, body in seen.items() if CANARY not in body and url != "/"] == []
    actions.withdraw(item=item, explanation="内容有误。", actor=bureau.office, at=LATER)
    for url, body in outputs(client, "interpretation", "interpretations", item.pk).items():
        assert CANARY not in body, url
    assert "内容有误。" in text_of(client, reverse("interpretation:detail", args=[item.pk]))
    row = client.get(f"/api/v1/interpretations/{item.pk}/").json()
    assert row["withdrawn_notice"] == "内容有误。"
    assert "title" not in row


def test_withdrawing_a_consultation_purges_it(client, bureau):
    item = published_consultation(bureau, title=CANARY)
    seen = outputs(client, "consultations", "consultations", item.pk)
    assert [url for url, body in seen.items() if CANARY not in body] == []
    actions.withdraw_consultation(
        consultation=item, explanation="方案暂缓。", actor=bureau.office, at=LATER
    )
    for url, body in outputs(client, "consultations", "consultations", item.pk).items():
        assert CANARY not in body, url
    assert "方案暂缓。" in text_of(client, reverse("consultations:detail", args=[item.pk]))


class TestTheTimeOfAConsultation:
    @pytest.mark.parametrize(
        ("at", "words"),
        [
            (OPENS_AT - timedelta(hours=1), "即将开始"),
            # Wednesday 8 April to Friday 10 April.
            (CLOSES_AT - timedelta(days=2), "还有 2 个工作日"),
            (CLOSES_AT - timedelta(hours=1), "今天 17:00 截止"),
            (CLOSES_AT, "征集已经结束"),
        ],
    )
    def test_it_is_told_as_a_sentence(self, client, bureau, today, at, words):
        item = published_consultation(bureau)
        today.move_to(at, tick=False)
        url = reverse("consultations:detail", args=[item.pk])
        assert words in " ".join(soup_of(client, url).select_one("main").text.split())

    def test_after_the_end_the_page_says_by_when_it_will_be_answered(self, client, bureau, today):
        item = published_consultation(bureau)
        today.move_to(CLOSES_AT, tick=False)
        assert "2026年5月11日" in text_of(client, reverse("consultations:detail", args=[item.pk]))

    def test_the_list_sorts_by_what_can_be_done(self, client, db, today):
        open_now = ConsultationFactory(published=True)
        coming = ConsultationFactory(
            published=True, opens_at=LATER + timedelta(days=1), closes_at=LATER + timedelta(days=40)
        )
        over = ConsultationFactory(
            published=True, opens_at=LATER - timedelta(days=60), closes_at=LATER - timedelta(days=9)
        )
        soup = soup_of(client, reverse("consultations:list"))
        sections = {
            section.h2.text.split()[0]: section.text for section in soup.select("section.block")
        }
        assert open_now.title in sections["正在征集"]
        assert coming.title in sections["即将开始"]
        assert over.title in sections["已经结束"]

    def test_the_outcome_stands_on_the_page(self, client, bureau, today):
        item = published_consultation(bureau)
        after = CLOSES_AT + timedelta(days=3)
        actions.publish_outcome(
            consultation=item, outcome="采纳五条。", actor=bureau.office, at=after
        )
        today.move_to(after, tick=False)
        soup = soup_of(client, reverse("consultations:detail", args=[item.pk]))
        assert "采纳五条。" in soup.select_one("#outcome").text

    def test_the_reason_for_a_short_period_is_public(self, client, bureau):
        item = published_consultation(
            bureau,
            closes_at=CLOSES_AT - timedelta(days=5),
            short_period_reason="汛期临近。",
        )
        assert "汛期临近。" in text_of(client, reverse("consultations:detail", args=[item.pk]))


@pytest.mark.parametrize("query", ["form=text", "form=nonsense", "page=99999", "page=x", "x=1"])
def test_the_list_takes_any_query(client, db, query):
    InterpretationFactory(published=True)
    for name in ("interpretation:list", "consultations:list"):
        assert client.get(f"{reverse(name)}?{query}").status_code == 200


def test_the_list_is_filtered_by_form(client, db):
    text = InterpretationFactory(published=True, form="text")
    video = InterpretationFactory(published=True, form="video")
    shown = soup_of(client, f"{reverse('interpretation:list')}?form=video").select_one("main").text
    assert video.title in shown
    assert text.title not in shown


def test_feeds_are_well_formed_and_name_the_sites_own_address(client, db, settings):
    settings.PORTAL_BASE_URL = "https://gk.example.gov.cn"
    InterpretationFactory(published=True)
    ConsultationFactory(published=True)
    for name in ("interpretation:feed", "consultations:feed"):
        feed = ElementTree.fromstring(client.get(reverse(name)).content)
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == 1
        assert entries[0].findtext(f"{ATOM}id").startswith("https://gk.example.gov.cn/")


@pytest.mark.parametrize("hostile", XSS_CORPUS)
def test_hostile_text_stays_text(client, db, hostile):
    item = InterpretationFactory(
        published=True, title=hostile, body=hostile, interpreter_name=hostile[:60]
    )
    draft = ConsultationFactory(
        published=True,
        title=hostile,
        background=hostile,
        draft_text=hostile,
        how_to_respond=hostile,
    )
    urls = [
        reverse("interpretation:detail", args=[item.pk]),
        reverse("interpretation:list"),
        reverse("consultations:detail", args=[draft.pk]),
        reverse("consultations:list"),
    ]
    for url in urls:
        main = soup_of(client, url).select_one("main")
        assert hostile.split() == main.h1.text.split() or hostile.split()[0] in main.text
        assert not main.select("script, iframe, img, style, svg[onload], a[href^=javascript]")


def test_pages_grow_in_rows_not_in_queries(client, db, django_assert_max_num_queries):
    subject = InterpretationFactory(published=True)
    draft = ConsultationFactory(published=True)

    def queries(count: int) -> int:
        for item in InterpretationFactory.create_batch(count, published=True):
            item.documents.add(DocumentFactory(published=True))
        ConsultationFactory.create_batch(count, published=True)
        CommentFactory.create_batch(count, shown=True, interpretation=subject)
        urls = [
            reverse("interpretation:list"),
            reverse("interpretation:feed"),
            reverse("interpretation:detail", args=[subject.pk]),
            reverse("consultations:list"),
            reverse("consultations:feed"),
            reverse("consultations:detail", args=[draft.pk]),
            "/api/v1/interpretations/",
            "/api/v1/consultations/",
            "/api/v1/comments/",
        ]
        with django_assert_max_num_queries(200) as seen:
            for url in urls:
                assert client.get(url).status_code == 200
        return len(seen)

    assert queries(2) == queries(12)
