"""Wrong questions get a problem that says what would be right; never a 500."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]

LIST = "/api/v1/notices/"


def problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"] == f"urn:portal:problem:{code}"
    assert body["instance"].startswith("/api/")
    assert body["request_id"] == answer["X-Request-ID"]
    assert body["title"]
    assert body["detail"]
    return body


def test_an_unknown_parameter_lists_the_known(api, organisation):
    body = problem(api.get(f"{LIST}?titel=x&limit=5"), 400, "unknown_parameter")
    (error,) = body["errors"]
    assert error["parameter"] == "titel"
    assert {"title", "limit", "cursor", "updated_since", "fields", "format"} <= set(
        error["allowed"]
    )
    assert "titel" in body["detail"]


def test_every_fault_is_told_at_once(api, organisation):
    body = problem(api.get(f"{LIST}?copies=x&issued_from=y&limit=0"), 400, "invalid_parameter")
    assert {error["parameter"] for error in body["errors"]} == {"copies", "issued_from", "limit"}


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=1000000",
        "limit=-1",
        "limit=1.5",
        "limit=１０",
        "limit=",
        "limit=99999999999999999999999999",
        "cursor=",
        "cursor=x",
        "cursor=%F0%9F%99%82",
        "cursor=WzEsMl0",  # [1,2]
        "cursor=WyIyMDI2LTAxLTAxVDAwOjAwOjAwIiwiMSJd",  # no offset
        "cursor=WyIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsIngiXQ",  # key "x"
        "cursor=WyIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsbnVsbF0",  # key null
        "cursor=bnVsbA",
        "order=title",
        "order=-id",
        "updated_since=2026-01-31",
        "updated_since=2026-01-31T09:00:00",
        "updated_since=2026-02-30T09:00:00Z",
        "updated_since=0001-01-01T00:00:00%2B08:00",
        "updated_since=9999-12-31T23:59:59-08:00",
        "updated_since=yesterday",
        "updated_since=20260131T090000",
        "issued_from=2026-02-30",
        "issued_from=2026-1-5",
        "issued_from=２０２６-01-05",
        "issued_from=99999-01-01",
        "copies=99999999999999999999",
        "copies=2147483648",
        "copies=--1",
        "copies=NaN",
        "size=medium",
        "withdrawn=1",
        "withdrawn=TRUE",
        "fields=",
        "fields=secret",
        "fields=title,,id",
        "fields=organisation__code",
        "format=xml",
        "format=api",
        "title=" + "长" * 21,
        "title=",
        "title=%0A",
        "title=a&title=b",
        "limit=1&limit=2",
    ],
)
def test_wrong_values(api, organisation, query):
    problem(api.get(f"{LIST}?{query}"), 400, "invalid_parameter")


@pytest.mark.parametrize(
    "query",
    ["secret=x", "secret__startswith=绝", "organisation__name=x", "ordering=secret", "page=2",
     "offset=10", "q=x", "title__contains=x", "id__gt=0", "search=x"],
)  # fmt: skip
def test_no_look_up_beyond_the_list(api, make_notices, query):
    make_notices(1)
    problem(api.get(f"{LIST}?{query}"), 400, "unknown_parameter")


@pytest.mark.parametrize("address", [f"{LIST}?title=%00", f"{LIST}?%00=1", f"{LIST}%00/"])
def test_nul(api, organisation, address):
    problem(api.get(address), 400, "hostile_input")


@pytest.mark.parametrize("key", ["0", "x", "99999999999999999999999999", "-1", "1e3", "张", "1 1"])
def test_no_such_member(api, organisation, key):
    problem(api.get(f"{LIST}{key}/"), 404, "not_found")


def test_members_take_no_list_parameters(api, make_notices):
    notice = make_notices(1)[0]
    problem(api.get(f"{LIST}{notice.pk}/?limit=1"), 400, "unknown_parameter")
    problem(api.get(f"{LIST}{notice.pk}/?format=csv"), 400, "invalid_parameter")
    assert api.get(f"{LIST}{notice.pk}/?fields=title&format=json").json() == {"title": "通知0"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_written(api, organisation, method):
    problem(getattr(api, method)(LIST), 405, "method_not_allowed")


def test_no_such_format_in_accept(api, organisation):
    problem(api.get(LIST, HTTP_ACCEPT="application/pdf"), 406, "not_acceptable")


def test_errors_of_a_stream_are_problems_too(api, organisation):
    problem(api.get(f"{LIST}?format=csv&x=1"), 400, "unknown_parameter")


@pytest.mark.parametrize("address", ["/api/", "/api/v1/nothing/", "/api/v2/", "/api/x.php"])
def test_no_such_address(api, db, address):
    problem(api.get(address), 404, "not_found")


def test_a_missing_slash_is_added(api, make_notices):
    make_notices(1)
    answer = api.get("/api/v1/notices?limit=1")
    assert answer.status_code == 301
    assert answer["Location"] == f"{LIST}?limit=1"
    problem(api.get("/api/v1/nothing"), 404, "not_found")


def test_a_fault_of_ours_is_a_problem_and_is_reported(api, make_notices, monkeypatch, caplog):
    make_notices(1)
    monkeypatch.setattr("tests.api.notices.PublicNotices.attach", lambda *_: 1 / 0)
    api.raise_request_exception = False
    body = problem(api.get(LIST), 500, "server_error")
    assert "ZeroDivision" not in str(body)
    assert any("ZeroDivision" in str(record.exc_info) for record in caplog.records)
    api.raise_request_exception = True
    with pytest.raises(ZeroDivisionError):
        api.get(LIST)


def test_problems_speak_the_chosen_language(api, organisation, settings):
    assert "没有参数" in api.get(f"{LIST}?x=1").json()["detail"]
    assert "没有参数" in api.get(f"{LIST}?x=1", HTTP_ACCEPT_LANGUAGE="en").json()["detail"]
