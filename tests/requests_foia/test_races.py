"""Many at once: one case for one key, one answer for one case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from portal.agencies.domain.roles import Role
from portal.domain.workflow import TransitionRefused
from requests_foia import actions
from requests_foia.domain.opinions import OpinionState, Position
from requests_foia.models import Application, CaseEvent, Letter, Opinion
from tests.factories import requests_foia as cases
from tests.factories.agencies import staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def at_once(count: int, call: Callable[[int], Any], workers: int = 10) -> list[Any]:
    """What ``count`` calls give that start together, ``workers`` of them in parallel."""
    barrier = Barrier(workers)

    def one(number: int) -> Any:
        try:
            if number < workers:
                barrier.wait(10)
            return call(number)
        except (TransitionRefused, actions.Conflict) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, range(count)))


def test_fifty_parallel_filings_with_one_key_are_one_case():
    place = cases.bureau()
    answers = at_once(50, lambda _n: cases.filed(place))
    assert Application.objects.count() == 1
    assert {(answer.application.pk, answer.code) for answer in answers} == {
        (answers[0].application.pk, answers[0].code)
    }


def test_parallel_filings_get_numbers_without_gap():
    place = cases.bureau(code="yx")
    answers = at_once(200, lambda n: cases.filed(place, key=f"key-{n}"))
    assert sorted(answer.application.number for answer in answers) == [
        f"YXGK-2025-{n:05d}" for n in range(1, 201)
    ]


def test_of_two_clerks_who_answer_at_once_one_wins():
    place = cases.bureau()
    case = cases.approved(place)
    clerks = (place.clerk, place.second_clerk)

    def issue(number: int) -> Letter:
        return actions.issue(
            application=case,
            actor=clerks[number],
            at=cases.after(days=3),
            version=case.version,
        )

    won, lost = sorted(
        at_once(2, issue, workers=2), key=lambda answer: isinstance(answer, Exception)
    )
    assert won.number.endswith("第1号")
    assert isinstance(lost, actions.Conflict)
    assert (lost.expected, lost.actual) == (case.version, case.version + 1)
    assert Letter.objects.count() == 1


def test_two_sweeps_and_a_clerk_confirm_once():
    place = cases.bureau()
    case = cases.filed(place).application

    def confirm(number: int) -> Any:
        if number:
            return actions.confirm_lapsed(at=cases.after(days=2))
        return actions.confirm_receipt(application=case, actor=place.clerk, at=cases.after(days=2))

    at_once(3, confirm, workers=3)
    case.refresh_from_db()
    assert case.steps.filter(event="confirm").count() == 1
    assert case.received_on.isoformat() == "2025-11-04"


def test_of_two_who_claim_at_once_one_gets_the_case():
    place = cases.bureau()
    case = actions.assign(
        application=cases.registered(place),
        unit=place.unit,
        actor=place.clerk,
        at=cases.after(hours=4),
    )
    drafters = [place.drafter, *(staff(Role.DRAFTER, place.unit) for _n in range(3))]
    answers = at_once(
        4,
        lambda n: actions.claim(application=case, actor=drafters[n], at=cases.after(hours=5)),
        workers=4,
    )
    refused = [answer for answer in answers if isinstance(answer, TransitionRefused)]
    assert [one.refusals[0].code for one in refused] == ["claimed"] * 3
    case.refresh_from_db()
    assert case.steps.filter(event="claim").get().actor == case.officer


def asked(place: cases.Bureau) -> tuple[Application, actions.Asked]:
    case = cases.handled(place)
    return case, cases.asked(place, case, received=cases.after(days=1, hours=1))


def test_of_two_answers_at_once_one_counts():
    place = cases.bureau()
    case, question = asked(place)
    positions = (Position.AGREE, Position.OBJECT)
    answers = at_once(
        2,
        lambda n: cases.said(case, question, positions[n], cases.after(days=2)),
        workers=2,
    )
    refused = [answer for answer in answers if isinstance(answer, TransitionRefused)]
    assert len(refused) == 1
    assert "answered" in [one.code for one in refused[0].refusals]
    assert CaseEvent.objects.filter(answers=question.opinion.asked).count() == 1


def late_answer_and_sweep(case: Application, question: actions.Asked) -> list[Any]:
    """The last day was 25 November; both happen the morning after."""
    morning = cases.after(days=23)

    def act(number: int) -> Any:
        if number:
            return actions.lapse_opinions(at=morning)
        return cases.said(case, question, Position.OBJECT, morning)

    return at_once(2, act, workers=2)


def test_a_late_answer_is_not_lost_to_the_sweep_at_the_same_moment():
    place = cases.bureau()
    case, question = asked(place)
    answers = late_answer_and_sweep(case, question)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    opinion = Opinion.objects.get()
    assert (opinion.state, opinion.position, opinion.is_late) == (
        OpinionState.ANSWERED,
        Position.OBJECT,
        True,
    )


def test_the_database_itself_refuses_to_silence_an_answer():
    place = cases.bureau()
    case, question = asked(place)
    cases.said(case, question, Position.OBJECT, cases.after(days=2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.update(state=OpinionState.SILENT, silent_at=cases.after(days=23))


def test_a_claim_that_does_not_lock_would_let_several_through():
    """The negative control: look, then write."""
    place = cases.bureau()
    case = cases.registered(place)

    def naively(_number: int) -> bool:
        if Application.objects.get(pk=case.pk).officer_id is not None:
            return False
        sleep(0.2)
        return bool(Application.objects.filter(pk=case.pk).update(officer=place.drafter))

    assert sum(at_once(4, naively, workers=4)) > 1
