"""The clock: due dates and their traces from recorded facts, a rule set and a calendar.

Pure functions, no framework, no current time. Start with `count_reply` for an application,
`count_rule` for any other time limit, `answer_case` for a case written as JSON.
"""

from portal.domain.clock.by_rule import count_proactive, count_rule, rule_days
from portal.domain.clock.case import CaseAnswer, answer_case
from portal.domain.clock.counting import Opinion
from portal.domain.clock.events import (
    Channel,
    Consultation,
    Consulted,
    CorrectionLapsed,
    CorrectionReceived,
    CorrectionRequested,
    Delay,
    Event,
    Extension,
    FeeLapsed,
    FeeNotice,
    FeePaid,
    ReplyFacts,
)
from portal.domain.clock.periods import (
    Answer,
    ClockError,
    count_calendar_days,
    count_days_before,
    count_hours,
    count_months,
    count_working_days,
    fixed_day,
    monthly_day,
)
from portal.domain.clock.readings import CHOSEN, OPEN_POINTS, Alternative, OpenPoint, Reading
from portal.domain.clock.reply import ReplyAnswer, count_reply
from portal.domain.clock.service import Service, Timeliness, judge_reply
from portal.domain.clock.trace import Mark, Pause, Trace, TraceDay

__all__ = [
    "CHOSEN",
    "OPEN_POINTS",
    "Alternative",
    "Answer",
    "CaseAnswer",
    "Channel",
    "ClockError",
    "Consultation",
    "Consulted",
    "CorrectionLapsed",
    "CorrectionReceived",
    "CorrectionRequested",
    "Delay",
    "Event",
    "Extension",
    "FeeLapsed",
    "FeeNotice",
    "FeePaid",
    "Mark",
    "OpenPoint",
    "Opinion",
    "Pause",
    "Reading",
    "ReplyAnswer",
    "ReplyFacts",
    "Service",
    "Timeliness",
    "Trace",
    "TraceDay",
    "answer_case",
    "count_calendar_days",
    "count_days_before",
    "count_hours",
    "count_months",
    "count_proactive",
    "count_reply",
    "count_rule",
    "count_working_days",
    "fixed_day",
    "judge_reply",
    "monthly_day",
    "rule_days",
]
