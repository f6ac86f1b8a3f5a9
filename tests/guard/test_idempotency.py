"""One key, one answer."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from portal.guard.actions import IdempotencyConflict, forget, remember
from portal.guard.models import RememberedAnswer
from portal.guard.tasks import forget as forget_task

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class Desk:
    """Answers, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def answer(self) -> dict[str, Any]:
        self.asked += 1
        return {"number": f"云溪〔2026〕{self.asked}", "name": "张三", "due_on": date(2026, 3, 30)}


def ask(desk: Desk, *, key: str = "k", body: str = "b", after: float = 0) -> dict[str, Any]:
    at = AT + timedelta(hours=after)
    return remember(scope="filing", key=key, body=body, at=at, answer=desk.answer)


def test_the_second_click_gets_the_first_answer():
    desk = Desk()
    first = ask(desk)
    assert first == {"number": "云溪〔2026〕1", "name": "张三", "due_on": "2026-03-30"}
    assert ask(desk) == ask(desk, after=24) == first
    assert desk.asked == 1


def test_another_body_is_a_conflict():
    desk = Desk()
    ask(desk)
    with pytest.raises(IdempotencyConflict):
        ask(desk, body="B")
    assert desk.asked == 1


def test_keys_and_scopes_do_not_meet():
    desk = Desk()
    ask(desk)
    ask(desk, key="other")
    remember(scope="comment", key="k", body="b", at=AT, answer=desk.answer)
    assert desk.asked == 3


def test_a_failed_answer_is_not_remembered():
    def fail() -> dict[str, Any]:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        remember(scope="filing", key="k", body="b", at=AT, answer=fail)
    assert RememberedAnswer.objects.count() == 0
    assert ask(Desk())["number"]


def test_the_answer_is_stored_encrypted_and_the_key_hashed():
    ask(Desk(), key="browser-key")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {RememberedAnswer._meta.db_table}")
        stored = str(cursor.fetchall())
    assert "张三" not in stored
    assert "browser-key" not in stored


def test_it_is_kept_a_day_at_least_and_then_forgotten():
    desk = Desk()
    ask(desk)
    assert forget(at=AT + timedelta(hours=24)) == 0
    assert forget(at=AT + timedelta(hours=49)) == 1
    ask(desk)
    assert desk.asked == 2


def test_an_expired_answer_is_not_replayed_even_before_it_is_swept():
    desk = Desk()
    ask(desk)
    ask(desk, after=49)
    assert desk.asked == 2


def test_the_task_goes_by_the_clock_of_the_database():
    for year in (2001, 2999):
        at = datetime(year, 1, 1, tzinfo=UTC)
        remember(scope="a", key=str(year), body="", at=at, answer=Desk().answer)
    forget_task()
    assert RememberedAnswer.objects.get().expires_at.year == 2999
