"""Lists: pages without a ceiling, filters, streams, and answers that are asked for once."""

import csv
import io
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.api.conftest import AT
from tests.api.notices import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]

LIST = "/api/v1/notices/"


def walk(api, address):
    """Every page from here on, following ``next``."""
    pages = []
    while address:
        answer = api.get(address)
        assert answer.status_code == 200, answer.content
        pages.append(answer.json()["results"])
        address = answer.json()["next"]
    return pages


def streamed(answer) -> str:
    return b"".join(answer.streaming_content).decode("utf-8")


def test_a_row_shows_declared_fields_only(api, make_notices):
    make_notices(1)
    (row,) = api.get(LIST).json()["results"]
    assert row == {
        "id": row["id"],
        "title": "通知0",
        "copies": 1,
        "issued_on": "2026-01-05",
        "organisation": "qzf",
        "updated_at": "2026-03-02T09:00:00+08:00",
        "html_url": f"/notices/{row['id']}/",
        "copies_held": [1, 2],
        "withdrawn_notice": None,
    }


def test_chinese_is_written_as_it_is(api, make_notices):
    make_notices(1)
    assert "通知0" in api.get(LIST).content.decode()


class TestPages:
    def test_every_row_once_in_order(self, api, make_notices):
        make_notices(23)
        pages = walk(api, f"{LIST}?limit=10")
        assert [len(page) for page in pages] == [10, 10, 3]
        titles = [row["title"] for page in pages for row in page]
        assert titles == [f"通知{number}" for number in range(23)]

    def test_newest_first(self, api, make_notices):
        make_notices(5)
        pages = walk(api, f"{LIST}?limit=2&order=-updated_at")
        titles = [row["title"] for page in pages for row in page]
        assert titles == [f"通知{number}" for number in (4, 3, 2, 1, 0)]

    def test_rows_of_one_moment_are_not_lost_between_pages(self, api, make_notices):
        for notice in make_notices(9):
            Notice.objects.filter(pk=notice.pk).update(updated_at=AT)
        assert [len(page) for page in walk(api, f"{LIST}?limit=4")] == [4, 4, 1]

    def test_inserts_and_changes_while_reading(self, api, make_notices):
        notices = make_notices(6)
        first = api.get(f"{LIST}?limit=3").json()
        make_notices(2, first=6)
        # One already read changes: it moves behind the reader and is read again.
        Notice.objects.filter(pk=notices[0].pk).update(updated_at=AT + timedelta(hours=1))
        rest = [row["title"] for page in walk(api, first["next"]) for row in page]
        assert rest == ["通知3", "通知4", "通知5", "通知6", "通知7", "通知0"]

    def test_a_full_last_page_has_no_next(self, api, make_notices):
        make_notices(4)
        assert [len(page) for page in walk(api, f"{LIST}?limit=2")] == [2, 2]

    def test_the_next_page_keeps_filters_and_is_linked(self, api, make_notices):
        make_notices(5)
        answer = api.get(f"{LIST}?limit=2&copies=1&fields=id")
        query = urlsplit(answer.json()["next"]).query
        assert "copies=1" in query
        assert "fields=id" in query
        assert answer["Link"] == f'<{answer.json()["next"]}>; rel="next"'

    def test_an_empty_list(self, api, organisation):
        assert api.get(LIST).json() == {"next": None, "results": []}

    def test_queries_do_not_grow_and_nothing_is_counted(
        self, api, make_notices, django_assert_num_queries
    ):
        make_notices(120)
        with django_assert_num_queries(1) as captured:
            api.get(f"{LIST}?limit=100")
        assert "COUNT(" not in captured.captured_queries[0]["sql"].upper()

    def test_head(self, api, make_notices):
        make_notices(1)
        assert api.head(LIST).status_code == 200


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("title=通知1", ["通知1"]),
            ("copies=9", []),
            ("size=small", ["通知0", "通知1", "通知2"]),
            ("issued_from=2026-01-06", []),
            ("issued_from=2026-01-05", ["通知0", "通知1", "通知2"]),
            ("withdrawn=true", []),
            ("withdrawn=false", ["通知0", "通知1", "通知2"]),
            ("updated_since=2026-03-02T09:00:01%2B08:00", ["通知1", "通知2"]),
            ("updated_since=2026-03-02T09:00:01+08:00", ["通知1", "通知2"]),
            ("updated_since=2026-03-02T01:00:02Z", ["通知2"]),
        ],
    )
    def test_filters(self, api, make_notices, query, titles):
        make_notices(3)
        rows = api.get(f"{LIST}?{query}").json()["results"]
        assert [row["title"] for row in rows] == titles

    def test_fields(self, api, make_notices):
        make_notices(1)
        (row,) = api.get(f"{LIST}?fields=title,organisation").json()["results"]
        assert row == {"title": "通知0", "organisation": "qzf"}


