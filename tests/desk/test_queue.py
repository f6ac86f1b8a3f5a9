"""The user's day: who sees what, in which group, in how many words and queries."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from portal.agencies.domain.roles import Role
from portal.calendar.models import CalendarDay
from portal.obligations.actions import assign_obligation, meet_obligation
from portal.outbox import actions as outbox
from portal.outbox.models import SiteNotice
from tests.factories.agencies import OrganisationFactory, staff
from tests.factories.obligations import obligation

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def office(client, district):
    user = staff(Role.OPENNESS_OFFICE, district, username="office")
    client.force_login(user)
    return client


def groups(client):
    page = client.get("/admin/")
    return {group.key: [line.title for line in group.lines] for group in page.context["queue"]}


def limit(organisation, label, due_on, **facts):
    return obligation(organisation, due_on=due_on, organisation=organisation, label=label, **facts)


def test_the_queue_is_grouped_by_urgency(office, district, bureau):
    limit(bureau, "明天到期", date(2026, 3, 3))
    limit(bureau, "早已逾期", date(2026, 2, 20), rule_key="foi.extend")
    limit(district, "还早", date(2026, 3, 30))
    limit(district, "今天到期", date(2026, 3, 2), rule_key="foi.extend")
    assert groups(office) == {
        "overdue": ["早已逾期"],
        "soon": ["今天到期", "明天到期"],
        "running": ["还早"],
    }


def test_each_line_says_rule_day_and_days_left_in_words(office, bureau):
    limit(bureau, "甲事项", date(2026, 3, 6))
    limit(bureau, "乙事项", date(2026, 2, 26), rule_key="foi.extend")
    text = office.get("/admin/").content.decode()
    assert "答复政府信息公开申请" in text
    assert "条例第三十三条第二款" in text
    assert "2026年3月6日（星期五）" in text
    assert "还有 4 个工作日" in text
    assert "已逾期 3 个工作日" in text


def test_late_over_the_weekend_is_late(office, bureau):
    limit(bureau, "周五到期", date(2026, 3, 6))
    with time_machine.travel(datetime(2026, 3, 7, 4, tzinfo=UTC), tick=False):
        assert groups(office) == {"overdue": ["周五到期"]}


def test_days_off_of_one_body_count_for_its_own_rows_only(office, district, bureau):
    CalendarDay.objects.create(
        day=date(2026, 3, 3), is_working=False, name="局庆", organisation_code="bureau"
    )
    limit(bureau, "本局", date(2026, 3, 6))
    limit(district, "区里", date(2026, 3, 6))
    page = office.get("/admin/")
    left = {
        line.title: line.working_days_left
        for group in page.context["queue"]
        for line in group.lines
    }
    assert left == {"本局": 3, "区里": 4}


def test_what_is_done_or_elsewhere_is_not_in_it(office, bureau, elsewhere):
    limit(elsewhere, "别家的", date(2026, 3, 3))
    limit(bureau, "办完的", date(2026, 3, 3))
    meet_obligation(subject=bureau, rule_key="foi.reply", met_at=AT, at=AT)
    assert groups(office) == {}
    assert "今天没有待办事项" in office.get("/admin/").content.decode()


def test_a_drafter_sees_ones_own_and_what_nobody_has_taken(client, bureau):
    drafter = staff(Role.DRAFTER, bureau)
    colleague = staff(Role.DRAFTER, bureau)
    limit(bureau, "无人认领", date(2026, 3, 3))
    taken = limit(bureau, "同事的", date(2026, 3, 3), rule_key="foi.extend")
    assign_obligation(obligation=taken, organisation=bureau, responsible=colleague, at=AT)
    client.force_login(drafter)
    assert groups(client) == {"soon": ["无人认领"]}


def test_a_line_links_only_to_what_the_user_may_open(office, district):
    limit(district, "可打开", date(2026, 3, 3))
    obligation(district.assignments.first(), due_on=date(2026, 3, 3), organisation=district)
    (group,) = office.get("/admin/").context["queue"]
    assert {bool(line.url) for line in group.lines} == {True, False}


def test_the_queue_takes_the_same_number_of_queries_however_long(
    office, bureau, district, django_assert_max_num_queries
):
    def fill(count):
        for number in range(count):
            body = OrganisationFactory(parent=district)
            limit(body, f"事项{number}", date(2026, 3, 3 + number % 20))

    def queries():
        with django_assert_max_num_queries(80) as captured:
            office.get("/admin/")
        return len(captured)

    fill(2)
    office.get("/admin/")
    few = queries()
    fill(40)
    assert queries() == few


def test_new_messages_stand_above_and_are_put_away(office, bureau, client):
    user = bureau.assignments.model.objects.get(user__username="office").user
    outbox.enqueue(
        kind="site",
        dedupe_key="k",
        subject=bureau,
        recipient=str(user.pk),
        title="有一件逾期",
        body="请尽快办理。",
        at=AT,
    )
    outbox.deliver_due(at=AT, worker="w")
    notice = SiteNotice.objects.get()
    assert "有一件逾期" in office.get("/admin/").content.decode()
    stranger = type(client)()
    stranger.force_login(staff(Role.DRAFTER, bureau))
    assert stranger.post(f"/admin/notices/{notice.pk}/read/").status_code == 404
    assert office.get(f"/admin/notices/{notice.pk}/read/").status_code == 405
    assert office.post(f"/admin/notices/{notice.pk}/read/").status_code == 302
    assert "有一件逾期" not in office.get("/admin/").content.decode()
