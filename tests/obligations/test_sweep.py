"""The sweep tells everything that is due, once, to the right people, truthfully."""

import time
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from portal.agencies.domain.roles import Role
from portal.domain.moments import SHANGHAI
from portal.obligations import actions, tasks
from portal.obligations.models import Obligation, ObligationEvent, Sweep
from portal.outbox.models import OutboxMessage
from tests.factories.agencies import OrganisationFactory, UserFactory, staff
from tests.factories.obligations import obligation

DUE = date(2026, 3, 20)  # the default: a Friday; no holiday anywhere near

pytestmark = pytest.mark.django_db


def on(day, hour=9, minute=0, month=3):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def house():
    """A district with an office and a leader, and a bureau below it with one clerk."""

    class House:
        district = OrganisationFactory(name="云溪区人民政府")
        bureau = OrganisationFactory(name="区民政局", parent=district)
        clerk = staff(Role.DRAFTER, bureau, email="clerk@example.com")
        office = staff(Role.OPENNESS_OFFICE, district)
        leader = staff(Role.DEPUTY_LEADER, district, email="leader@example.com")

        def open(self, **facts):
            facts = {"organisation": self.bureau, "responsible": self.clerk, **facts}
            return obligation(**facts)

    return House()


def told(row=None):
    events = ObligationEvent.objects.filter(kind="told")
    if row is not None:
        events = events.filter(obligation=row)
    return list(events.order_by("pk").values_list("rank", flat=True))


def letters(user=None, kind="site"):
    found = [m for m in OutboxMessage.objects.order_by("created_at", "pk") if m.kind == kind]
    return [m for m in found if user is None or m.recipient == str(user.pk)]


def sweep_days(first, last, **moment):
    for day in range(first, last + 1):
        actions.sweep(at=on(day, **moment))


def test_each_step_is_told_once_however_often_one_sweeps(house):
    row = house.open()
    for day in range(9, 29):
        for hour in (0, 9, 23):
            actions.sweep(at=on(day, hour))
    assert told(row) == [94, 96, 98, 100, 101, 102]
    row.refresh_from_db()
    assert (row.state, row.told_rank) == (Obligation.State.OPEN, 102)
    days = row.events.filter(kind="told").values_list("at", flat=True)
    # 5, 3 and 1 working days left; Saturday; Tuesday and Thursday after one and three more.
    assert [at.astimezone(SHANGHAI).day for at in days] == [13, 17, 19, 21, 24, 26]


def test_a_sweep_with_nothing_new_leaves_no_trace(house):
    house.open()
    assert actions.sweep(at=on(21)) == 1
    assert actions.sweep(at=on(21, 10)) == 0
    assert Sweep.objects.count() == 1
    assert len(letters()) == 1


def test_responsible_then_office_then_leader(house):
    house.open()
    actions.sweep(at=on(21))
    assert (len(letters(house.clerk)), len(letters(house.office)), len(letters(house.leader))) == (
        1,
        0,
        0,
    )
    actions.sweep(at=on(24))
    assert (len(letters(house.clerk)), len(letters(house.office)), len(letters(house.leader))) == (
        2,
        1,
        0,
    )
    actions.sweep(at=on(26))
    assert (len(letters(house.clerk)), len(letters(house.office)), len(letters(house.leader))) == (
        3,
        2,
        1,
    )
    assert "升级督办 1 件" in letters(house.leader)[0].title
    assert "已逾期 4 个工作日" in letters(house.leader)[0].body


def test_who_has_an_address_gets_a_mail_as_well(house):
    house.open()
    actions.sweep(at=on(26))
    addresses = sorted(m.recipient for m in letters(kind="mail"))
    assert addresses == ["clerk@example.com", "leader@example.com"]


def test_what_a_message_says(house, settings):
    settings.PORTAL_BASE_URL = "https://gk.example.gov.cn"
    house.open(label="云溪公开〔2026〕12号")
    actions.sweep(at=on(19))
    letter = letters(house.clerk)[0]
    assert letter.title == "【时限提醒】临期 1 件"
    assert letter.body == (
        "云溪公开〔2026〕12号（区民政局）：答复政府信息公开申请，2026年3月20日到期，"
        "还有 1 个工作日。\n请登录工作台办理：https://gk.example.gov.cn/admin/"
    )


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (on(20), "今天是最后一天"),
        (on(21), "已逾期。"),
        (on(23), "已逾期 1 个工作日"),
        (on(24), "已逾期 2 个工作日"),
    ],
)
def test_days_are_counted_to_the_day_of_telling(house, at, words):
    house.open()
    actions.sweep(at=at)
    assert words in letters(house.clerk)[0].body


