"""When a reply counts as made, and whether that was in time (国办公开办函〔2015〕235号)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.clock.periods import ClockError
from portal.domain.messages import Sentence, gettext_noop


class Service(StrEnum):
    """How a reply reaches the applicant: the posting day or the signature day counts."""

    MAIL = "mail"
    DIRECT = "direct"


NO_DAY = {
    Service.MAIL: Sentence("missing_service_day", gettext_noop("邮寄送达须有交邮日期")),
    Service.DIRECT: Sentence("missing_service_day", gettext_noop("直接送达须有签收日期")),
}
SIGNED_FIRST = Sentence(
    "signed_before_posted", gettext_noop("签收日期 %(signed)s 早于交邮日期 %(posted)s")
)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """When a reply was made in the eyes of the law."""

    reply_made_on: date
    due_on: date

    @property
    def in_time(self) -> bool:
        """Whether the reply was made on or before the due date."""
        return self.reply_made_on <= self.due_on


def judge_reply(
    *, due_on: date, service: Service, posted_on: date | None, signed_on: date | None
) -> Timeliness:
    """By post a reply is made on the posting day, handed over on the day of signature."""
    made_on = posted_on if service == Service.MAIL else signed_on
    if made_on is None:
        raise ClockError(NO_DAY[service].about())
    if posted_on and signed_on and signed_on < posted_on:
        raise ClockError(SIGNED_FIRST.about(signed=signed_on, posted=posted_on))
    return Timeliness(made_on, due_on)
