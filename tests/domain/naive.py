"""A second clock, written naively and apart from the product: day by day, no tables.

It knows the holiday files, reads the law's counting aloud and shares no code with
``portal.domain``. Where both agree for every start day, both are likely right.
"""

import json
from datetime import date, timedelta
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "portal" / "calendar" / "data"
DAY = timedelta(days=1)
FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def read_holidays() -> tuple[set[date], set[date], set[int]]:
    """Days off, make-up working days, and the published years."""
    off, work, years = set(), set(), set()
    for file in DATA.glob("*.json"):
        document = json.loads(file.read_text("utf-8"))
        years.add(document["year"])
        for row in document["days"]:
            (off if row["isOffDay"] else work).add(date.fromisoformat(row["date"]))
    return off, work, years


OFF, WORK, YEARS = read_holidays()
_is_working: dict[date, bool] = {}


def works(day: date) -> bool:
    """Is this a working day?"""
    if day not in _is_working:
        if day in WORK:
            answer = True
        elif day in OFF or day.weekday() in (5, 6):
            answer = False
        else:
            answer = day.year in YEARS or (day.month, day.day) not in FIXED
        _is_working[day] = answer
    return _is_working[day]


def nth(start: date, n: int, paused: frozenset[date] | set[date] = frozenset()) -> date:
    """Walk forward until n working days outside the pauses have gone by."""
    day = start
    while n:
        day += DAY
        if works(day) and day not in paused:
            n -= 1
    return day


def rolled(day: date) -> date:
    """The day itself, or the next working day."""
    while not works(day):
        day += DAY
    return day


def days_between(start: date, end: date) -> set[date]:
    """Every day after start through end."""
    return {start + DAY * k for k in range(1, (end - start).days + 1)}


def reply(received: date, limits: dict[str, int | None], events: list[dict]) -> dict[str, object]:
    """The reply period, told as a story: each event in turn, then one walk through the days."""
    start, days, paused, delayed = received, limits["reply"], set(), 0
    told: dict[str, object] = {}
    if limits["correction_notice"]:
        told["correction_notice_due"] = nth(received, limits["correction_notice"])
    for event in events:
        kind = event["type"]
        if kind == "correction_requested":
            told["correction_period_end"] = nth(event["delivered"], limits["correction_period"])
        elif kind in ("correction_received", "fee_paid"):
            start, days, paused, delayed = event["date"], limits["reply"], set(), 0
        elif kind == "fee_notice":
            if limits["fee_pay_days"]:
                told["pay_by"] = rolled(event["delivered"] + DAY * limits["fee_pay_days"])
        elif kind in ("third_party", "joint_agency"):
            end = event.get("answered")
            if limits[kind]:
                last = nth(event["delivered"], limits[kind])
                told.setdefault("opinion_due", []).append(last)
                end = min(end, last) if end else last
            paused |= days_between(event["sent"], end)
        elif kind == "extension":
            last = nth(start, days + delayed, paused)
            if event["date"] <= last and event["wd"] <= limits["ext"]:
                told["due_before_extension"] = last
                days += event["wd"]
            else:
                told["extension_valid"] = False
        elif kind == "delay":
            last = nth(start, days + delayed, paused)
            if event["date"] <= last and event["wd"] <= (limits["delay"] or 0):
                told["due_before_delay"] = last
                delayed = event["wd"]
    told["due_date"] = nth(start, days + delayed, paused)
    told["first_counted_day"] = nth(start, 1, paused)
    return told
