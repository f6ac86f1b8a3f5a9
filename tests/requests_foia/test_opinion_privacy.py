"""The name of whoever is asked turns up nowhere but where it belongs."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from portal.api.actions import issue_key
from requests_foia.domain.opinions import Position
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

PERSONAL = ("上官云岫", "13700137000", "yunxiu.shangguan", "梨花街7号", "独门配方")
NOW = cases.after(days=3)


@pytest.fixture
def place() -> cases.Bureau:
    return cases.bureau()


@pytest.fixture
def question(place):
    """Asked and answered with an objection; another one still open."""
    case = cases.handled(place)
    asked = cases.asked(place, case, received=cases.after(days=1, hours=2), document="独门配方")
    cases.said(case, asked, Position.OBJECT, cases.after(days=2))
    return cases.asked(place, case, at=cases.after(days=2), document="独门配方")


def assert_clean(text: str) -> None:
    assert not [value for value in PERSONAL if value in text]


def whole_database() -> str:
    parts = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            parts.extend(str(value) for row in cursor.fetchall() for value in row)
    return "\n".join(parts)


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def test_neither_names_nor_codes_are_stored_or_logged_in_clear(caplog, place, question):
    with caplog.at_level(logging.DEBUG):
        cases.said(question.opinion.application, question, Position.AGREE, NOW)
    kept = whole_database()
    assert question.opinion.letter.number in kept
    assert_clean(kept)
    assert question.code not in kept
    assert_clean(caplog.text)
    assert_clean(repr(cases.PARTY))


def test_no_page_of_the_desk_names_them_until_asked(place, question):
    elsewhere = cases.bureau()
    case, opinion = question.opinion.application, question.opinion
    named = [
        reverse(f"admin:requests_foia_application_{name}", args=[case.pk, opinion.pk])
        for name in ("party", "party_code")
    ]
    pages = [
        reverse("admin:requests_foia_application_history", args=[case.pk]),
        reverse("admin:requests_foia_application_changelist") + "?range=all",
        reverse("admin:requests_foia_application_step", args=[case.pk, "answer_opinion"]),
        *named,
    ]
    change = reverse("admin:requests_foia_application_change", args=[case.pk])
    with time_machine.travel(NOW, tick=False):
        for person in (place.auditor, elsewhere.clerk):
            browser = desk(person)
            assert_clean(browser.get(change).content.decode())
            for url in named:
                assert browser.post(url, {"reason": "看看"}).status_code == 404
        browser = desk(place.clerk)
        for url in pages:
            assert_clean(browser.get(url).content.decode())
        html = browser.get(change).content.decode()
        assert "上**岫" in html
        assert "上官云岫" not in html
        shown = desk(place.clerk).post(named[0], {"reason": "邮寄"})
        assert "上官云岫" in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        code = desk(place.clerk).post(named[1])
        assert "只显示这一次" in code.content.decode()
        assert desk(place.drafter).post(named[1]).status_code == 404


def test_the_api_tells_counts_only(place, question):
    _key, secret = issue_key(
        name="区审计局",
        organisation=place.body,
        scopes=["applications:read", "obligations:read", "audit:read"],
        expires_at=NOW + timedelta(days=9),
        actor=None,
        at=NOW,
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {secret}")
    case = question.opinion.application
    with time_machine.travel(NOW, tick=False):
        answer = client.get(f"/api/v1/applications/{case.pk}/")
        assert answer.json()["opinions"] == [
            {"consulted": "third_party", "asked": 2, "answered": 1, "silent": 0, "withdrawn": 0}
        ]
        for path in (f"applications/{case.pk}/", "applications/", "obligations/", "audit/"):
            assert_clean(client.get(f"/api/v1/{path}").content.decode())


def test_the_party_learns_nothing_of_the_applicant(place, question):
    client = Client()
    with time_machine.travel(NOW, tick=False):
        opened = client.post(reverse("requests:opinion"), {"code": question.code})
        text = client.get(opened.url).content.decode()
    for value in (cases.CITIZEN.name, cases.CITIZEN.phone, cases.CITIZEN.email):
        assert value not in text
    assert cases.CONTENT.content not in text
