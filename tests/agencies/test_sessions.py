"""When a session begins, and everything that ends it."""

import pytest
import time_machine
from django.conf import settings

from portal.agencies.domain.roles import Role
from tests.factories.agencies import PASSWORD, OrganisationFactory, staff

pytestmark = pytest.mark.django_db
START = "2026-03-02T09:00:00+08:00"


@pytest.fixture
def clerk():
    return staff(Role.OPENNESS_OFFICE, OrganisationFactory(), username="clerk")


def sign_in(client):
    client.post("/accounts/login/", {"login": "clerk", "password": PASSWORD})


def test_signing_in_gives_a_new_session_id(client, clerk):
    """C3: an id planted beforehand is worth nothing."""
    session = client.session
    session["planted"] = True
    session.save()
    before = client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_a_session_idles_out(client, clerk):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client)
        clock.shift(settings.PORTAL_SESSION_IDLE_SECONDS - 1)
        assert client.get("/admin/").status_code == 200
        clock.shift(settings.PORTAL_SESSION_IDLE_SECONDS - 1)
        assert client.get("/admin/").status_code == 200
        clock.shift(settings.PORTAL_SESSION_IDLE_SECONDS + 1)
        response = client.get("/admin/")
    assert response["Location"] == "/accounts/login/?why=expired&next=%2Fadmin%2F"
    assert "_auth_user_id" not in client.session


def test_a_busy_session_ends_as_well(client, clerk):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client)
        assert client.get("/admin/").status_code == 200
        for _visit in range(settings.PORTAL_SESSION_ABSOLUTE_SECONDS // 1200):
            clock.shift(1200)
            assert client.get("/admin/").status_code == 200
        clock.shift(1)
        assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_next_session_begins_anew(client, clerk):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client)
        client.get("/admin/")
        clock.shift(settings.PORTAL_SESSION_ABSOLUTE_SECONDS + 1)
        client.get("/admin/")
        sign_in(client)
        assert client.get("/admin/").status_code == 200


def test_disabling_somebody_ends_their_sessions(client, clerk):
    sign_in(client)
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])
    assert client.get("/admin/").status_code == 302


def test_a_role_that_ends_ends_at_once(client, clerk):
    with time_machine.travel(START, tick=False):
        sign_in(client)
        assert client.get("/admin/").status_code == 200
        clerk.assignments.update(valid_to="2026-03-01")
        assert client.get("/admin/", follow=True).status_code == 403


def test_a_new_password_ends_every_session(client, clerk):
    other = type(client)()
    sign_in(client)
    sign_in(other)
    new = "另一个-battery-staple-2"
    response = client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 302
    assert other.get("/admin/").status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password(new)


@pytest.mark.parametrize("weak", ["short-1", "1234567890123", "password123"])
def test_weak_passwords_are_refused_in_words(client, clerk, weak):
    sign_in(client)
    response = client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_a_first_password_has_to_be_changed(client, clerk):
    clerk.must_change_password = True
    clerk.save(update_fields=["must_change_password"])
    sign_in(client)
    assert client.get("/admin/")["Location"] == "/accounts/password/"
    new = "另一个-battery-staple-2"
    client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    client.post("/accounts/login/", {"login": "clerk", "password": new})
    assert client.get("/admin/").status_code == 200


def test_the_old_password_cannot_be_guessed_from_a_stolen_session(client, clerk):
    sign_in(client)
    new = "另一个-battery-staple-2"
    for _turn in range(12):
        client.post(
            "/accounts/password/", {"oldpassword": "guess", "password1": new, "password2": new}
        )
    response = client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert "尝试次数过多" in response.content.decode()
