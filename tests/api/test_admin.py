"""Keys in the desk: shown once, seen by those who answer for them, ended by a step."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from portal.agencies.domain.roles import Role
from portal.api.actions import KeyRefused, issue_key
from portal.api.models import ApiKey
from portal.audit.models import AuditEntry
from tests.api.conftest import AT
from tests.factories.agencies import staff

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]

ADD = "admin:api_apikey_add"
LIST = "/api/v1/audited-notices/"
FORM = {
    "name": "区审计局",
    "scopes": ["notices:read"],
    "last_day": "2026-12-31",
    "rate_per_minute": "60",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def desk(client, organisation):
    client.force_login(staff(Role.ADMINISTRATOR, organisation))
    return client


def test_a_key_is_issued_and_shown_once(desk, api, make_notices, organisation):
    make_notices(1)
    answer = desk.post(reverse(ADD), {**FORM, "organisation": organisation.pk}, follow=True)
    assert answer.status_code == 200, answer.context["errors"]
    (credentials,) = re.findall(r"Api-Key [a-z0-9]+\.[\w-]+", answer.content.decode())
    assert api.get(LIST, HTTP_AUTHORIZATION=credentials).status_code == 200
    key = ApiKey.objects.get()
    assert key.expires_at == datetime(2026, 12, 31, 16, tzinfo=UTC)
    page = desk.get(reverse("admin:api_apikey_change", args=[key.pk])).content.decode()
    assert key.prefix in page
    assert credentials not in page
    assert key.secret_hash not in page
    assert AuditEntry.objects.filter(action="api.key.issue").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"last_day": "2026-03-01"},
        {"last_day": "9999-12-31"},
        {"last_day": "x"},
        {"scopes": []},
        {"scopes": ["secrets:read"]},
        {"name": ""},
        {"rate_per_minute": "0"},
    ],
)
def test_mistakes_are_shown_and_nothing_is_issued(desk, organisation, change):
    answer = desk.post(reverse(ADD), {**FORM, "organisation": organisation.pk, **change})
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert not ApiKey.objects.exists()


def test_revoking_is_a_step(desk, api, make_notices, issue):
    make_notices(1)
    header = issue()
    key = ApiKey.objects.get()
    page = desk.get(reverse("admin:api_apikey_change", args=[key.pk]))
    assert "吊销密钥" in page.content.decode()
    (step,) = re.findall(r'href="([^"]*revoke[^"]*)"', page.content.decode())
    desk.post(step, {"reason": "调离"})
    assert ApiKey.objects.get().revoked_at == AT
    assert api.get(LIST, HTTP_AUTHORIZATION=header).status_code == 401


def test_other_bodies_keys_are_not_there(client, issue, bureau):
    issue()
    key = ApiKey.objects.get()
    client.force_login(staff(Role.ADMINISTRATOR, bureau))
    assert client.get(reverse("admin:api_apikey_change", args=[key.pk])).status_code == 404
    assert key.prefix not in client.get(reverse("admin:api_apikey_changelist")).content.decode()


def test_nobody_issues_for_a_body_they_do_not_administer(organisation, bureau):
    with pytest.raises(KeyRefused, match="无权为该机构签发密钥"):
        issue_key(
            name="区审计局",
            organisation=organisation,
            scopes=["notices:read"],
            expires_at=datetime(2027, 1, 1, tzinfo=UTC),
            actor=staff(Role.ADMINISTRATOR, bureau),
            at=AT,
        )


def test_an_auditor_looks_and_does_not_touch(client, issue, organisation):
    issue()
    key = ApiKey.objects.get()
    client.force_login(staff(Role.AUDITOR, organisation))
    page = client.get(reverse("admin:api_apikey_change", args=[key.pk]))
    assert page.status_code == 200
    assert "吊销密钥" not in page.content.decode()
    assert client.get(reverse(ADD)).status_code == 403


@pytest.mark.parametrize("lookup", ["secret_hash__startswith=a", "prefix__startswith=a"])
def test_hidden_fields_cannot_be_guessed(desk, issue, lookup):
    issue()
    answer = desk.get(f"{reverse('admin:api_apikey_changelist')}?{lookup}")
    assert answer.status_code in (302, 400)
