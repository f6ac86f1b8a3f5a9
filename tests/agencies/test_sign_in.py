"""Signing in: one answer for every failure, limits nobody can forget or turn on the owner."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import strip_tags

from portal.agencies import limits
from portal.agencies.domain.roles import Role
from tests.factories.agencies import PASSWORD, OrganisationFactory, UserFactory, staff

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def clerk():
    return staff(Role.OPENNESS_OFFICE, OrganisationFactory(), username="clerk")


def sign_in(client, username="clerk", password=PASSWORD, **headers):
    return client.post(LOGIN, {"login": username, "password": password}, **headers)


def words(response):
    """What the page says, without what differs from request to request."""
    text = re.sub(r"\s+", " ", strip_tags(response.content.decode()))
    return text.replace("unknown", "clerk")


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_a_role_opens_the_desk(client, clerk):
    response = sign_in(client)
    assert response.status_code == 302
    assert response["Location"] == "/admin/"
    assert is_signed_in(client)


def test_every_failure_has_one_answer(client, clerk):
    """C4: unknown, wrong and disabled accounts cannot be told apart."""
    UserFactory(username="disabled", is_active=False)
    wrong = sign_in(client, password="not-the-password")
    unknown = sign_in(client, username="unknown")
    disabled = sign_in(client, username="disabled")
    assert wrong.status_code == unknown.status_code == disabled.status_code == 200
    assert words(wrong) == words(unknown) == words(disabled).replace("disabled", "clerk")
    assert "用户名或密码不正确" in words(wrong)
    assert not is_signed_in(client)


def test_an_unknown_account_costs_a_password_check_too(client, clerk, monkeypatch):
    """Otherwise the time of the answer would tell who exists."""
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda self, password, salt: hashed.append(password) or f"md5${salt}$0",
    )
    sign_in(client, username="unknown", password="guess")
    sign_in(client, username="clerk", password="guess")
    assert hashed == ["guess", "guess"]


def test_the_limit_survives_the_cache_and_forged_addresses(client, clerk):
    """C1: rotated X-Forwarded-For and a flushed cache forgive nothing."""
    for turn in range(limits.FAILURES_PER_ACCOUNT_AND_ADDRESS):
        sign_in(client, password="guess", HTTP_X_FORWARDED_FOR=f"203.0.113.{turn}")
        cache.clear()
    response = sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.250")
    assert "尝试次数过多" in words(response)
    assert not is_signed_in(client)


def test_the_limit_counts_the_account_whatever_its_spelling(client, clerk):
    for spelling in ("clerk", "CLERK", " Clerk ") * 4:
        sign_in(client, username=spelling, password="guess")
    assert "尝试次数过多" in words(sign_in(client))


def test_the_owner_still_gets_in_from_another_address(client, clerk):
    """C2: a limit is no weapon against the owner."""
    for _turn in range(limits.FAILURES_PER_ACCOUNT_AND_ADDRESS + 5):
        sign_in(client, password="guess", REMOTE_ADDR="203.0.113.9")
    assert not is_signed_in(client)
    assert sign_in(client, REMOTE_ADDR="198.51.100.7")["Location"] == "/admin/"


def test_an_address_cannot_try_one_password_on_everybody(client, clerk, monkeypatch):
    monkeypatch.setattr(limits, "FAILURES_PER_ADDRESS", 5)
    for number in range(5):
        sign_in(client, username=f"person-{number}", password="guess")
    assert "尝试次数过多" in words(sign_in(client))


def test_signing_in_rightly_uses_nothing_up(client, clerk):
    """Somebody who comes and goes, or a building behind one address, is no attacker."""
    for _turn in range(limits.FAILURES_PER_ACCOUNT_AND_ADDRESS * 2):
        assert sign_in(client)["Location"] == "/admin/"
        client.post("/accounts/logout/")


def test_a_right_password_in_between_wipes_no_failures(client, clerk):
    for turn in range(limits.FAILURES_PER_ACCOUNT_AND_ADDRESS):
        sign_in(client, password="guess")
        if turn == 5:
            sign_in(client)
            client.post("/accounts/logout/")
    assert "尝试次数过多" in words(sign_in(client))


def test_the_limit_opens_again(client, clerk):
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False) as clock:
        for _turn in range(limits.FAILURES_PER_ACCOUNT_AND_ADDRESS + 1):
            sign_in(client, password="guess")
        assert "尝试次数过多" in words(sign_in(client))
        clock.shift(limits.WINDOW_SECONDS + 1)
        assert sign_in(client)["Location"] == "/admin/"


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_inactive"]
)
def test_pages_we_do_not_offer_do_not_exist(client, name):
    with pytest.raises(Exception, match="not found"):
        reverse(name)
    for path in ("signup", "email", "password/reset", "confirm-email", "social/signup"):
        assert client.get(f"/accounts/{path}/").status_code == 404


def test_the_admin_has_no_login_of_its_own(client, clerk):
    response = client.get("/admin/")
    assert response.status_code == 302
    login = client.get(response["Location"])
    assert login["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    posted = client.post("/admin/login/", {"username": "clerk", "password": PASSWORD})
    assert posted["Location"].startswith("/accounts/login/")
    assert not is_signed_in(client)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "\\\\evil.example"])
def test_signing_in_leads_to_no_foreign_address(client, clerk, target):
    response = client.post(LOGIN, {"login": "clerk", "password": PASSWORD, "next": target})
    assert response["Location"] == "/admin/"


def test_without_a_role_today_the_desk_stays_shut(client):
    UserFactory(username="clerk")
    sign_in(client)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "没有有效的任命" in words(response)


@pytest.mark.parametrize("text", ["a" * 5000, "名\x01", "<b>x</b>", "=1+1", "💥" * 300, ""])
def test_hostile_text_gets_a_plain_answer(client, clerk, text):
    response = sign_in(client, username=text, password=text)
    assert response.status_code in (200, 400)
    assert not is_signed_in(client)
