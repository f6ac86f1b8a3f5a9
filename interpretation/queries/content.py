"""The content a review is bound to, and everything in it that is searched."""

from django.utils.translation import gettext as _

from disclosure.domain.content import content_digest
from interpretation.models import Consultation, Interpretation, ReleaseReview
from portal.files.queries import files_of
from portal.privacy.masks import mask_text

Released = Interpretation | Consultation


def digest_of(item: Released) -> str:
    """The hash of what is reviewed."""
    fields = {name: str(getattr(item, name)) for name in item.REVIEWED_FIELDS}
    files = [(file.original_name, file.sha256) for file in files_of(item)]
    return content_digest(fields | {"organisation": item.organisation.code}, files)


def valid_review(item: Released) -> ReleaseReview | None:
    """The newest review of exactly the present content."""
    return item.reviews.filter(content_sha256=digest_of(item)).first()


def scanned_texts(item: Released) -> dict[str, str]:
    """Everything of an item that is searched for personal data, by where it stands."""
    texts = {
        str(item._meta.get_field(name).verbose_name): str(getattr(item, name))  # type: ignore[union-attr]
        for name in item.REVIEWED_FIELDS
    }
    for file in files_of(item):
        texts[_("附件名“%(name)s”") % {"name": mask_text(file.original_name)}] = file.original_name
    return texts
