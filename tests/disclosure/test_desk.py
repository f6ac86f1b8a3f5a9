"""The desk: what staff see, fill in and press."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure import actions
from disclosure.models import Category, Document
from portal.agencies.domain.roles import Role
from portal.files.queries import files_of
from tests.factories.agencies import staff
from tests.factories.disclosure import DRAFTED_AT, LATER, open_bureau
from tests.hostile import XSS_CORPUS

LIST = "admin:disclosure_document_changelist"
REVIEW = {
    "has_state_secret": "no",
    "has_commercial_secret": "no",
    "has_privacy": "no",
    "is_lawful": "yes",
    "conclusion": "pass",
    "comment": "",
    "personal_data_exemption": "",
}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(LATER, tick=False)


def change(document) -> str:
    return reverse("admin:disclosure_document_change", args=[document.pk])


def step(document, event) -> str:
    return reverse("admin:disclosure_document_step", args=[document.pk, event])


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def buttons(client, document) -> list[str]:
    page = soup(client.get(change(document)))
    return [link["href"].split("/step/")[1].strip("/") for link in page.select("a[href*='/step/']")]


def draft_fields(**said) -> dict[str, str]:
    return {
        "title": "雨水花园管理办法",
        "doc_no": "",
        "co_issuers": "",
        "category": str(Category.objects.get(code="policy-normative").pk),
        "information_class": "policy",
        "topic": "",
        "keywords": "",
        "genre": "notice",
        "summary": "",
        "body": "第一条　甲\r\n第二条　乙",
        "formed_on": "2026-03-09",
        "issued_on": "",
        "effective_on": "",
        "expires_on": "",
        "attribute": "proactive",
        "ground": "",
        "attribute_reason": "",
    } | said


def test_a_document_goes_from_the_empty_form_to_the_public(client, bureau):
    client.force_login(bureau.drafter)
    add = reverse("admin:disclosure_document_add")
    page = soup(client.get(add))
    chosen = page.select_one("select[name=organisation] option[selected]")
    assert chosen["value"] == str(bureau.organisation.pk)
    said = draft_fields(organisation=str(bureau.organisation.pk))
    assert client.post(add, said).status_code == 302
    document = Document.objects.get()
    assert (document.author, document.body) == (bureau.drafter, "第一条　甲\n第二条　乙")
    upload = SimpleUploadedFile("附表.csv", "项目,金额\n一,1\n".encode())
    assert client.post(step(document, "edit"), {"file": upload}).status_code == 302
    assert files_of(document).count() == 1
    assert client.post(step(document, "submit")).status_code == 302
    client.force_login(bureau.reviewer)
    assert client.post(step(document, "review"), REVIEW).status_code == 302
    client.force_login(bureau.office)
    assert client.post(step(document, "publish")).status_code == 302
    document.refresh_from_db()
    assert document.state == Document.States.PUBLISHED
    assert client.get(reverse("disclosure:detail", args=[document.index_no])).status_code == 200


def test_each_person_sees_only_their_own_buttons(client, bureau):
    document = bureau.draft()
    stages = [
        (None, {"drafter": ["submit", "edit"], "reviewer": [], "office": ["submit", "edit"]}),
        (
            "submit",
            {"drafter": [], "reviewer": ["review", "return"], "office": ["return"]},
        ),
    ]
    for event, expected in stages:
        if event == "submit":
            actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
        for who, events in expected.items():
            client.force_login(getattr(bureau, who))
            assert buttons(client, document) == events, (event, who)


def test_blockers_are_spelled_out_on_the_page_and_refused_on_post(client, bureau):
    document = bureau.reviewed()
    Document.objects.filter(pk=document.pk).update(body="身份证号11010519491231002X")
    client.force_login(bureau.office)
    text = client.get(change(document)).text
    assert "应当重新审查" in text
    assert "疑似含有个人信息" in text
    assert client.post(step(document, "publish")).status_code == 200
    document.refresh_from_db()
    assert document.state == Document.States.READY


def test_a_refused_review_keeps_what_was_typed(client, bureau):
    document = bureau.draft()
    actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    client.force_login(bureau.reviewer)
    said = REVIEW | {"has_privacy": "yes", "comment": "附表有住址。"}
    response = client.post(step(document, "review"), said)
    assert response.status_code == 200
    assert "结论不能是" in response.text
    assert "附表有住址。" in response.text


@pytest.mark.parametrize("missing", ["has_state_secret", "is_lawful", "conclusion"])
def test_no_question_of_the_form_answers_itself(client, bureau, missing):
    document = bureau.draft()
    actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    client.force_login(bureau.reviewer)
    said = {name: value for name, value in REVIEW.items() if name != missing}
    assert client.post(step(document, "review"), said).status_code == 200
    assert not document.reviews.exists()


def test_what_is_published_is_read_only_but_for_its_steps(client, bureau):
    document = bureau.published()
    client.force_login(bureau.office)
    page = soup(client.get(change(document)))
    assert not page.select("input[name=title], textarea[name=body]")
    assert buttons(client, document) == ["correct", "change_validity", "withdraw"]
    client.post(change(document), draft_fields(title="偷改"))
    document.refresh_from_db()
    assert document.title != "偷改"
    url = reverse("admin:disclosure_document_delete", args=[document.pk])
    assert client.post(url, {"post": "yes"}).status_code in (403, 404)


def test_a_correction_travels_through_the_desk(client, bureau):
    document = bureau.published()
    client.force_login(bureau.office)
    url = step(document, "correct")
    form = soup(client.get(url))
    said = {
        tag["name"]: tag.get("value", "") if tag.name == "input" else tag.text.lstrip("\n")
        for tag in form.select(
            "main input[name], main textarea[name], #content input[name], #content textarea[name]"
        )
    }
    said["body"] = said["body"].replace("\n", "\r\n")
    said["explanation"] = "没有改动。"
    assert "没有改动任何内容" in client.post(url, said).text
    said["title"] = "更正后的标题"
    assert client.post(url, said).status_code == 302
    assert list(document.revisions.get().changes) == ["title"]
    client.force_login(bureau.reviewer)
    assert "更正后的标题" in client.get(change(document)).text
    assert client.post(step(document, "review_correction"), REVIEW).status_code == 302
    document.refresh_from_db()
    assert document.title == "更正后的标题"


def test_withdrawing_by_the_desk_needs_its_word(client, bureau):
    document = bureau.published()
    client.force_login(bureau.office)
    assert client.post(step(document, "withdraw"), {"explanation": ""}).status_code == 200
    assert client.post(step(document, "withdraw"), {"explanation": "内容有误。"}).status_code == 302
    document.refresh_from_db()
    assert document.state == Document.States.WITHDRAWN


def test_an_edit_over_somebody_elses_is_a_conflict_with_the_text_kept(client, bureau):
    document = bureau.draft()
    client.force_login(bureau.drafter)
    version = soup(client.get(change(document))).select_one("input[name=_version]")["value"]
    actions.edit_document(
        document=document, fields={"title": "别人改的"}, actor=bureau.office, at=LATER
    )
    response = client.post(change(document), draft_fields(title="我改的", _version=version))
    assert response.status_code == 200
    assert "我改的" in response.text
    document.refresh_from_db()
    assert document.title == "别人改的"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 301}, "title"),
        ({"body": "长" * 200_001}, "body"),
        ({"formed_on": "2026-02-30"}, "formed_on"),
        ({"formed_on": "9999-12-31"}, ""),
        ({"category": "99999999999999999999"}, "category"),
        ({"attribute": "secret"}, "attribute"),
        ({"effective_on": "2026-05-01", "expires_on": "2026-04-01"}, ""),
    ],
)
def test_wrong_values_come_back_with_their_reason(client, bureau, said, word):
    client.force_login(bureau.drafter)
    fields = draft_fields(
        organisation=str(bureau.organisation.pk), **{"title": "留着的标题"} | said
    )
    response = client.post(reverse("admin:disclosure_document_add"), fields)
    assert response.status_code == 200
    assert soup(response).select(".errorlist, .errornote")
    assert not Document.objects.exists()


def test_other_bodies_rows_are_not_there(client, bureau):
    document = bureau.draft()
    stranger = open_bureau("other", "119901030000143490")
    client.force_login(stranger.office)
    assert client.get(change(document)).status_code == 404
    assert client.post(step(document, "submit")).status_code == 404
    assert document.title not in client.get(f"{reverse(LIST)}?range=all").text
    assert (
        client.get(reverse("admin:disclosure_document_history", args=[document.pk])).status_code
        == 404
    )


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DEPUTY_LEADER, Role.LEGAL_REVIEWER])
def test_readers_read_and_do_not_write(client, bureau, role):
    document = bureau.draft()
    client.force_login(staff(role, bureau.organisation))
    assert client.get(change(document)).status_code == 200
    assert buttons(client, document) == []
    assert client.get(reverse("admin:disclosure_document_add")).status_code == 403


def test_the_administrator_has_no_part_in_documents(client, bureau):
    document = bureau.draft()
    client.force_login(staff(Role.ADMINISTRATOR, bureau.organisation))
    assert client.get(change(document)).status_code in (403, 404)


def test_the_list_opens_on_what_is_mine_to_do(client, bureau):
    mine, others = bureau.draft(title="我的草稿"), bureau.published(title="已发布的")
    client.force_login(bureau.drafter)
    text = client.get(reverse(LIST)).text
    assert mine.title in text
    assert others.title not in text
    assert others.title in client.get(f"{reverse(LIST)}?range=all").text


def test_hidden_fields_cannot_be_guessed_through_the_list(client, bureau):
    bureau.draft()
    client.force_login(bureau.drafter)
    for lookup in ("author__password__startswith=m", "content_sha256__startswith=0"):
        assert client.get(f"{reverse(LIST)}?{lookup}").status_code in (302, 400)


@pytest.mark.parametrize("hostile", XSS_CORPUS)
def test_hostile_text_stays_text_on_the_desk(client, bureau, hostile):
    document = bureau.published(title=hostile, body=hostile)
    client.force_login(bureau.office)
    for url in (change(document), f"{reverse(LIST)}?range=all", step(document, "withdraw")):
        page = soup(client.get(url))
        assert not page.select(
            "#content iframe, #content img, #content svg[onload], #content style"
        )
        assert not [
            tag for tag in page.select("#content *") if tag.get("onerror") or tag.get("onload")
        ]
        assert "alert(1)" not in "".join(script.text for script in page.select("script"))


def test_the_list_grows_in_rows_not_in_queries(client, bureau, django_assert_max_num_queries):
    client.force_login(bureau.drafter)

    def queries(count: int) -> int:
        for number in range(count):
            bureau.draft(title=f"草稿{number}")
        with django_assert_max_num_queries(60) as seen:
            assert client.get(f"{reverse(LIST)}?range=all").status_code == 200
        return len(seen)

    queries(1)  # fills what Django keeps for the process
    assert queries(1) == queries(6)
