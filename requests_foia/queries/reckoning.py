"""What the law's clock says about a case, from its recorded facts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from portal.agencies.models import Organisation
from portal.calendar.queries import calendar_for
from portal.calendar.targets import Targets, targets_for
from portal.domain import clock
from portal.domain.calendar import WorkingCalendar
from portal.domain.clock.supposing import Supposed, suppose_each
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set, rule_set_in_force
from portal.obligations.models import Obligation
from requests_foia.domain import receipt
from requests_foia.domain.clockwork import CaseFact, facts_for_clock
from requests_foia.domain.vocabulary import Channel, Fact, State
from requests_foia.models import Application


@dataclass(frozen=True, slots=True)
class ExpectedDue:
    """The reply date if receipt is confirmed by ``confirm_by``, the last day there is."""

    confirm_by: date | None
    received_on: date
    due_on: date
    is_provisional: bool


def case_facts(application: Application) -> list[CaseFact]:
    """The facts recorded for a case, in the order in which they happened."""
    return [
        CaseFact(
            id=event.pk,
            kind=Fact(event.kind),
            on=event.happened_on,
            at=event.happened_at,
            delivered_on=event.delivered_on,
            working_days=event.working_days,
            answers=event.answers_id,
        )
        for event in application.events.all()
    ]


def reckoning(
    application: Application, calendar: WorkingCalendar | None = None
) -> clock.ReplyAnswer:
    """The count of the reply period as the facts stand now, day by day.

    Whoever counts many cases hands over the ``calendar`` of their body.
    """
    return clock.count_reply(
        facts_for_clock(Channel(application.channel), case_facts(application)),
        rule_set(application.rule_set),
        calendar or calendar_for(application.organisation.code),
    )


def target_of(
    application: Application, answer: clock.ReplyAnswer, targets: Targets | None = None
) -> date | None:
    """The last day of the stricter period its body has set itself; None without one."""
    known = targets or targets_for([application.organisation.code])
    facts = (application.organisation.code, answer.received_on, application.rule_set)
    return answer.target_on(known.rules(*facts))


def supposed(application: Application, on: date) -> tuple[Supposed, ...]:
    """What would follow from each step that moves the reply date, were it taken on that day.

    Empty where no reply is owed any more, or not yet; nothing is recorded.
    """
    is_running = application.received_on and application.is_open and not application.replied_on
    if application.state == State.RECEIVED or not is_running:
        return ()
    try:
        return suppose_each(
            facts_for_clock(Channel(application.channel), case_facts(application)),
            rule_set(application.rule_set),
            calendar_for(application.organisation.code),
            on,
        )
    except clock.ClockError:
        return ()


def confirm_by(organisation: Organisation, submitted_at: datetime, rule_set_id: str = "") -> date:
    """The last day on which staff may confirm what was submitted at that moment."""
    rules = rule_set(rule_set_id) if rule_set_id else rule_set_in_force(local_day(submitted_at))
    calendar = calendar_for(organisation.code)
    return receipt.confirm_by(submitted_at, calendar, rules["foi.confirm"].limit)


def expected_due(application: Application) -> ExpectedDue | None:
    """The due date, or the one to expect while receipt is unconfirmed.

    None while nobody can tell: a correction is awaited, plain mail is unconfirmed, or the
    case is closed without a reply.
    """
    if application.due_on and application.received_on:
        return ExpectedDue(
            None, application.received_on, application.due_on, application.due_is_provisional
        )
    channel = Channel(application.channel)
    if application.received_on or not application.is_open or channel is Channel.MAIL_PLAIN:
        return None
    return expected_due_of(
        application.organisation, channel, application.submitted_at, application.rule_set
    )


def expected_due_of(
    organisation: Organisation, channel: Channel, submitted_at: datetime, rule_set_id: str = ""
) -> ExpectedDue:
    """The date to expect for an application submitted at that moment.

    Before filing this answers the question on the page "check your answers".
    """
    rules = rule_set(rule_set_id) if rule_set_id else rule_set_in_force(local_day(submitted_at))
    last_day, received_on = None, local_day(submitted_at)
    if channel in receipt.CONFIRMED_CHANNELS:
        last_day = received_on = confirm_by(organisation, submitted_at, rules.id)
    calendar = calendar_for(organisation.code)
    due_on = calendar.add_working_days(received_on, rules["foi.reply"].limit)
    provisional = calendar.is_provisional(local_day(submitted_at), due_on)
    return ExpectedDue(last_day, received_on, due_on, provisional)


def confirmation_lapsed(at: datetime) -> QuerySet[Application]:
    """What is unconfirmed although the confirmation period has ended, oldest first.

    Asked of the ledger, so that a beat which was down for days catches up.
    """
    lapsed = Obligation.objects.filter(
        rule_key="foi.confirm",
        state=Obligation.State.OPEN,
        late_from__lte=at,
        subject_type=Application._meta.label_lower,
    )
    return Application.objects.filter(
        pk__in=[row.subject_id for row in lapsed],
        state=State.RECEIVED,
        channel__in=receipt.LAPSING_CHANNELS,
    ).order_by("submitted_at", "id")
