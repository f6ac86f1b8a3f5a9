"""A visitor's own date, counted by the same clock that binds the agency."""

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.calendar import moment
from portal.calendar.queries import calendar_for
from portal.components.templatetags.portal_dates import full_date
from portal.domain.clock import Channel, ReplyAnswer, ReplyFacts, count_reply
from portal.domain.clock.receipt import ASSUMED
from portal.domain.drawing import draw
from portal.domain.moments import SHANGHAI
from portal.domain.rulesets import RuleSet, rule_set_in_force
from portal.pages.forms import DeadlineForm


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    today = moment.today()
    form = DeadlineForm(request.GET or None, on=today, initial={"day": today})
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        day = form.cleaned_data["day"]
        law = rule_set_in_force(day)
        answer = count_reply(
            _facts(Channel(form.cleaned_data["channel"]), day), law, calendar_for()
        )
        context |= {
            "drawing": draw(answer),
            "rows": _rows(answer, law),
            "is_assumed": any(said.code == ASSUMED.code for said in answer.remarks),
            "is_ahead": day > today,
            "law": law,
        }
    return render(request, "pages/deadlines.html", context)


def _facts(channel: Channel, day: date) -> ReplyFacts:
    """The visitor's day as the moment that the form asks for with that channel."""
    noon = datetime.combine(day, time(12), tzinfo=SHANGHAI)
    match channel:
        case Channel.MAIL_SIGNED:
            return ReplyFacts(channel, signed_at=noon)
        case Channel.MAIL_PLAIN:
            return ReplyFacts(channel, confirmed_at=noon)
    return ReplyFacts(channel, submitted_at=noon)


def _rows(answer: ReplyAnswer, law: RuleSet) -> list[tuple[str, str]]:
    return [
        (_("收到申请之日"), full_date(answer.received_on)),
        (_("最迟答复"), full_date(answer.due_on)),
        (_("要求补正最迟"), full_date(answer.correction_notice_due_on)),
        (_("依据"), _(law["foi.reply"].article)),
    ]
