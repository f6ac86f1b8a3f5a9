"""Names, numbers and addresses turn up nowhere but where they belong."""

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
from portal.domain.workflow import TransitionRefused
from requests_foia import actions
from requests_foia.models import ApplicantDetails
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

PERSONAL = (
    "欧阳雪见",
    "11010519491231002X",
    "13800131234",
    "xuejian.ouyang",
    "桃源路88号",
)
LATER = cases.after(days=5)


def whole_database() -> str:
    """Every value of every table, as it stands on the disk."""
    parts = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            parts.extend(str(value) for row in cursor.fetchall() for value in row)
    return "\n".join(parts)


def assert_clean(text: str) -> None:
    assert not [value for value in PERSONAL if value in text]


def test_nothing_personal_is_stored_in_clear(caplog):
    place = cases.bureau()
    with caplog.at_level(logging.DEBUG):
        case = cases.archived(place)
    assert case.number in whole_database()
    assert_clean(whole_database())
    assert_clean(caplog.text)


def test_nothing_personal_stands_in_a_refusal_or_a_traceback():
    place = cases.bureau()
    with pytest.raises(TransitionRefused) as refused:
        cases.filed(place, applicant=cases.CITIZEN, content="长" * 5001)
    assert_clean(str(refused.value))
    assert_clean(repr(cases.CITIZEN))
    with pytest.raises(TransitionRefused) as refused:
        cases.filed(place, content=" ")
    assert_clean(str(refused.value))


def test_no_page_or_feed_for_others_names_the_applicant():
    place, elsewhere = cases.bureau(), cases.bureau()
    case = cases.archived(place)
    change = reverse("admin:requests_foia_application_change", args=[case.pk])
    history = reverse("admin:requests_foia_application_history", args=[case.pk])
    listed = reverse("admin:requests_foia_application_changelist") + "?range=all"
    reveal = reverse("admin:requests_foia_application_reveal", args=[case.pk])
    letter = reverse(
        "admin:requests_foia_application_letter", args=[case.pk, case.letters.get().pk]
    )
    pages = (change, history, listed, reveal, letter)
    people = (
        place.leader,
        place.auditor,
        place.administrator,
        elsewhere.clerk,
        elsewhere.drafter,
    )
    with time_machine.travel(LATER, tick=False):
        for person in people:
            client = Client()
            client.force_login(person, backend="portal.agencies.auth.RoleBackend")
            for url in pages:
                assert_clean(client.get(url).content.decode())
        for url in pages:
            assert Client().get(url).status_code == 302


def test_the_clerks_own_pages_name_nobody_until_asked():
    place = cases.bureau()
    case = cases.archived(place)
    client = Client()
    client.force_login(place.clerk, backend="portal.agencies.auth.RoleBackend")
    with time_machine.travel(LATER, tick=False):
        for name in ("change", "history"):
            url = reverse(f"admin:requests_foia_application_{name}", args=[case.pk])
            answer = client.get(url)
            assert answer.status_code == 200
            assert_clean(answer.content.decode())


def test_no_api_answer_names_the_applicant():
    place = cases.bureau()
    case = cases.archived(place)
    _key, secret = issue_key(
        name="区审计局",
        organisation=place.body,
        scopes=["applications:read", "obligations:read", "audit:read"],
        expires_at=LATER + timedelta(days=9),
        actor=None,
        at=LATER,
    )
    client = APIClient()
    with time_machine.travel(LATER, tick=False):
        for path in ("applications/", f"applications/{case.pk}/", "application-statistics/"):
            client.credentials(HTTP_AUTHORIZATION=f"Api-Key {secret}")
            answer = client.get(f"/api/v1/{path}")
            assert answer.status_code == 200
            assert_clean(answer.content.decode())
            assert "桃源路" not in answer.content.decode()
            assert_clean(client.options(f"/api/v1/{path}").content.decode())


def test_only_handling_roles_may_know():
    place, elsewhere = cases.bureau(), cases.bureau()
    case = cases.drafted(place)
    at = cases.after(days=2)
    for person in (place.clerk, place.drafter, place.leader):
        shown = actions.reveal_applicant(application=case, actor=person, at=at, reason="办理")
        assert shown.applicant == cases.CITIZEN
    for person in (place.auditor, place.administrator, elsewhere.clerk, elsewhere.leader):
        with pytest.raises(TransitionRefused):
            actions.reveal_applicant(application=case, actor=person, at=at, reason="办理")


def test_the_leader_knows_only_while_there_is_something_to_approve():
    place = cases.bureau()
    case = cases.delivered(place)
    with pytest.raises(TransitionRefused):
        actions.reveal_applicant(
            application=case, actor=place.leader, at=cases.after(days=4), reason="了解"
        )


def test_equal_numbers_are_found_by_index_alone():
    place = cases.bureau()
    cases.filed(place, key="a")
    cases.filed(place, key="b")
    indexes = set(ApplicantDetails.objects.values_list("id_number_index", flat=True))
    assert len(indexes) == 1
    assert "11010519491231002X" not in indexes.pop()
