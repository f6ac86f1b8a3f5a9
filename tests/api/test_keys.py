"""Keys: hashed, scoped, expiring, limited, revocable."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from portal.api.actions import KeyRefused, issue_key, revoke_key
from portal.api.models import ApiKey
from tests.api.conftest import AT
from tests.api.test_problems import problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]

LIST = "/api/v1/audited-notices/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


def test_a_key_opens_its_scope(api, make_notices, issue):
    make_notices(2)
    answer = api.get(LIST, HTTP_AUTHORIZATION=issue())
    assert answer.status_code == 200
    assert len(answer.json()["results"]) == 2
    assert answer["Cache-Control"] == "private, no-store"


def test_without_a_key(api, make_notices):
    make_notices(1)
    answer = api.get(LIST)
    problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Api-Key"


def test_every_invalid_key_gets_one_answer(api, make_notices, issue):
    make_notices(1)
    right = issue()
    prefix, secret = right.removeprefix("Api-Key ").split(".")
    expired = issue(expires_at=AT + timedelta(seconds=1))
    revoked = issue()
    key = ApiKey.objects.get(prefix=revoked.removeprefix("Api-Key ").split(".")[0])
    revoke_key(key=key, actor=None, at=AT, reason="调离")
    with time_machine.travel(AT + timedelta(seconds=1), tick=False):
        answers = [
            api.get(LIST, HTTP_AUTHORIZATION=header)
            for header in (
                f"Api-Key {prefix}.{secret[:-1]}",
                f"Api-Key {prefix}.",
                f"Api-Key {prefix}",
                f"Api-Key .{secret}",
                f"Api-Key unknown.{secret}",
                "Api-Key",
                "Api-Key \x00.\x00",
                "Api-Key " + "x" * 5000,
                expired,
                revoked,
            )
        ]
    bodies = [problem(answer, 401, "authentication_failed") for answer in answers]
    assert len({(body["title"], body["detail"]) for body in bodies}) == 1


def test_a_wrong_key_is_refused_on_public_resources_too(api, make_notices):
    make_notices(1)
    problem(
        api.get("/api/v1/notices/", HTTP_AUTHORIZATION="Api-Key a.b"), 401, "authentication_failed"
    )


def test_other_schemes_are_no_key(api, make_notices):
    make_notices(1)
    assert api.get("/api/v1/notices/", HTTP_AUTHORIZATION="Bearer x").status_code == 200
    problem(api.get(LIST, HTTP_AUTHORIZATION="Bearer x"), 401, "not_authenticated")


def test_another_scope_is_not_enough(api, make_notices, issue):
    make_notices(1)
    answer = api.get(LIST, HTTP_AUTHORIZATION=issue(scopes=["other:read"]))
    assert "notices:read" in problem(answer, 403, "insufficient_scope")["detail"]


def test_a_key_reads_its_own_subtree(api, make_notices, issue, organisation, bureau):
    make_notices(2)
    make_notices(3, first=10, organisation=bureau)
    own = api.get(LIST, HTTP_AUTHORIZATION=issue(organisation=bureau)).json()["results"]
    assert {row["organisation"] for row in own} == {"mzj"}
    every = api.get(LIST, HTTP_AUTHORIZATION=issue()).json()["results"]
    assert len(every) == 5
    foreign = next(row["id"] for row in every if row["organisation"] == "qzf")
    header = issue(organisation=bureau)
    problem(api.get(f"{LIST}{foreign}/", HTTP_AUTHORIZATION=header), 404, "not_found")


def test_the_rate_of_a_key(api, make_notices, issue):
    make_notices(1)
    header = issue(rate_per_minute=3)
    assert [api.get(LIST, HTTP_AUTHORIZATION=header).status_code for _ in range(3)] == [200] * 3
    answer = api.get(LIST, HTTP_AUTHORIZATION=header)
    assert problem(answer, 429, "throttled")["retry_after_seconds"] == 60
    assert answer["Retry-After"] == "60"
    assert api.get(LIST, HTTP_AUTHORIZATION=issue()).status_code == 200


def test_guessing_is_limited_by_address_and_locks_nobody_out(api, make_notices, issue):
    make_notices(1)
    guesses = [
        api.get(LIST, HTTP_AUTHORIZATION=f"Api-Key a.{n}", REMOTE_ADDR="198.51.100.7").status_code
        for n in range(25)
    ]
    assert guesses == [401] * 20 + [429] * 5
    answer = api.get(LIST, HTTP_AUTHORIZATION=issue(), REMOTE_ADDR="198.51.100.7")
    assert answer.status_code == 200


def test_the_database_does_not_know_the_secret(issue):
    secret = issue().rpartition(".")[2]
    key = ApiKey.objects.get()
    assert secret not in str(vars(key))
    assert len(secret) >= 43


def test_last_use_is_noted_once_a_minute(api, make_notices, issue, django_assert_num_queries):
    make_notices(1)
    header = issue()
    api.get(LIST, HTTP_AUTHORIZATION=header)
    assert ApiKey.objects.get().last_used_at == AT
    with time_machine.travel(AT + timedelta(seconds=30), tick=False):
        api.get(LIST, HTTP_AUTHORIZATION=header)
    assert ApiKey.objects.get().last_used_at == AT
    with time_machine.travel(AT + timedelta(seconds=90), tick=False):
        api.get(LIST, HTTP_AUTHORIZATION=header)
    assert ApiKey.objects.get().last_used_at == AT + timedelta(seconds=90)


def test_a_refused_key_names_every_reason(organisation):
    with pytest.raises(KeyRefused) as refusal:
        issue_key(
            name=" ",
            organisation=organisation,
            scopes=[],
            expires_at=AT,
            actor=None,
            at=AT,
            rate_per_minute=0,
        )
    assert len(refusal.value.reasons) == 4


def test_revoking_twice_keeps_the_first_moment(issue):
    issue()
    key = ApiKey.objects.get()
    revoke_key(key=key, actor=None, at=AT, reason="")
    revoke_key(key=key, actor=None, at=AT + timedelta(days=1), reason="")
    assert ApiKey.objects.get().revoked_at == AT


class TestCommand:
    def call(self, **options):
        output = StringIO()
        facts = {"organisation": "qzf", "scope": ["notices:read"], "expires": "2026-12-31"}
        call_command("issue_api_key", "区审计局", stdout=output, **{**facts, **options})
        return output.getvalue().strip()

    def test_it_prints_a_working_header(self, api, make_notices):
        make_notices(1)
        name, _colon, value = self.call().partition(": ")
        assert name == "Authorization"
        assert api.get(LIST, HTTP_AUTHORIZATION=value).status_code == 200
        # The last day counts in full, in Shanghai.
        assert ApiKey.objects.get().expires_at == datetime(2026, 12, 31, 16, 0, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"organisation": "nobody"}, "没有代码为 nobody 的机构"),
            ({"scope": ["noticed:read"]}, "没有范围 noticed:read；可用：.*notices:read"),
            ({"expires": "2026-03-01"}, "失效时间须在将来"),
            ({"expires": "2026-02-30"}, "没有这一天"),
            ({"expires": "9999-12-31"}, "没有这一天"),
        ],
    )
    def test_mistakes_are_explained(self, organisation, options, message):
        with pytest.raises(CommandError, match=message):
            self.call(**options)
