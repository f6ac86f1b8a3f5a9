"""What every body has: its people, limits, entries, messages and keys, own and elsewhere."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from disclosure.models import Category
from portal.agencies.models import Organisation, User
from portal.api.models import ApiKey
from portal.audit.models import AuditEntry
from portal.calendar.models import CalendarChange, CalendarDay, CalendarYear, RuleOverride
from portal.desk.actions.feeds import open_feed
from portal.jobs.models import JobRun
from portal.obligations.models import Obligation
from portal.outbox.models import OutboxMessage, SiteNotice
from requests_foia.actions import Filed
from requests_foia.models import Application, DestructionItem, DestructionList

from .people import Staff
from .values import BODY, ELSEWHERE, NOW, Objects, Values, of


def objects(people: Staff, filed: Mapping[str, Filed]) -> dict[str, Objects]:
    ours, theirs = (filed[name].application for name in ("archived", "elsewhere"))

    def both(values: Callable[..., Values], own: Any, elsewhere: Any) -> Objects:
        return {"own": values(own), "elsewhere": values(elsewhere)}

    drafters = people["drafter"], people["other drafter"]
    return {
        "calendaryear": {"-": of(CalendarYear.objects.first())},
        "calendarday": {"-": of(CalendarDay.objects.first())},
        "calendarchange": {"-": of(_calendar_change())},
        "calendarfeed": both(_feed, people["clerk"], people["other"]),
        "ruleoverride": both(_override, BODY, ELSEWHERE),
        "obligation": both(_late_limit, BODY, ELSEWHERE),
        "organisation": both(_body, BODY, ELSEWHERE),
        "user": both(lambda user: of(user, "disable"), *drafters),
        "roleassignment": both(lambda user: of(user.assignments.first(), "end"), *drafters),
        "auditentry": both(_entry, BODY, ELSEWHERE),
        "outboxmessage": both(_message, ours, theirs),
        "jobrun": {"-": of(JobRun.objects.create(name="sweep", started_at=NOW))},
        "apikey": both(_key, "key", "otherkey"),
        "destructionlist": both(
            _destruction_list, (ours, people["clerk"]), (theirs, people["other"])
        ),
        "notice": both(_notice, people["clerk"], people["other"]),
        "category": {"-": of(Category.objects.first())},
        "head": {"-": {"code": "policy-normative"}, "unknown": {"code": "no-such-head"}},
        "body": {"-": {"code": BODY}, "unknown": {"code": "no-such-body"}},
        "page of the form": {name: {"slug": name} for name in ("body", "applicant", "unknown")},
        "app": {"-": {"app_label": "requests_foia"}},
        "stray": {"-": {"url": "no-such-page", "rest": "no-such-resource"}},
        "section": {"-": {"number": 1}, "unknown": {"number": 999}},
    }


def _calendar_change() -> CalendarChange:
    return CalendarChange.objects.create(at=NOW, kind="day", year=2026, reason="统一放假")


def _feed(user: User) -> Values:
    body = user.assignments.get().organisation
    return of(open_feed(organisation=body, actor=user, at=NOW)[0], "revoke")


def _override(code: str) -> Values:
    figures = {"rule_key": "foi.reply", "value": 10, "in_force_from": date(2026, 2, 1)}
    return of(RuleOverride.objects.create(organisation_code=code, reason="内部要求", **figures))


def _late_limit(code: str) -> Values:
    late = Obligation.objects.filter(organisation__code=code, state="open", late_from__lte=NOW)
    return of(late.order_by("pk").first(), "explain")


def _body(code: str) -> Values:
    return of(Organisation.objects.get(code=code))


def _entry(code: str) -> Values:
    return of(AuditEntry.objects.filter(organisation_code=code).first())


def _message(case: Any) -> Values:
    message = OutboxMessage.objects.filter(subject_id=str(case.pk)).first()
    OutboxMessage.objects.filter(pk=message.pk).update(failed_at=NOW, sent_at=None)
    return of(message, "retry")


def _key(name: str) -> Values:
    return of(ApiKey.objects.get(name=name), "revoke")


def _destruction_list(drawn: tuple[Application, User]) -> Values:
    case, clerk = drawn
    listing = DestructionList.objects.create(
        organisation=case.organisation,
        years=10,
        before=NOW.date(),
        drawn_by=clerk,
        drawn_at=NOW,
        updated_at=NOW,
    )
    DestructionItem.objects.create(listing=listing, application=case)
    return of(listing, "approve")


def _notice(user: Any) -> Values:
    message = OutboxMessage.objects.create(
        kind="site", dedupe_key=f"access-{user.pk}", created_at=NOW, available_at=NOW, sent_at=NOW
    )
    row = SiteNotice.objects.create(message=message, user=user, title="到期提醒", created_at=NOW)
    return {"number": row.pk}
