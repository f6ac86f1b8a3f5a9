"""The second factor: enrolled before anything else, asked at sign-in, never taken twice."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.core.management import call_command

from portal.agencies import limits
from portal.agencies.domain.roles import Role
from portal.privacy import ciphers
from tests.factories.agencies import PASSWORD, OrganisationFactory, staff

pytestmark = pytest.mark.django_db
START = "2026-03-02T09:00:00+08:00"
ENROL, CODE = "/accounts/two-step/enrol/", "/accounts/login/code/"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.PORTAL_REQUIRE_TOTP = True
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk():
    return staff(Role.OPENNESS_OFFICE, OrganisationFactory(), username="clerk")


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client):
    return client.post("/accounts/login/", {"login": "clerk", "password": PASSWORD})


def enrol(client):
    """Enrol as a person does; answers the secret on the page."""
    sign_in(client)
    secret = client.get(ENROL).context["form"].secret
    response = client.post(ENROL, {"code": code_of(secret)})
    assert response["Location"] == "/accounts/two-step/codes/"
    return secret


def test_without_a_second_factor_nothing_but_enrolling_is_open(client, clerk):
    sign_in(client)
    for path in ("/admin/", "/admin/agencies/user/", "/", "/files/"):
        assert client.get(path)["Location"] == ENROL
    page = client.get(ENROL)
    assert page.status_code == 200
    assert "data:image/svg+xml;base64," in page.content.decode()


def test_enrolling_opens_the_desk_and_hands_out_recovery_codes(client, clerk):
    enrol(client)
    assert client.get("/admin/").status_code == 200
    page = client.get("/accounts/two-step/codes/")
    assert len(page.context["unused_codes"]) == 10


def test_the_secret_is_stored_encrypted(client, clerk):
    secret = enrol(client)
    stored = Authenticator.objects.get(user=clerk, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)


def test_rotating_the_field_key_takes_the_secrets_along(client, clerk, settings):
    secret = enrol(client)
    old, new = settings.PORTAL_FIELD_KEY[0], Fernet.generate_key().decode()
    settings.PORTAL_FIELD_KEY = [new, old]
    call_command("rotate_field_keys")
    settings.PORTAL_FIELD_KEY = [new]
    stored = Authenticator.objects.get(user=clerk, type=Authenticator.Type.TOTP)
    assert ciphers.decrypt(stored.data["secret"]) == secret
    codes = Authenticator.objects.get(user=clerk, type=Authenticator.Type.RECOVERY_CODES)
    assert len(codes.wrap().get_unused_codes()) == 10


def test_signing_in_asks_for_the_code(client, clerk, clock):
    secret = enrol(client)
    client.post("/accounts/logout/")
    assert sign_in(client)["Location"].startswith(CODE)
    assert client.get("/admin/").status_code == 302
    clock.shift(60)
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_code_opens_the_door_once(client, clerk, clock):
    """C6: replayed in another browser, the cache flushed meanwhile."""
    secret = enrol(client)
    client.post("/accounts/logout/")
    clock.shift(60)
    code = code_of(secret)
    thief = type(client)()
    sign_in(client)
    sign_in(thief)
    assert client.post(CODE, {"code": code})["Location"] == "/admin/"
    cache.clear()
    assert thief.post(CODE, {"code": f" {code[:3]} {code[3:]}"}).status_code == 200
    assert thief.get("/admin/").status_code == 302


def test_the_code_of_the_enrolment_is_spent_too(client, clerk):
    secret = enrol(client)
    client.post("/accounts/logout/")
    sign_in(client)
    cache.clear()
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 200


def test_a_recovery_code_works_once(client, clerk):
    enrol(client)
    code = client.get("/accounts/two-step/codes/").context["unused_codes"][0]
    for expected in (302, 200):
        client.post("/accounts/logout/")
        sign_in(client)
        assert client.post(CODE, {"code": code}).status_code == expected


def test_codes_cannot_be_guessed(client, clerk, clock):
    """Also from many addresses, and with a flushed cache."""
    secret = enrol(client)
    client.post("/accounts/logout/")
    clock.shift(limits.WINDOW_SECONDS + 1)
    sign_in(client)
    for turn in range(limits.FAILED_CODES_PER_ACCOUNT):
        client.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"203.0.113.{turn}")
        cache.clear()
    response = client.post(CODE, {"code": code_of(secret)}, REMOTE_ADDR="198.51.100.1")
    assert "尝试次数过多" in response.content.decode()


def test_a_session_from_before_the_enrolment_proves_itself_again(client, clerk):
    other = type(client)()
    sign_in(other)
    enrol(client)
    response = other.get("/admin/")
    assert response["Location"].startswith("/accounts/login/?why=code")
    assert "_auth_user_id" not in other.session


def test_while_it_is_required_it_cannot_be_switched_off(client, clerk):
    enrol(client)
    response = client.post("/accounts/two-step/remove/")
    assert "不能停用" in response.content.decode()
    assert Authenticator.objects.filter(user=clerk, type=Authenticator.Type.TOTP).exists()


def test_changing_the_second_factor_later_asks_for_proof(client, clerk, clock):
    enrol(client)
    clock.shift(20 * 60)
    response = client.post("/accounts/two-step/codes/new/")
    assert response["Location"].startswith("/accounts/confirm/")


def test_where_it_is_not_required_it_is_offered(client, clerk, settings):
    settings.PORTAL_REQUIRE_TOTP = False
    sign_in(client)
    assert client.get("/admin/").status_code == 200
    assert ENROL in client.get("/accounts/two-step/").content.decode()
