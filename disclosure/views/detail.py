"""One document, with everything a reader may ask of it."""

from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.domain.layout import lay_out
from disclosure.models import Document, DocumentRevision
from disclosure.queries.addresses import document_url
from disclosure.queries.documents import addressable
from portal.calendar import moment
from portal.components.templatetags.portal_dates import full_date, long_date
from portal.domain.moments import local_day
from portal.files.queries import released_files_of

from .panels import panels_of

TONES = {
    Document.Validity.IN_FORCE: "green",
    Document.Validity.NOT_YET: "amber",
    Document.Validity.AMENDED: "amber",
    Document.Validity.REPEALED: "red",
    Document.Validity.EXPIRED: "red",
}


@require_safe
def document_detail(request: HttpRequest, index_no: str) -> HttpResponse:
    """The page of a published document; of a withdrawn one, the notice and nothing else."""
    documents = addressable().select_related("organisation", "category__parent", "repealed_by")
    document = get_object_or_404(documents, index_no=index_no)
    revisions = list(document.revisions.filter(status=DocumentRevision.Status.APPLIED))
    if document.state == Document.States.WITHDRAWN:
        notice = {"document": document, "revision": _withdrawal(revisions)}
        return render(request, "disclosure/withdrawn.html", notice)
    today = moment.today()
    blocks = lay_out(document.body)
    validity = document.validity_on(today)
    context = {
        "document": document,
        "validity": validity,
        "is_in_force": validity == Document.Validity.IN_FORCE,
        "tone": TONES[validity],
        "validity_sentence": validity_sentence(document, validity),
        "successor": _successor(document),
        "rows": metadata_rows(document, validity),
        "blocks": blocks,
        "contents": [block for block in blocks if block.kind == "chapter"],
        "files": released_files_of(document),
        "events": life(document, revisions, today),
        "panels": panels_of(request, document),
        "citation": citation(document),
    }
    return render(request, "disclosure/detail.html", context)


def validity_sentence(document: Document, validity: Document.Validity) -> str:
    """From when the document is in force, or since when no longer; empty when it is."""
    if validity == Document.Validity.NOT_YET:
        return _("本文件自%(day)s起施行。") % {"day": full_date(document.effective_on)}
    lapsed_on = document.expires_on if validity != document.validity else None
    day = long_date(lapsed_on or document.validity_changed_on)
    sentences = {
        Document.Validity.AMENDED: _("本文件于%(day)s修改。"),
        Document.Validity.REPEALED: _("本文件自%(day)s起废止。"),
        Document.Validity.EXPIRED: _("本文件有效期至%(day)s，现已失效。")
        if lapsed_on
        else _("本文件自%(day)s起失效。"),
    }
    return sentences.get(validity, "") % {"day": day} if day else ""


def metadata_rows(document: Document, validity: Document.Validity) -> list[tuple[Any, ...]]:
    """The metadata box in the national order (国办发〔2017〕47号), then what else is known."""
    return [
        (_("索引号"), document.index_no),
        (_("主题分类"), document.topic),
        (_("发文机关"), document.issuers),
        (_("成文日期"), document.formed_on.isoformat()),
        (_("标题"), document.title),
        (_("发文字号"), document.doc_no),
        (_("发布日期"), _day(document.published_at)),
        (_("主题词"), document.keywords),
        (_("有效性"), validity.label),
        (_("实施日期"), _day(document.effective_on)),
        (_("有效期至"), _day(document.expires_on)),
        (_("公文种类"), document.get_genre_display()),
        (
            _("公开目录"),
            document.category.label,
            reverse("disclosure:category", args=[document.category.code]),
        ),
        (_("公开属性"), document.get_attribute_display()),
    ]


def life(
    document: Document, revisions: list[DocumentRevision], today: date
) -> list[dict[str, Any]]:
    """What happened to the document and what is fixed to happen, in order of time."""
    events: list[tuple[date | None, str, str]] = [
        (document.formed_on, _("成文"), ""),
        (document.issued_on, _("印发"), ""),
        (_local(document.published_at), _("向社会公开"), ""),
        (document.effective_on, _("施行"), ""),
        (document.expires_on, _("有效期届满"), ""),
    ]
    for revision in revisions:
        happened_on = _local(revision.decided_at)
        events.append((happened_on, revision.get_kind_display(), revision.explanation))
    dated = [(day, title, text) for day, title, text in events if day]
    # Stable: what happens on one day stays in the order above.
    dated.sort(key=itemgetter(0))
    return [
        {"title": title, "at": day, "text": text, "state": "done" if day <= today else "next"}
        for day, title, text in dated
    ]


def citation(document: Document) -> str:
    """How to cite the document, with its lasting address and the check of its content."""
    number = f"（{document.doc_no}）" if document.doc_no else ""
    return _(
        "%(issuers)s：《%(title)s》%(number)s，%(day)s发布，索引号%(index_no)s，"
        "%(address)s，校验值 SHA-256 %(digest)s。"
    ) % {
        "issuers": document.issuers,
        "title": document.title,
        "number": number,
        "day": _day(document.published_at),
        "index_no": document.index_no,
        "address": document_url(document.index_no),
        "digest": document.content_sha256[:16],
    }


def _successor(document: Document) -> Document | None:
    """The document that amended or repealed this one, as far as the public may see it."""
    successor = document.repealed_by
    is_public = successor is not None and successor.state == Document.States.PUBLISHED
    return successor if is_public else None


def _withdrawal(revisions: list[DocumentRevision]) -> DocumentRevision | None:
    found = (r for r in revisions if r.kind == DocumentRevision.Kind.WITHDRAWAL)
    return next(found, None)


def _day(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        value = local_day(value)
    return value.isoformat() if value else ""


def _local(value: datetime | None) -> date | None:
    return local_day(value) if value else None
