"""What the public sees of documents, and what it never sees."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from disclosure import actions
from disclosure.models import Document
from portal.files.queries import files_of
from tests.factories.disclosure import (
    DRAFTED_AT,
    LATER,
    PUBLISHED_AT,
    DocumentFactory,
    open_bureau,
)
from tests.hostile import XSS_CORPUS

CANARY = "金丝雀专用词"
PART = "金丝雀"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(LATER, tick=False)


def page(client, url, status=200) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == status, url
    return BeautifulSoup(response.content, "html.parser")


def everywhere(client, document) -> dict[str, str]:
    """All public outputs that could mention a document."""
    urls = [
        reverse("disclosure:list"),
        f"{reverse('disclosure:list')}?q={PART}",
        reverse("disclosure:category", args=["policy-normative"]),
        reverse("disclosure:feed"),
        f"{reverse('pages:search')}?q={PART}",
        reverse("pages:home"),
        reverse("pages:organisation", args=[document.organisation.code]),
        reverse("pages:sitemap_section", args=[1]),
        "/api/v1/documents/",
        "/api/v1/documents/?format=csv",
        "/api/v1/documents/?format=ndjson",
        f"/api/v1/documents/{document.pk}/",
    ]
    if document.index_no:
        urls.append(reverse("disclosure:detail", args=[document.index_no]))
    seen = {}
    for url in urls:
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        seen[url] = body.decode()
    return seen


def test_detail_shows_the_metadata_in_the_national_order(client, bureau):
    document = bureau.published(topic="城乡建设", keywords="雨水 花园")
    soup = page(client, reverse("disclosure:detail", args=[document.index_no]))
    terms = [term.text for term in soup.select(".metadata dt")]
    assert terms[:9] == [
        "索引号",
        "主题分类",
        "发文机关",
        "成文日期",
        "标题",
        "发文字号",
        "发布日期",
        "主题词",
        "有效性",
    ]
    assert soup.select_one("h1").text == document.title
    assert [strong.text for strong in soup.select(".article strong")] == ["第一条", "第二条"]
    assert document.content_sha256[:16] in soup.text


def test_detail_carries_the_ten_head_tags(client, bureau):
    document = bureau.published()
    soup = page(client, reverse("disclosure:detail", args=[document.index_no]))
    tags = {tag["name"]: tag["content"] for tag in soup.select("meta[name]")}
    assert tags["ArticleTitle"] == document.title
    assert tags["PubDate"] == "2026-03-11 09:00"
    assert tags["ContentSource"] == document.organisation.name
    assert {"SiteName", "SiteDomain", "ColumnName", "ColumnKeywords", "ColumnType"} <= tags.keys()


def test_repealed_document_says_so_and_links_to_its_successor(client, bureau):
    old, new = bureau.published(), bureau.published(title="新办法")
    actions.change_validity(
        document=old,
        validity="repealed",
        repealed_by=new,
        explanation="新办法施行。",
        actor=bureau.office,
        at=LATER,
    )
    soup = page(client, reverse("disclosure:detail", args=[old.index_no]))
    banner = soup.select_one(".notice")
    assert "已废止" in banner.text
    assert banner.select_one("a")["href"] == reverse("disclosure:detail", args=[new.index_no])


def test_the_search_says_what_is_not_in_force(client, bureau):
    bureau.published(title="电梯新办法")
    bureau.published(title="电梯旧办法", expires_on=date(2026, 3, 31))
    bureau.published(title="电梯明年办法", effective_on=date(2027, 1, 1))
    rows = page(client, f"{reverse('pages:search')}?q=电梯").select(".record")
    told = {
        row.select_one("a").text: [status.text.strip() for status in row.select(".status")]
        for row in rows
    }
    assert told == {
        "电梯新办法": [],
        "电梯旧办法": ["已失效"],
        "电梯明年办法": ["尚未施行"],
    }


def test_expiry_needs_no_job(client, bureau):
    document = bureau.published(expires_on=date(2026, 3, 31))
    soup = page(client, reverse("disclosure:detail", args=[document.index_no]))
    assert "已失效" in soup.select_one(".notice").text
    listed = page(client, f"{reverse('disclosure:list')}?validity=expired")
    assert document.title in listed.text
    assert (
        document.title not in page(client, f"{reverse('disclosure:list')}?validity=in_force").text
    )
    row = client.get(f"/api/v1/documents/{document.pk}/").json()
    assert row["validity"] == "expired"


def test_a_document_not_yet_in_force_says_from_when(client, bureau):
    document = bureau.published(effective_on=date(2026, 12, 1))
    soup = page(client, reverse("disclosure:detail", args=[document.index_no]))
    banner = soup.select_one(".notice").text
    assert "尚未施行" in banner
    assert "2026年12月1日（星期二）" in banner
    in_force = page(client, f"{reverse('disclosure:list')}?validity=in_force")
    assert document.title not in in_force.text
    assert document.title in page(client, f"{reverse('disclosure:list')}?validity=not_yet").text
    assert client.get(f"/api/v1/documents/{document.pk}/").json()["validity"] == "not_yet"


@pytest.mark.parametrize("step", ["draft", "review", "ready", "registered"])
def test_what_is_not_published_appears_nowhere(client, bureau, step):
    fields = {"title": CANARY, "body": f"第一条　{CANARY}"}
    if step == "ready":
        document = bureau.reviewed(**fields)
    elif step == "registered":
        withheld = {"attribute": "withheld", "ground": "process", "attribute_reason": CANARY}
        document = bureau.draft(**fields, **withheld)
        actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
        actions.register_document(document=document, actor=bureau.office, at=DRAFTED_AT)
    else:
        document = bureau.draft(**fields)
        if step == "review":
            actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    for url, body in everywhere(client, document).items():
        assert CANARY not in re.sub("</?mark>", "", body), url
    assert client.get(f"/api/v1/documents/{document.pk}/").status_code == 404


def attach(bureau, document) -> None:
    upload = SimpleUploadedFile("附表.csv", f"项目,说明\n一,{CANARY}\n".encode())
    actions.attach_file(document=document, upload=upload, actor=bureau.drafter, at=DRAFTED_AT)


def test_attachments_are_public_exactly_while_the_document_is(client, bureau):
    document = bureau.draft()
    attach(bureau, document)
    url = files_of(document).get().url
    assert client.get(url).status_code == 404
    actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    bureau.review(document)
    assert client.get(url).status_code == 404
    document = actions.publish(document=document, actor=bureau.office, at=PUBLISHED_AT)
    served = client.get(url)
    assert served.status_code == 200
    assert served["Content-Disposition"].startswith("attachment")
    soup = page(client, reverse("disclosure:detail", args=[document.index_no]))
    assert soup.select_one(".attachments a")["href"] == url
    actions.withdraw_document(
        document=document, explanation="附表有误。", actor=bureau.office, at=LATER
    )
    assert client.get(url).status_code == 404
    assert client.get(url, headers={"if-none-match": served["ETag"]}).status_code == 404


def test_withdrawing_purges_every_place_and_leaves_a_notice(client, bureau):
    document = bureau.published(title=CANARY, body=f"第一条　{CANARY}", summary=CANARY)
    seen = everywhere(client, document)
    missing = [url for url, body in seen.items() if CANARY not in re.sub("</?mark>", "", body)]
    assert missing == [reverse("pages:sitemap_section", args=[1])]
    assert document.index_no in seen[missing[0]]
    actions.withdraw_document(
        document=document, explanation="依据条例第十四条撤回。", actor=bureau.office, at=LATER
    )
    for url, body in everywhere(client, document).items():
        assert CANARY not in re.sub("</?mark>", "", body), url
    assert document.index_no not in client.get(reverse("pages:sitemap_section", args=[1])).text
    soup = page(client, reverse("disclosure:detail", args=[document.index_no]))
    assert "依据条例第十四条撤回。" in soup.text
    tombstone = client.get(f"/api/v1/documents/{document.pk}/").json()
    assert tombstone["withdrawn_notice"] == "依据条例第十四条撤回。"
    assert tombstone["index_no"] == document.index_no
    assert not {"title", "body", "summary", "attachments"} & tombstone.keys()


def test_withdrawal_reaches_harvesters(client, bureau):
    document = bureau.published()
    since = {"updated_since": "2026-03-20T00:00:00+08:00"}
    assert client.get("/api/v1/documents/", since).json()["results"] == []
    actions.withdraw_document(
        document=document, explanation="撤回。", actor=bureau.office, at=LATER
    )
    results = client.get("/api/v1/documents/", since).json()["results"]
    assert [row["withdrawn_notice"] for row in results] == ["撤回。"]


def test_withdrawing_needs_a_word_to_the_public(bureau):
    document = bureau.published()
    with pytest.raises(Exception, match="公开的说明"):
        actions.withdraw_document(document=document, explanation=" ", actor=bureau.office, at=LATER)


class TestTheList:
    @pytest.fixture
    def documents(self, bureau):
        other = open_bureau("yunxi-health", "119901030000143490")
        return {
            "雨水": bureau.published(),
            "托育": other.published(
                title="托育机构补助办法", doc_no="云溪卫〔2026〕7号", information_class="policy"
            ),
            "收费": bureau.published(
                title="收费目录", doc_no="", information_class="fiscal", body="一、收费项目"
            ),
        }

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", {"雨水", "托育", "收费"}),
            ("organisation=yunxi-health", {"托育"}),
            ("q=办法", {"雨水", "托育"}),
            ("q=办法+托", {"托育"}),
            ("q=云溪卫[2026]7号", {"托育"}),
            ("q=%EF%BC%97%E5%8F%B7", {"托育"}),
            ("q=%25", set()),
            ("q=_", set()),
            ("year=2026", {"雨水", "托育", "收费"}),
            ("category=statutory", {"雨水", "托育", "收费"}),
            ("category=budget", set()),
            ("information_class=fiscal", {"收费"}),
            ("validity=repealed", set()),
        ],
    )
    def test_each_filter_narrows_list_feed_and_interface_alike(
        self, client, documents, query, found
    ):
        titles = {name: document.title for name, document in documents.items()}
        listed = page(client, f"{reverse('disclosure:list')}?{query}")
        assert {
            name
            for name, title in titles.items()
            if title in [a.text for a in listed.select(".record a")]
        } == found
        feed = ElementTree.fromstring(client.get(f"{reverse('disclosure:feed')}?{query}").content)
        assert {e.findtext(f"{ATOM}title") for e in feed.findall(f"{ATOM}entry")} == {
            titles[name] for name in found
        }
        rows = client.get(f"/api/v1/documents/?{query}").json()["results"]
        assert {row["title"] for row in rows} == {titles[name] for name in found}

    @pytest.mark.parametrize(
        "query",
        [
            "category=nonsense",
            "organisation=%3Cscript%3E",
            "year=2026-02-30",
            "year=99999999999999999999",
            "validity=x",
            "page=99999999999",
            "page=abc",
            "page=-1",
            "q=" + "长" * 200,
            "q=a&q=b",
            "unknown=1",
        ],
    )
    def test_a_wrong_value_is_told_and_breaks_nothing(self, client, documents, query):
        response = client.get(f"{reverse('disclosure:list')}?{query}")
        assert response.status_code == 200
        assert client.get(f"{reverse('disclosure:feed')}?{query}").status_code == 200

    def test_chips_name_each_filter_and_lead_to_the_list_without_it(self, client, documents):
        soup = page(client, f"{reverse('disclosure:list')}?organisation=yunxi-health&q=办法")
        chips = {chip.text.strip(): chip["href"] for chip in soup.select(".chip")}
        assert len(chips) == 2
        without = next(url for text, url in chips.items() if "办法" in text)
        assert "organisation=yunxi-health" in without
        assert "q=" not in without

    def test_the_count_is_told_in_words(self, client, documents):
        assert "共 3 份文件" in page(client, reverse("disclosure:list")).text

    def test_an_unknown_category_is_not_found(self, client, db):
        assert client.get("/disclosure/category/nothing/").status_code == 404

    def test_its_twins_carry_the_filters(self, client, documents):
        soup = page(client, f"{reverse('disclosure:list')}?organisation=yunxi-health&q=")
        links = [a["href"] for a in soup.select(".machine-links a")]
        assert all("organisation=yunxi-health" in link for link in links)
        for link in links:
            response = client.get(link)
            assert response.status_code == 200, link


def test_pages_grow_in_rows_not_in_queries(client, db, django_assert_max_num_queries):
    def queries(count: int) -> int:
        DocumentFactory.create_batch(count, published=True)
        with django_assert_max_num_queries(100) as seen:
            for url in (
                reverse("disclosure:list"),
                reverse("disclosure:feed"),
                "/api/v1/documents/",
            ):
                assert client.get(url).status_code == 200
        return len(seen)

    assert queries(2) == queries(15)


@pytest.mark.parametrize("hostile", XSS_CORPUS)
def test_hostile_text_stays_text(client, bureau, hostile):
    document = bureau.published(
        title=hostile, body=hostile, summary=hostile, keywords=hostile[:200], topic=hostile[:100]
    )
    for url in (reverse("disclosure:detail", args=[document.index_no]), reverse("disclosure:list")):
        soup = page(client, url)
        assert not soup.select("main script, main iframe, main svg[onload], main img, main object")
        assert not [
            tag for tag in soup.select("main *") if any(name.startswith("on") for name in tag.attrs)
        ]
        assert not [a for a in soup.select("main a") if a.get("href", "").startswith("javascript")]
    feed = client.get(reverse("disclosure:feed")).content
    titles = [e.text for e in ElementTree.fromstring(feed).iter(f"{ATOM}title")]
    assert hostile.split() == titles[-1].split()


def test_both_languages_serve_the_pages(client, bureau):
    document = bureau.published()
    with translation.override("en"):
        for url in (
            reverse("disclosure:list"),
            reverse("disclosure:detail", args=[document.index_no]),
        ):
            assert client.get(url).status_code == 200


def test_an_unknown_number_is_not_found(client, db):
    assert client.get("/disclosure/000014349/2017-00110/").status_code == 404
    assert client.get("/disclosure/%22%3E%3Cscript%3E/").status_code == 404


def test_a_category_page_counts_what_lies_below(client, bureau):
    document = bureau.published()
    soup = page(client, reverse("disclosure:category", args=["statutory"]))
    assert document.title in soup.text
    heads = {a.text: a.parent.text for a in soup.select(".heads a")}
    assert heads["法规规章和规范性文件"].strip().endswith("1")
    assert len(heads) == 20


def test_the_catalogue_carries_the_fifteen_heads(client, db):
    rows = client.get("/api/v1/categories/?parent=statutory&limit=100").json()["results"]
    heads = [row for row in rows if row["article"].startswith("条例第二十条")]
    assert len(heads) == 15
    assert heads[0]["statute_text"] == "行政法规、规章和规范性文件"
    assert heads[14]["article"] == "条例第二十条第（十五）项"


def test_staff_read_attachments_of_their_drafts(client, bureau):
    document = bureau.draft()
    attach(bureau, document)
    url = files_of(document).get().url
    client.force_login(bureau.reviewer)
    assert client.get(url).status_code == 200
    client.force_login(open_bureau("other", "119901030000143490").office)
    assert client.get(url).status_code == 404


def test_nothing_but_documents_of_this_state_is_public(db):
    for state in Document.States.values:
        if state not in ("published", "withdrawn"):
            DocumentFactory(state=state, ground="process", attribute_reason="理由")
    from disclosure.queries.documents import addressable, published

    assert not published().exists()
    assert not addressable().exists()
