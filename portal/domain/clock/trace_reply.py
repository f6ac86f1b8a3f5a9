"""The trace of an application: receipt, the days a restart made void, then the period that runs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from portal.domain.calendar import WorkingCalendar
from portal.domain.clock.periods import Answer
from portal.domain.clock.trace import (
    Mark,
    Pause,
    Trace,
    TraceDay,
    days_after,
    start_day,
    trace_working_days,
)


class Started(StrEnum):
    """What the running period counts from."""

    RECEIPT = "receipt"
    CORRECTION = "correction"
    PAYMENT = "payment"


START_WHYS = {
    Started.RECEIPT: "收到申请之日，不计入",
    Started.CORRECTION: "收到补正材料之日，期限自次日起重新计算",
    Started.PAYMENT: "缴费之日，期限自次日起重新计算",
}
VOID_WHY = "期限已重新计算，此前的日子不计入"
DELAYED_WHY = "条例第三十五条延迟答复的日子"
BEFORE_DELIVERY_WHY = "告知送达之前"


def trace_running(
    calendar: WorkingCalendar,
    received: date,
    start: date,
    started: Started,
    due: date,
    pauses: Sequence[Pause],
    delayed_after: date | None = None,
) -> Iterator[TraceDay]:
    """From receipt through the due date; days after `delayed_after` are there by a delay."""
    if started != Started.RECEIPT:
        yield from _earlier(received, start, VOID_WHY)
    yield start_day(start, START_WHYS[started])
    for day in trace_working_days(calendar, start, due, pauses):
        is_delay = delayed_after is not None and day.counted and day.date > delayed_after
        yield replace(day, why=f"{DELAYED_WHY}（{day.why}）") if is_delay else day


def trace_lapsed(received: date, period: Answer) -> Trace:
    """From receipt through the period in which the applicant neither corrected nor paid."""
    return (*_earlier(received, period.started_on, BEFORE_DELIVERY_WHY), *period.trace)


def _earlier(received: date, before: date, why: str) -> Iterator[TraceDay]:
    if received >= before:
        return
    yield start_day(received, START_WHYS[Started.RECEIPT])
    for day in days_after(received, before):
        if day < before:
            yield TraceDay(day, False, why, None, Mark.EARLIER)
