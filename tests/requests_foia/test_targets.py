"""A body's own, stricter target: a warning beside the law's last day, never in its place."""

from datetime import date, datetime

import pytest
import time_machine

from portal.agencies.domain.roles import Role
from portal.calendar.models import CalendarVersion, RuleOverride
from portal.domain.moments import SHANGHAI
from portal.obligations import queries as obligations
from portal.obligations.actions import recount_open, sweep
from portal.obligations.models import ObligationEvent, Urgency
from portal.outbox.models import OutboxMessage
from requests_foia import actions
from requests_foia.domain.vocabulary import Fact
from requests_foia.models import CaseEvent
from tests.factories import requests_foia as cases
from tests.factories.agencies import staff

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def own(place, rule_key, value, since=date(2025, 1, 1)):
    RuleOverride.objects.create(
        organisation_code=place.body.code,
        rule_key=rule_key,
        value=value,
        in_force_from=since,
        reason="内部要求",
    )


def reply(case):
    return obligations.of(case).filter(rule_key="foi.reply").latest("pk")


def test_the_local_target_stands_beside_the_law():
    case = cases.handled(cases.bureau())
    assert (reply(case).due_on, reply(case).target_on) == (date(2025, 12, 1), date(2025, 11, 24))
    assert reply(case).rule_set == "cn-2019"


def test_the_strictest_figure_counts():
    place = cases.bureau()
    own(place, "foi.reply", 10)
    assert reply(cases.handled(place)).target_on == date(2025, 11, 17)


def test_a_looser_own_figure_changes_nothing(settings):
    place = cases.bureau()
    own(place, "foi.reply", 18)
    assert reply(cases.handled(place)).target_on == date(2025, 11, 24)
    settings.PORTAL_TARGETS = []
    assert reply(cases.handled(place, key="key-2")).target_on == date(2025, 11, 27)


@pytest.mark.parametrize("since", [date(2025, 11, 4), None])
def test_without_a_figure_in_force_on_receipt_there_is_no_target(settings, since):
    settings.PORTAL_TARGETS = []
    place = cases.bureau()
    if since:
        own(place, "foi.reply", 10, since)
    assert reply(cases.handled(place)).target_on is None


def test_the_target_runs_through_the_same_pauses_and_extensions():
    place = cases.bureau()
    case = cases.handled(place)
    asked = CaseEvent.objects.create(
        application=case,
        kind=Fact.THIRD_PARTY_ASKED,
        happened_on=date(2025, 11, 5),
        delivered_on=date(2025, 11, 5),
        recorded_at=at("2025-11-05T09:00"),
    )
    CaseEvent.objects.create(
        application=case,
        kind=Fact.THIRD_PARTY_ANSWERED,
        happened_on=date(2025, 11, 12),
        answers=asked,
        recorded_at=at("2025-11-12T09:00"),
    )
    told = {"actor": place.leader, "at": at("2025-11-20T10:00")}
    case = actions.extend_deadline(application=case, working_days=20, reason="核实", **told)
    # Five working days paused; 20 + 20 by law, 15 + 15 by the local target.
    assert (reply(case).due_on, reply(case).target_on) == (date(2026, 1, 6), date(2025, 12, 22))


def test_an_inner_step_has_a_target_too():
    place = cases.bureau()
    own(place, "foi.register", 1)
    own(place, "foi.confirm", 0)
    case = cases.filed(place).application
    confirm = obligations.open_of(case, "foi.confirm")
    assert (confirm.due_on, confirm.target_on) == (date(2025, 11, 4), date(2025, 11, 3))
    case = actions.confirm_receipt(application=case, actor=place.clerk, at=cases.after(hours=2))
    register = obligations.open_of(case, "foi.register")
    assert (register.due_on, register.target_on) == (date(2025, 11, 5), date(2025, 11, 4))


def test_a_new_figure_reaches_the_open_cases_and_moves_no_due_day(settings):
    settings.PORTAL_TARGETS = []
    place = cases.bureau()
    case = cases.handled(place)
    own(place, "foi.reply", 12)
    calendar, _new = CalendarVersion.objects.get_or_create(pk=1)
    told = {"subject": calendar, "reason": "内部时限", "actor": None}
    assert recount_open(at=at("2025-11-05T10:00"), **told) == []
    row = reply(case)
    assert (row.due_on, row.target_on, row.revision) == (date(2025, 12, 1), date(2025, 11, 19), 1)
    events = ObligationEvent.objects.filter(obligation=row, kind="moved").count()
    recount_open(at=at("2025-11-06T10:00"), **told)
    assert ObligationEvent.objects.filter(obligation=row, kind="moved").count() == events == 1


def test_a_missed_target_is_a_light_of_its_own_and_never_late():
    place = cases.bureau()
    case = cases.handled(place)

    def light(moment):
        rows = obligations.with_urgency(obligations.of(case).filter(state="open"), at(moment))
        return rows.get().urgency

    assert light("2025-11-24T23:59") != Urgency.TARGET
    # Four working days are left by then: the law's own warning goes first.
    assert light("2025-11-25T00:00") == Urgency.SOON
    own(place, "foi.reply", 10)
    calendar, _new = CalendarVersion.objects.get_or_create(pk=1)
    recount_open(subject=calendar, reason="内部时限", at=at("2025-11-05T10:00"), actor=None)
    assert light("2025-11-17T23:59") == Urgency.NORMAL
    assert light("2025-11-18T00:00") == Urgency.TARGET
    late = obligations.overdue_register(obligations.of(case), at("2025-11-20T10:00"))
    assert not late.exists()


def test_staff_are_told_once_before_and_once_after_the_target():
    place = cases.bureau()
    own(place, "foi.reply", 10)
    case = cases.handled(place)
    OutboxMessage.objects.all().delete()
    for day in range(13, 22):
        sweep(at=at(f"2025-11-{day}T09:00"))
        sweep(at=at(f"2025-11-{day}T15:00"))
    told = ObligationEvent.objects.filter(obligation=reply(case), kind="told").order_by("pk")
    assert [(e.rank, e.at.astimezone(SHANGHAI).day) for e in told] == [(20, 14), (21, 18)]
    (before, after) = OutboxMessage.objects.filter(kind="site").order_by("created_at")
    assert before.recipient == str(place.drafter.pk)
    assert before.title == "【时限提醒】内部目标 1 件"
    assert "2025年12月1日到期" in before.body
    assert "单位内部目标2025年11月17日。" in before.body
    assert "单位内部目标2025年11月17日，已超过。" in after.body


def test_queue_and_case_page_show_both_days(client):
    place = cases.bureau()
    own(place, "foi.reply", 10)
    case = cases.handled(place)
    client.force_login(staff(Role.OPENNESS_OFFICE, place.body, username="office"))
    with time_machine.travel(at("2025-11-18T09:00"), tick=False):
        queue = client.get("/admin/")
        page = client.get(f"/admin/requests_foia/application/{case.pk}/change/").content.decode()
    assert [group.key for group in queue.context["queue"]] == ["target"]
    for text in (queue.content.decode(), page):
        assert "超内部目标" in text
        assert "内部目标 2025年11月17日" in text
        assert "2025年12月1日（星期一）" in text
