"""The content a review is bound to, and what in it looks like personal data."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from disclosure.domain.content import content_digest
from disclosure.models import Document, SecrecyReview
from portal.files.queries import files_of
from portal.privacy.detectors import find_personal_data
from portal.privacy.masks import mask_text

REVIEWED_FIELDS = (
    "title",
    "doc_no",
    "co_issuers",
    "topic",
    "keywords",
    "summary",
    "body",
    "attribute",
)
SCANNED_FIELDS = ("title", "doc_no", "co_issuers", "topic", "keywords", "summary", "body")
_CONTEXT = 10


def digest_of(document: Document, changes: Mapping[str, str] | None = None) -> str:
    """The hash of what is reviewed, as it is or as it would be after ``changes``."""
    fields = {name: str(getattr(document, name)) for name in REVIEWED_FIELDS}
    fields |= {"organisation": document.organisation.code, "formed_on": str(document.formed_on)}
    fields |= changes or {}
    files = [(file.original_name, file.sha256) for file in files_of(document)]
    return content_digest(fields, files)


def valid_review(document: Document, digest: str) -> SecrecyReview | None:
    """The newest review of exactly this content that lets it pass."""
    reviews = document.reviews.filter(content_sha256=digest)
    newest = reviews.order_by("-reviewed_at", "-pk").first()
    passes = newest is not None and newest.conclusion == SecrecyReview.Conclusion.PASS
    return newest if passes else None


def personal_data_in(texts: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each suspected piece of personal data; the piece itself stays masked."""
    for place, text in texts.items():
        for finding in find_personal_data(text):
            line = text.count("\n", 0, finding.start) + 1
            start, end = max(0, finding.start - _CONTEXT), finding.end + _CONTEXT
            yield _("%(place)s第 %(line)d 行疑似含有个人信息：…%(excerpt)s…") % {
                "place": place,
                "line": line,
                "excerpt": " ".join(mask_text(text[start:end]).split()),
            }


def field_name(name: str) -> str:
    """What staff call a field of a document."""
    return str(Document._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def scanned_texts(document: Document) -> dict[str, str]:
    """Everything of a document that is searched for personal data, by where it stands."""
    texts = {field_name(name): getattr(document, name) for name in SCANNED_FIELDS}
    for file in files_of(document):
        texts[_("附件名“%(name)s”") % {"name": mask_text(file.original_name)}] = file.original_name
    return texts
