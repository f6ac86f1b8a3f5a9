"""What must hold for every application, whatever its story."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.clock import (
    Channel,
    ClockError,
    Consultation,
    Consulted,
    Extension,
    ReplyFacts,
    answer_case,
    count_calendar_days,
    count_months,
    count_reply,
    count_working_days,
)
from portal.domain.drawing import draw
from tests.domain.facts import CALENDAR, LAW, at, count, handed_in

days = st.dates(date(2019, 1, 1), date(2027, 6, 30))
spans = st.integers(0, 40)


def facts_of(event):
    """The days an event records."""
    named = (event.on, getattr(event, "delivered", None), getattr(event, "answered", None))
    return [day for day in named if day]


few = settings(max_examples=150, deadline=None)


@st.composite
def stories(draw_from):
    """A start day with consultations and perhaps an extension, in order."""
    start = draw_from(days)
    sent = sorted(draw_from(st.lists(spans, max_size=3)))
    events = []
    for n in sent:
        on = start + timedelta(days=n)
        delivered = on + timedelta(days=draw_from(st.integers(0, 5)))
        answered = draw_from(st.none() | st.integers(0, 30).map(lambda k, on=on: on + timedelta(k)))
        consulted = draw_from(st.sampled_from([Consulted.THIRD_PARTY, Consulted.JOINT_AGENCY]))
        events.append(Consultation(consulted, on, delivered, answered))
    if draw_from(st.booleans()):
        on = max([start, *(event.on for event in events)])
        events.append(Extension(on, draw_from(st.integers(1, 20))))
    return start, tuple(events)


@few
@given(stories())
def test_a_reply_is_never_due_on_a_day_off(story):
    start, events = story
    assert CALENDAR.is_working(count(*events, on=start).due_on)


@few
@given(stories())
def test_the_trace_tells_every_day_from_receipt_to_due_and_ends_on_it(story):
    start, events = story
    answer = count(*events, on=start)
    dates = [day.date for day in answer.trace]
    counted = [day for day in answer.trace if day.counted]
    assert dates[0] == start
    assert dates[-1] == answer.due_on == counted[-1].date
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(dates))
    assert [day.ordinal for day in counted] == list(range(1, len(counted) + 1))
    extended = sum(event.working_days for event in events if isinstance(event, Extension))
    assert len(counted) == 20 + (extended if answer.extension_valid else 0)
    assert counted[0].date == answer.first_counted_on
    assert all(day.why for day in answer.trace)


@few
@given(stories())
def test_replay_is_idempotent_and_the_drawing_loses_no_day(story):
    start, events = story
    first, again = count(*events, on=start), count(*events, on=start)
    assert first == again
    assert first.trace == again.trace
    drawing = draw(first)
    marked = [c.date for m in drawing.months for week in m.weeks for c in week if c.mark]
    assert marked == [day.date for day in first.trace]
    assert [c for m in drawing.months for week in m.weeks for c in week if c.is_due]
    assert all(len(week) == 7 for month in drawing.months for week in month.weeks)


@few
@given(days, st.integers(0, 60))
def test_one_more_day_is_never_earlier(start, n):
    due = count_working_days(start, n, CALENDAR).due_on
    assert count_working_days(start, n + 1, CALENDAR).due_on > due
    assert count_working_days(start + timedelta(days=1), n, CALENDAR).due_on >= due
    for count_days in (count_calendar_days, count_months):
        counted = count_days(start, n, CALENDAR, roll=True)
        assert count_days(start, n + 1, CALENDAR, roll=True).due_on >= counted.due_on
        assert CALENDAR.is_working(counted.due_on)
        assert counted.due_on >= counted.raw_end_on


@few
@given(stories(), spans)
def test_a_pause_of_no_days_changes_nothing(story, n):
    start, events = story
    on = max([start, *(event.on for event in events)]) + timedelta(days=n)
    answered_at_once = Consultation(Consulted.THIRD_PARTY, on, on, on)
    due = count(*events, on=start).due_on
    assert count(*events, answered_at_once, on=start).due_on == due


@few
@given(days, st.integers(1, 20), st.integers(0, 15))
def test_an_extension_by_n_is_the_period_and_n(start, n, after):
    extended = count(Extension(start + timedelta(days=after), n), on=start)
    assert extended.due_on == CALENDAR.add_working_days(start, 20 + n)
    assert extended.due_before_extension_on == CALENDAR.add_working_days(start, 20)


@few
@given(days, st.integers(0, 10), st.integers(0, 10), st.integers(0, 10), st.integers(0, 10))
def test_overlapping_pauses_count_as_their_union(start, lead, length, gap, tail):
    def asked(sent, answered):
        on, end = start + timedelta(days=sent), start + timedelta(days=answered)
        return Consultation(Consulted.THIRD_PARTY, on, on, end)

    first = asked(lead, lead + length)
    second = asked(lead + min(gap, length), lead + max(length, gap) + tail)
    union = asked(lead, lead + max(length, gap) + tail)
    apart = count(first, second, on=start)
    if union.answered <= CALENDAR.add_working_days(union.on, 15):
        assert apart.due_on == count(union, on=start).due_on


@few
@given(days, st.integers(0, 23), st.integers(0, 59), st.integers(-12, 14))
def test_the_server_s_time_zone_moves_nothing(day, hour, minute, offset):
    """Every hour, 00:00-08:00 included, when Shanghai is a day ahead of UTC."""
    moment = at(day, hour, minute)
    for zone in (UTC, timezone(timedelta(hours=offset))):
        facts = ReplyFacts(Channel.COUNTER, submitted_at=moment.astimezone(zone))
        answer = count_reply(facts, LAW, CALENDAR)
        assert answer.received_on == day
        assert answer.due_on == count(on=day).due_on


@few
@given(stories(), st.integers(0, 60))
def test_an_answer_as_of_a_day_never_contradicts_the_whole_story(story, n):
    start, events = story
    as_of = start + timedelta(days=n)
    facts = handed_in(*events, on=start)
    known = [day for event in events for day in facts_of(event)]
    if max(known, default=start) > as_of:
        with pytest.raises(ClockError) as refusal:
            count_reply(facts, LAW, CALENDAR, as_of=as_of)
        assert set(refusal.value.codes) == {"in_future"}
    else:
        seen = count_reply(facts, LAW, CALENDAR, as_of=as_of)
        assert seen == count_reply(facts, LAW, CALENDAR)


@few
@given(st.dictionaries(st.text(max_size=8), st.none() | st.text(max_size=8) | st.integers()))
def test_no_case_however_odd_fails_but_by_a_clear_refusal(case):
    case = {"kind": "reply", "rule_set": "cn-2019", "channel": "counter"} | case
    with pytest.raises(ClockError) as refusal:
        answer_case(case, CALENDAR)
    assert all(str(problem) for problem in refusal.value.problems)


def test_facts_stay_apart_from_answers():
    """The same facts over another calendar give another answer, and neither disturbs the other."""
    facts = handed_in()
    law_answer = count_reply(facts, LAW, CALENDAR)
    assert count_reply(replace(facts), LAW, CALENDAR) == law_answer
    assert law_answer.due_on == date(2025, 12, 1)
    assert datetime(2025, 11, 3, 1, tzinfo=UTC) == facts.submitted_at