def test_one_message_per_person_however_many_limits(house):
    rows = [house.open() for _ in range(30)]
    late = house.open(due_on=date(2026, 3, 6))
    actions.sweep(at=on(19))
    (letter,) = letters(house.clerk)
    assert letter.title == "【时限提醒】升级督办 1 件，临期 30 件"
    lines = letter.body.splitlines()
    assert lines[0].startswith(late.label)
    assert lines[10] == "另有 21 件。"
    assert len([row for row in rows if f"{row.label}（" in letter.body]) == 9
    assert len(told()) == 31


def test_after_a_standstill_everything_is_told_once_and_dated_truthfully(house):
    """Down for 36 hours, over midnight and a weekend."""
    soon, over = house.open(due_on=date(2026, 3, 25)), house.open(due_on=DUE)
    hours = house.open(due_at=on(21, 12), started_at=on(20, 12))
    sweep_days(9, 20, hour=21)
    before = {row.pk: told(row) for row in (soon, over, hours)}
    up_again = on(22, 9)
    actions.sweep(at=up_again)
    actions.sweep(at=up_again + timedelta(minutes=10))
    assert told(over) == [*before[over.pk], 100]
    assert told(hours) == [100], "half-time and the last hours are past and would be untrue"
    assert told(soon) == before[soon.pk] == [94, 96], "a weekend brings no last day nearer"
    assert set(
        ObligationEvent.objects.filter(kind="told", at__gte=on(21)).values_list("at", flat=True)
    ) == {up_again}


def test_a_standstill_over_national_day_is_made_up_for_once_and_dated_truthfully(house):
    """Down for 36 hours from the evening before 1 to 8 October 2025, which are days off."""

    def autumn(month, day, hour=20):
        return datetime(2025, month, day, hour, tzinfo=SHANGHAI)

    facts = {"started_on": date(2025, 9, 1), "at": autumn(9, 1)}
    over = house.open(due_on=date(2025, 9, 30), **facts)
    after = house.open(due_on=date(2025, 10, 9), **facts)
    hours = house.open(due_at=autumn(10, 1, 12), **facts | {"started_at": autumn(9, 29, 12)})
    actions.sweep(at=autumn(9, 30))
    before = {row.pk: told(row) for row in (over, after, hours)}
    up_again = autumn(10, 2, 8)
    assert actions.sweep(at=up_again) == 2
    assert actions.sweep(at=up_again + timedelta(minutes=10)) == 0
    assert told(over) == [*before[over.pk], 100]
    assert told(hours) == [*before[hours.pk], 100]
    assert told(after) == before[after.pk] == [98], "days off bring no last day nearer"
    assert {row.events.latest("pk").at for row in (over, hours)} == {up_again}
    body = letters(house.clerk)[-1].body
    assert f"{over.label}（区民政局）：答复政府信息公开申请，2025年9月30日到期，已逾期。" in body
    # Nobody is urged over the holiday: the first working day after it is the ninth.
    assert [actions.sweep(at=autumn(10, day)) for day in range(3, 9)] == [0] * 6


def test_a_jump_to_escalation_leaves_nobody_out(house):
    row = house.open()
    actions.sweep(at=on(30))
    assert told(row) == [102]
    for person in (house.clerk, house.office, house.leader):
        assert len(letters(person)) == 1


def test_a_new_date_is_told_anew(house):
    row = house.open()
    sweep_days(9, 20)
    actions.move_obligation(obligation=row, due_on=date(2026, 3, 27), reason="延期", at=on(20, 12))
    sweep_days(20, 28)
    assert told(row) == [94, 96, 98, 94, 96, 98, 100]


def test_a_closed_limit_is_told_no_more(house):
    subject = OrganisationFactory()
    row = house.open(subject=subject)
    actions.sweep(at=on(19))
    actions.meet_obligation(
        subject=subject, rule_key="foi.reply", met_at=on(20), at=on(20), actor=house.clerk
    )
    sweep_days(20, 30)
    assert told(row) == [98]


def test_hours_half_time_last_four_and_over(house):
    row = house.open(due_at=on(12, 9), started_at=on(10, 9))
    steps = [(on(11, 8, 59), 0), (on(11, 9), 1), (on(12, 4, 59), 0), (on(12, 5), 1)]
    steps += [(on(12, 8, 59), 0), (on(12, 9), 1)]
    assert [actions.sweep(at=at) for at, _n in steps] == [n for _at, n in steps]
    assert told(row) == [98, 99, 100]
    assert "2026年3月12日09:00到期，请在期限前办结" in letters(house.clerk)[0].body


