"""The public log of answered applications: its list, its feed and each entry."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.queries.addresses import absolute
from requests_foia.forms.public_log import AnsweredFilter
from requests_foia.models import AnsweredEntry, labels
from requests_foia.queries.public_log import addressable, answered, released

PAGE_SIZE = 20
MAX_PAGES = 100
FEED_LENGTH = 50


@require_safe
def answered_list(request: HttpRequest) -> HttpResponse:
    """Everything listed, narrowed by the filters in the query string."""
    form = AnsweredFilter(request.GET)
    rows = answered(form.wanted)
    count = rows.count()
    shown = Paginator(rows.defer("letter_text")[: PAGE_SIZE * MAX_PAGES], PAGE_SIZE)
    context = {
        "form": form,
        "page": shown.get_page(request.GET.get("page")),
        "count": count,
        "is_cut": count > PAGE_SIZE * MAX_PAGES,
        "shown_at_most": PAGE_SIZE * MAX_PAGES,
        "chips": _chips(request, form),
        "machine_query": _machine_query(request),
    }
    return render(request, "requests_foia/answered.html", context)


@require_safe
def answered_entry(request: HttpRequest, number: str) -> HttpResponse:
    """One entry; of one taken back the notice and nothing else."""
    entry = get_object_or_404(addressable(), number=number)
    if not released().filter(pk=entry.pk).exists():
        return render(request, "requests_foia/answered_withdrawn.html", {"entry": entry})
    context = {"entry": entry, "rows": _rows(entry)}
    return render(request, "requests_foia/answered_entry.html", context)


def _rows(entry: AnsweredEntry) -> list[tuple[str, Any]]:
    article = _("条例%(article)s") % {"article": entry.article} if entry.article else ""
    return [
        (_("公开编号"), entry.number),
        (_("答复机关"), entry.organisation.name),
        (_("答复月份"), month_word(entry)),
        (_("办理结果"), entry.get_outcome_display()),
        (_("依据"), article),
        (_("不予公开的理由"), entry.get_ground_display() if entry.ground else ""),
        (_("办理用时"), _("%(days)s 个工作日") % {"days": entry.working_days}),
    ]


def month_word(entry: AnsweredEntry) -> str:
    """The month as people write it; no day of the case is told."""
    return _("%(year)s年%(month)s月") % {"year": entry.month.year, "month": entry.month.month}


class AnsweredFeed(Feed):
    """The same filters as the list page; what was taken back is not in it."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> AnsweredFilter:
        filters = AnsweredFilter(request.GET)
        filters.query = request.GET.urlencode()
        return filters

    def title(self, filters: AnsweredFilter) -> str:
        return _("%(site)s：已答复的申请") % {"site": settings.PORTAL_SITE["name"]}

    def link(self, filters: AnsweredFilter) -> str:
        path = reverse("requests:answered")
        return absolute(f"{path}?{filters.query}" if filters.query else path)

    def items(self, filters: AnsweredFilter) -> list[AnsweredEntry]:
        return list(answered(filters.wanted).defer("letter_text")[:FEED_LENGTH])

    def item_title(self, item: AnsweredEntry) -> str:
        return item.subject

    def item_description(self, item: AnsweredEntry) -> str:
        return "：".join(filter(None, [str(item.get_outcome_display()), item.summary]))

    def item_link(self, item: AnsweredEntry) -> str:
        return absolute(reverse("requests:answered_entry", args=[item.number]))

    def item_author_name(self, item: AnsweredEntry) -> str:
        return item.organisation.name

    def item_pubdate(self, item: AnsweredEntry) -> datetime | None:
        return item.released_at

    def item_updateddate(self, item: AnsweredEntry) -> datetime:
        return item.updated_at


def _chips(request: HttpRequest, form: AnsweredFilter) -> list[dict[str, str]]:
    chips = []
    words = {str(kind): str(word) for kind, word in labels.REPLY_KINDS.items()}
    for name, value in form.wanted.items():
        rest = request.GET.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        chips.append(
            {
                "label": str(form.fields[name].label) if name != "q" else "",
                "value": words.get(str(value), str(getattr(value, "name", value))),
                "url": f"{request.path}?{rest.urlencode()}",
            }
        )
    return chips


def _machine_query(request: HttpRequest) -> str:
    """The same filters, for the feed, the table and the interface."""
    query = request.GET.copy()
    query.pop("page", None)
    for name in [name for name, value in query.items() if not value]:
        query.pop(name)
    return query.urlencode()
