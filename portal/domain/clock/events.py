"""What can happen to an application between receipt and reply, as facts for the clock.

All days are Shanghai days. Events are given in the order in which they happened; the day an
event happened is its `on`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    """How an application reached the agency (条例 art. 31)."""

    COUNTER = "counter"
    MAIL_SIGNED = "mail_signed"
    MAIL_PLAIN = "mail_plain"
    INTERNET = "internet"
    FAX = "fax"
    EMAIL = "email"


class Consulted(StrEnum):
    """Who is asked: a third party (art. 32), a co-maker (art. 34), another agency (art. 33)."""

    THIRD_PARTY = "third_party"
    JOINT_AGENCY = "joint_agency"
    OTHER_AGENCY = "other_agency"


@dataclass(frozen=True, slots=True)
class CorrectionRequested:
    """The agency asked once for a correction; `delivered` starts the applicant's period.

    `period_wd` is the period the notice sets, in working days; the rule set's default otherwise.
    """

    on: date
    delivered: date
    period_wd: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectionReceived:
    """The corrected application arrived: the whole period restarts."""

    on: date


@dataclass(frozen=True, slots=True)
class CorrectionLapsed:
    """The applicant did not correct in time and without good reason."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """A letter asking somebody for an opinion. The clock pauses after the day it was sent.

    `delivered` is None until delivery is known, `answered` until an answer came. `period_wd`
    is the period the letter to another agency sets, for which the law has none; the periods of
    third parties and co-makers are the law's. `letter` names the letter in the trace, `ref` the
    question in the answer.
    """

    consulted: Consulted
    on: date
    delivered: date | None = None
    answered: date | None = None
    period_wd: int | None = None
    letter: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class FeeNotice:
    """The agency asked for the information-processing fee; `delivered` starts the period."""

    on: date
    delivered: date


@dataclass(frozen=True, slots=True)
class FeePaid:
    """The fee was paid: the whole period restarts the day after."""

    on: date


@dataclass(frozen=True, slots=True)
class FeeLapsed:
    """The applicant did not pay in time."""


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension, approved and notified to the applicant on `on`, of `working_days`."""

    on: date
    working_days: int


@dataclass(frozen=True, slots=True)
class Delay:
    """A later last day, approved and notified on `on` (art. 35): `working_days` more.

    The applicant's reasons for very many requests were accepted, but not all of them can be
    answered in the period of art. 33.
    """

    on: date
    working_days: int


Event = (
    CorrectionRequested
    | CorrectionReceived
    | CorrectionLapsed
    | Consultation
    | FeeNotice
    | FeePaid
    | FeeLapsed
    | Extension
    | Delay
)


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """The recorded facts of one application: channel, the channel's moments, events in order.

    Every moment is aware. Which one decides the day of receipt: see `clock.receipt`.
    """

    channel: Channel
    submitted_at: datetime | None = None
    posted_at: datetime | None = None
    signed_at: datetime | None = None
    arrived_at: datetime | None = None
    confirmed_at: datetime | None = None
    events: tuple[Event, ...] = ()
