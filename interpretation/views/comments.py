"""Taking comments in, showing the released ones, telling commenters what became of theirs."""

import json
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disclosure.models import Document
from disclosure.queries.documents import published
from disclosure.views.panels import Panel
from interpretation.actions import submit_comment
from interpretation.forms import CodeForm, CommentForm
from interpretation.models import Consultation, Interpretation
from interpretation.queries.comments import Subject, find_by_code, hidden_counts, shown_on
from interpretation.queries.releases import published_consultations, published_interpretations
from portal.calendar import moment
from portal.domain.workflow import TransitionRefused
from portal.guard.actions import IdempotencyConflict, Throttled, consume, remember
from portal.guard.addresses import client_network

NEWEST = 50
SUBMISSIONS_PER_HOUR = 20
TRIES_PER_HOUR = 60
HOUR = 3600


def comments_panel(subject: Subject, *, is_open: bool = True) -> dict[str, Any]:
    """The released comments on a subject and, while it takes more, the form."""
    kind = str(subject._meta.model_name)
    comments = shown_on(subject)
    return {
        "comments": comments.select_related("organisation")[:NEWEST],
        "count": comments.count(),
        "newest": NEWEST,
        "hidden": hidden_counts(subject),
        "form": CommentForm(at=moment.now()) if is_open else None,
        "action": reverse("interpretation:comment", args=[kind, subject.pk]),
        "is_consultation": isinstance(subject, Consultation),
    }


def document_comments(request: HttpRequest, document: Document) -> Panel:
    """The panel on a document's page."""
    return Panel("interpretation/comments.html", comments_panel(document))


def document_interpretations(request: HttpRequest, document: Document) -> Panel | None:
    """The interpretations of a document, on its page."""
    found = published_interpretations().filter(documents=document).defer("body")
    return Panel("interpretation/of_document.html", {"interpretations": found}) if found else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The form on a page of its own; a valid one is answered with its code, once and again.

    A second click, a retry or a reload replays the first answer and stores nothing more.
    """
    subject, at = _subject(kind, pk), moment.now()
    if request.method != "POST":
        return _form_page(request, subject, CommentForm(at=at))
    form = CommentForm(request.POST, at=at)
    if not form.is_valid():
        return _form_page(request, subject, form, status=422)
    try:
        consume(
            scope="comment",
            key=client_network(request),
            limit=SUBMISSIONS_PER_HOUR,
            window_seconds=HOUR,
            at=at,
        )
        answer = _submit_once(subject, form)
    except Throttled as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, subject, form, status=429)
    except IdempotencyConflict:
        form.renew_ticket()
        form.add_error(None, _("刚才的内容已经收到。如果这是另一条，请再提交一次。"))
        return _form_page(request, subject, form, status=409)
    except TransitionRefused as refusal:
        for reason in refusal.refusals:
            form.add_error(None, str(reason))
        return _form_page(request, subject, form, status=409)
    context = {"subject": subject, "url": public_url(subject), **answer}
    return render(request, "interpretation/comment_received.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """What became of a comment, for whoever holds its code."""
    if request.method != "POST":
        return render(request, "interpretation/track.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            consume(
                scope="comment.track",
                key=client_network(request),
                limit=TRIES_PER_HOUR,
                window_seconds=HOUR,
                at=moment.now(),
            )
            found = find_by_code(form.cleaned_data["code"])
            if found is not None:
                context = {"comment": found, "url": public_url(found.subject)}
                return render(request, "interpretation/tracked.html", context)
            form.add_error("code", _("没有找到这条留言。请逐字核对查询码后再试。"))
        except Throttled as refusal:
            form.add_error(None, str(refusal))
            status = 429
    return render(request, "interpretation/track.html", {"form": form}, status=status)


def public_url(subject: Subject) -> str:
    """The page of what a comment is about; empty when it is no longer public."""
    if subject.state != Interpretation.States.PUBLISHED:
        return ""
    if isinstance(subject, Document):
        return reverse("disclosure:detail", args=[subject.index_no])
    if isinstance(subject, Consultation):
        return reverse("consultations:detail", args=[subject.pk])
    return reverse("interpretation:detail", args=[subject.pk])


def _submit_once(subject: Subject, form: CommentForm) -> dict[str, Any]:
    fields = {name: form.cleaned_data[name] for name in ("nickname", "text", "contact")}

    def answer() -> dict[str, Any]:
        submitted = submit_comment(subject=subject, at=form.at, **fields)
        return {"code": submitted.code}

    body = json.dumps([subject._meta.label_lower, subject.pk, fields], ensure_ascii=False)
    return remember(scope="comment", key=form.key, body=body, at=form.at, answer=answer)


def _subject(kind: str, pk: int) -> Subject:
    rows: dict[str, Callable[[], QuerySet[Any]]] = {
        "document": published,
        "interpretation": published_interpretations,
        "consultation": published_consultations,
    }
    if kind not in rows:
        raise Http404
    return get_object_or_404(rows[kind](), pk=pk)


def _form_page(
    request: HttpRequest, subject: Subject, form: CommentForm, status: int = 200
) -> HttpResponse:
    context = {
        "subject": subject,
        "url": public_url(subject),
        "form": form,
        "is_consultation": isinstance(subject, Consultation),
    }
    return render(request, "interpretation/comment.html", context, status=status)