def test_a_short_limit_is_not_warned_of_its_last_hours_before_its_half_time(house):
    row = house.open(due_at=on(12, 14), started_at=on(12, 9))
    assert actions.sweep(at=on(12, 11, 29)) == 0
    actions.sweep(at=on(12, 11, 30))
    assert told(row) == [99]


def test_without_a_responsible_person_the_unit_is_told(house):
    house.open(responsible=None)
    actions.sweep(at=on(19))
    assert len(letters(house.clerk)) == 1


def test_a_person_who_left_is_replaced_by_the_unit(house):
    house.clerk.is_active = False
    house.clerk.save()
    house.open()
    actions.sweep(at=on(19))
    assert len(letters(house.office)) == 1, "nobody drafts here any more: the office is next"


def test_where_everybody_is_gone_the_administrators_hear_of_it():
    alone = OrganisationFactory()
    admin = staff(Role.ADMINISTRATOR, alone)
    obligation(organisation=alone)
    actions.sweep(at=on(19))
    assert len(letters(admin)) == 1


def test_a_leader_of_two_bodies_gets_one_message(house):
    other = OrganisationFactory(parent=house.district)
    house.open()
    house.open(organisation=other, responsible=UserFactory())
    actions.sweep(at=on(30))
    (letter,) = letters(house.leader)
    assert letter.title == "【时限提醒】升级督办 2 件"


def test_another_bodys_office_hears_nothing(house):
    stranger = staff(Role.OPENNESS_OFFICE, OrganisationFactory())
    house.open()
    actions.sweep(at=on(30))
    assert letters(stranger) == []


def test_an_empty_ledger(house):
    assert actions.sweep(at=on(2)) == 0


def test_distances_come_from_the_settings(house, settings):
    settings.PORTAL_LADDER = {"soon_working_days": [2]}
    row = house.open()
    sweep_days(9, 20)
    assert told(row) == [97]


def test_a_sweep_that_dies_has_told_nobody(house, monkeypatch):
    row = house.open()

    def die(*_args, **_kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("portal.obligations.actions.sweeps.enqueue_many", die)
        with pytest.raises(RuntimeError):
            actions.sweep(at=on(21))
    row.refresh_from_db()
    assert (told(row), row.told_rank, Sweep.objects.count()) == ([], 0, 0)
    assert actions.sweep(at=on(21)) == 1


def test_the_database_refuses_to_record_a_step_twice(house):
    row = house.open()
    actions.sweep(at=on(21))
    event = row.events.get(kind="told")
    event.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)


@pytest.mark.parametrize("moment", [(21, 0, 0), (21, 7, 59), (21, 8, 0)])
def test_the_day_is_that_of_shanghai_whatever_the_server_thinks(house, moment):
    house.open()
    assert actions.sweep(at=on(20, 23, 59)) == 1
    assert "临期" in letters(house.clerk)[-1].title
    assert actions.sweep(at=on(*moment)) == 1
    assert "逾期" in letters(house.clerk)[-1].title


@pytest.fixture(params=["UTC", "America/New_York"])
def elsewhere(request, monkeypatch, settings):
    """A server whose process, settings and database session stand in another time zone."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        settings.TIME_ZONE = request.param
        time.tzset()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TIME ZONE %s", [request.param])
        yield
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_the_zone_of_the_server_moves_no_day(house):
    assert time.localtime(on(21, 0).timestamp()).tm_mday == 20, "over there it is still the 20th"
    house.open()
    assert actions.sweep(at=on(20, 23, 59)) == 1
    assert "2026年3月20日到期，今天是最后一天" in letters(house.clerk)[-1].body
    assert actions.sweep(at=on(21, 0)) == 1
    assert "2026年3月20日到期，已逾期" in letters(house.clerk)[-1].body


def test_queries_do_not_grow_with_rows(house, django_assert_max_num_queries):
    def queries_of(rows, day):
        for _ in range(rows):
            house.open(due_on=date(2026, 3, day - 1))
            house.open(due_at=on(day, 1), started_at=on(day - 1))
        with django_assert_max_num_queries(16) as captured:
            assert actions.sweep(at=on(day)) >= 2 * rows
        return len(captured)

    assert queries_of(1, 18) == queries_of(40, 19)


def test_the_task_sweeps(house, time_machine):
    time_machine.move_to(on(21))
    house.open()
    assert tasks.sweep() == "1"