class TestStreams:
    def test_csv(self, api, make_notices):
        make_notices(3)
        answer = api.get(f"{LIST}?format=csv&fields=title,issued_on,updated_at,copies_held")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["Content-Disposition"] == 'attachment; filename="notice.csv"'
        text = streamed(answer)
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert rows[0] == ["title", "issued_on", "updated_at", "copies_held"]
        assert rows[1] == ["通知0", "2026-01-05", "2026-03-02T09:00:00+08:00", "[1,2]"]
        assert len(rows) == 4

    def test_formulas_stay_text(self, api, make_notices):
        make_notices(1)
        Notice.objects.update(title='=HYPERLINK("http://evil")')
        text = streamed(api.get(f"{LIST}?format=csv&fields=title,copies"))
        assert list(csv.reader(io.StringIO(text)))[1] == ['\'=HYPERLINK("http://evil")', "1"]

    def test_ndjson(self, api, make_notices):
        make_notices(3)
        answer = api.get(f"{LIST}?format=ndjson")
        assert answer["Content-Type"] == "application/x-ndjson; charset=utf-8"
        rows = [json.loads(line) for line in streamed(answer).splitlines()]
        assert [row["title"] for row in rows] == ["通知0", "通知1", "通知2"]

    def test_a_stream_is_the_whole_selection(self, api, make_notices):
        make_notices(250)
        assert len(streamed(api.get(f"{LIST}?format=ndjson")).splitlines()) == 250
        assert api.get(f"{LIST}?format=ndjson&limit=10").status_code == 400

    def test_accept_header(self, api, make_notices):
        make_notices(1)
        assert api.get(LIST, HTTP_ACCEPT="text/csv")["Content-Type"].startswith("text/csv")
        browser = "text/html,application/xhtml+xml,*/*;q=0.8"
        assert api.get(LIST, HTTP_ACCEPT=browser)["Content-Type"] == "application/json"
        answer = api.get(f"{LIST}?format=csv", HTTP_ACCEPT="application/json")
        assert answer["Content-Type"].startswith("text/csv")

    def test_exports_are_limited(self, api, make_notices):
        make_notices(1)
        statuses = [api.get(f"{LIST}?format=csv").status_code for _ in range(61)]
        assert statuses[:60] == [200] * 60
        assert statuses[60] == 429
        assert api.get(LIST).status_code == 200


class TestConditional:
    def test_an_unchanged_page_is_304(self, api, make_notices):
        make_notices(3)
        first = api.get(LIST)
        assert first["Cache-Control"] == "public, no-cache"
        again = api.get(LIST, HTTP_IF_NONE_MATCH=first["ETag"])
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == first["ETag"]

    def test_nothing_is_rendered_for_it(self, api, make_notices, monkeypatch):
        make_notices(3)
        etag = api.get(LIST)["ETag"]
        monkeypatch.setattr(
            "portal.api.serializers.RowSerializer.to_representation", lambda *_: 1 / 0
        )
        assert api.get(LIST, HTTP_IF_NONE_MATCH=etag).status_code == 304

    @pytest.mark.parametrize("change", [{"title": "新"}, {"withdrawn_reason": "错误"}])
    def test_any_change_shows(self, api, make_notices, change):
        notice = make_notices(3)[1]
        etag = api.get(LIST)["ETag"]
        # Even one that forgot to move ``updated_at``.
        Notice.objects.filter(pk=notice.pk).update(**change)
        assert api.get(LIST, HTTP_IF_NONE_MATCH=etag).status_code == 200

    def test_other_questions_have_other_tags(self, api, make_notices):
        make_notices(3)
        tags = {api.get(LIST + query)["ETag"] for query in ("", "?fields=id", "?limit=2")}
        assert len(tags) == 3

    def test_a_member(self, api, make_notices):
        notice = make_notices(1)[0]
        etag = api.get(f"{LIST}{notice.pk}/")["ETag"]
        assert api.get(f"{LIST}{notice.pk}/", HTTP_IF_NONE_MATCH=etag).status_code == 304


class TestTombstones:
    def test_a_withdrawn_row_shows_its_notice_and_little_else(self, api, make_notices):
        notice = make_notices(1, withdrawn_reason="发布有误")[0]
        tombstone = {
            "id": notice.pk,
            "updated_at": "2026-03-02T09:00:00+08:00",
            "withdrawn_notice": "发布有误",
        }
        assert api.get(LIST).json()["results"] == [tombstone]
        answer = api.get(f"{LIST}{notice.pk}/")
        assert answer.status_code == 200
        assert answer.json() == tombstone

    def test_fields_cannot_look_behind_it(self, api, make_notices):
        make_notices(1, withdrawn_reason="发布有误")
        (row,) = api.get(f"{LIST}?fields=title").json()["results"]
        assert "title" not in row
        text = streamed(api.get(f"{LIST}?format=csv&fields=title,id"))
        assert "通知" not in text

    def test_removed_is_gone_with_its_reason(self, api, organisation):
        answer = api.get(f"{LIST}404410/")
        assert answer.status_code == 410
        assert answer.json()["code"] == "gone"
        assert answer.json()["reason"] == "涉及个人隐私，已移除。"
