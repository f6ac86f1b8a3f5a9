"""Two at the desk press the same button at once (threats D8), where rows really are locked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.agencies.domain.roles import Role
from portal.audit.models import AuditEntry
from portal.desk.admin.workflow import WorkflowAdmin
from portal.desk.forms import CONFLICT
from requests_foia.actions import stepping
from requests_foia.domain.vocabulary import State
from requests_foia.models import Application, Letter
from tests.factories import requests_foia as cases
from tests.factories.agencies import staff

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
DRAFT = {
    "kind": "disclosed",
    "search_note": "检索了项目档案。",
    **cases.NOT_CONVERTED,
    "converts": "no",
}
Press = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def _on_the_day_after() -> Iterator[None]:
    with time_machine.travel(cases.after(days=3), tick=False):
        yield


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Press:
    """Everybody's form is read and found in order before anybody's step is taken."""
    gate = Barrier(2)
    original = WorkflowAdmin._refuse_stale

    def waiting(self: WorkflowAdmin, request: Any, record: Any) -> None:
        gate.wait(20)
        original(self, request, record)

    monkeypatch.setattr(WorkflowAdmin, "_refuse_stale", waiting)

    def press(case: Application, event: str, people: list, said: list[dict]) -> list[Any]:
        url = reverse("admin:requests_foia_application_step", args=[case.pk, event])
        clients = [Client() for _person in people]
        for client, person in zip(clients, people, strict=True):
            client.force_login(person, backend="portal.agencies.auth.RoleBackend")

        def one(number: int) -> HttpResponse | Exception:
            try:
                return clients[number].post(url, {**said[number], "_version": case.version})
            except IntegrityError as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(one, range(2)))

    return press


def of_both(answers: list[HttpResponse]) -> tuple[int, HttpResponse]:
    """Who won (0 or 1), and what the other one got to see."""
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    won = [answer.status_code for answer in answers].index(302)
    return won, answers[1 - won]


def test_of_two_drafts_at_once_one_stands_and_the_other_keeps_its_words(at_once: Press) -> None:
    place = cases.bureau()
    case = cases.handled(place)
    people = [place.drafter, staff(Role.DRAFTER, place.unit)]
    texts = ["甲起草的答复：随文提供合同。", "乙起草的答复：随文提供中标通知书。"]
    answers = at_once(case, "draft", people, [{**DRAFT, "text": text} for text in texts])
    won, lost = of_both(answers)
    page = lost.content.decode()
    assert texts[1 - won] in page
    assert texts[won] not in page
    assert str(CONFLICT) in page
    assert case.replies.get().text == texts[won]
    assert cases.refreshed(case).state == State.REVIEW
    assert AuditEntry.objects.filter(action="requests_foia.draft").count() == 1


def test_of_two_who_issue_at_once_one_letter_goes_out(at_once: Press) -> None:
    place = cases.bureau()
    case = cases.approved(place)
    answers = at_once(case, "issue", [place.clerk, place.second_clerk], [{}, {}])
    of_both(answers)
    assert Letter.objects.filter(reply__isnull=False).count() == 1
    assert cases.refreshed(case).version == case.version + 1


def test_without_lock_and_version_both_would_send_the_draft_back(
    at_once: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: look, wait for the other to have looked, then write."""
    place = cases.bureau()
    case = cases.drafted(place)
    gate = Barrier(2)

    def unlocked(application: Application) -> Application:
        read = Application.objects.select_related("organisation").get(pk=application.pk)
        gate.wait(20)
        return read

    monkeypatch.setattr(WorkflowAdmin, "_refuse_stale", lambda *_given: None)
    monkeypatch.setattr(stepping, "_locked", unlocked)
    monkeypatch.setattr("requests_foia.actions.drafting.living_reply", lambda one: _reply(one))
    people = [place.leader, staff(Role.DEPUTY_LEADER, place.body)]
    answers = at_once(case, "send_back", people, [{"note": "甲的意见"}, {"note": "乙的意见"}])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert case.steps.filter(event="send_back").count() == 2
    assert cases.refreshed(case).version == case.version + 1, "one of the two was overwritten"


def _reply(application: Application):
    return application.replies.select_related("drafted_by").get()
