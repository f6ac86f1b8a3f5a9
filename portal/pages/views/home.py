"""The counter itself: what you can do here, what is new, what is open, how we are doing."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.models import Document
from disclosure.queries.documents import published
from interpretation.queries.closing import closing, last_moment
from interpretation.queries.releases import open_consultations, published_interpretations
from portal.calendar import moment
from portal.calendar.queries import calendar_for
from portal.domain.moments import local_day
from portal.obligations.queries import Figures
from portal.pages import queries
from portal.supervision.tables import rate

NEWEST_DOCUMENTS = 8
NEWEST_INTERPRETATIONS = 3
OPEN_CONSULTATIONS = 4
EXAMPLE_SEARCHES = 3
_KEYWORD_GAPS = re.compile(r"[\s,，;；、]+")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at, calendar = moment.now(), calendar_for()
    documents = list(queries.newest_documents(NEWEST_DOCUMENTS))
    context = {
        "documents": documents,
        "examples": example_searches(documents),
        "consultations": [
            {"consultation": row, "closing": closing(row, calendar, at), "last": last_moment(row)}
            for row in open_consultations(at)[:OPEN_CONSULTATIONS]
        ],
        "interpretations": published_interpretations().defer("body")[:NEWEST_INTERPRETATIONS],
        "figures": _figures(at),
    }
    return render(request, "pages/home.html", context)


def example_searches(documents: Sequence[Document]) -> list[str]:
    """One keyword per document that stands in its title, so that each example finds something."""
    words = (
        next((word for word in keywords_of(document) if word in document.title), "")
        for document in documents
    )
    return list(dict.fromkeys(filter(None, words)))[:EXAMPLE_SEARCHES]


def keywords_of(document: Document) -> list[str]:
    """The keywords, however their author parted them."""
    return [word for word in _KEYWORD_GAPS.split(document.keywords) if word]


def _figures(at: datetime) -> list[dict[str, object]]:
    """The year so far, good or bad; each figure leads to the list it was counted from."""
    total = sum(queries.figures_of(local_day(at).year, at), Figures())
    details = reverse("supervision:figures")
    return [
        {"value": rate(total), "label": _("今年按时办结"), "url": details},
        {"value": total.in_time, "unit": _("件"), "label": _("按时办结的事项"), "url": details},
        {
            "value": total.late_now,
            "unit": _("件"),
            "label": _("现在逾期的事项"),
            "url": details,
            "tone": "red" if total.late_now else "",
        },
        {
            "value": published().count(),
            "unit": _("份"),
            "label": _("已公开的文件"),
            "url": reverse("disclosure:list"),
        },
    ]
