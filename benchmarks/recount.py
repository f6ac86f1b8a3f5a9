"""How fast every open case can be recounted after a calendar edit, in one process.

``python benchmarks/recount.py`` counts 100,000 applications with three events each, then ten
times fewer, and prints goal, figure and verdict in processor seconds, so that neighbours on
the machine do not blur it. No database, no other process.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from portal.calendar.shipped import shipped_calendar
from portal.domain.clock import (
    Channel,
    Consultation,
    Consulted,
    CorrectionReceived,
    CorrectionRequested,
    Extension,
    ReplyFacts,
    count_reply,
)
from portal.domain.moments import SHANGHAI
from portal.domain.rulesets import rule_set

CASES = 100_000
MANY_SECONDS = 10.0
CASES_PER_SECOND = 20_000
LINEAR = 1.3
FIRST_DAY, DAYS = date(2019, 6, 1), 2700


def applications(count: int) -> list[ReplyFacts]:
    """Applications with a correction or an extension, and a consultation: three events each."""
    chance = random.Random(20190515)
    return [application(chance, number) for number in range(count)]


def application(chance: random.Random, number: int) -> ReplyFacts:
    start = FIRST_DAY + timedelta(days=chance.randrange(DAYS))

    def day(n: int) -> date:
        return start + timedelta(days=n)

    third_party = Consultation(Consulted.THIRD_PARTY, day(9), day(11), day(9 + number % 20))
    if number % 2:
        events = (CorrectionRequested(day(3), day(4)), CorrectionReceived(day(8)), third_party)
    else:
        agency = Consultation(Consulted.JOINT_AGENCY, day(5), day(6), day(15))
        events = (agency, third_party, Extension(day(20), 10))
    submitted_at = datetime(start.year, start.month, start.day, 9, tzinfo=SHANGHAI)
    return ReplyFacts(Channel.COUNTER, submitted_at=submitted_at, events=events)


def seconds_for(cases: list[ReplyFacts]) -> float:
    rules, calendar = rule_set("cn-2019"), shipped_calendar()
    began = time.process_time()
    for facts in cases:
        count_reply(facts, rules, calendar)
    return time.process_time() - began


def line(what: str, goal: str, figure: str, reached: bool) -> None:
    print(f"{what:<34} goal {goal:<14} figure {figure:<16} {'reached' if reached else 'MISSED'}")


def main() -> None:
    cases = applications(CASES)
    seconds_for(cases[:1000])
    few, many = seconds_for(cases[: CASES // 10]), seconds_for(cases)
    per_second, growth = CASES / many, many / few / 10
    line(
        "重算十万件 100,000 applications",
        f"≤ {MANY_SECONDS:.0f} s",
        f"{many:.2f} s",
        many <= MANY_SECONDS,
    )
    line(
        "每秒 cases per second",
        f"≥ {CASES_PER_SECOND:,}",
        f"{per_second:,.0f}",
        per_second >= CASES_PER_SECOND,
    )
    line("线性 time per case, 100k : 10k", f"≤ {LINEAR}", f"{growth:.2f}", growth <= LINEAR)


if __name__ == "__main__":
    main()
