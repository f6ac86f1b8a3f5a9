"""Who may read the attachments of interpretations and consultations."""

from django.http import HttpRequest

from interpretation.queries.releases import (
    consultations_visible_to,
    interpretations_visible_to,
    published_consultations,
    published_interpretations,
)
from portal.calendar import moment
from portal.files.models import StoredFile

_PUBLISHED = {
    "interpretation.interpretation": published_interpretations,
    "interpretation.consultation": published_consultations,
}
_VISIBLE = {
    "interpretation.interpretation": interpretations_visible_to,
    "interpretation.consultation": consultations_visible_to,
}


def is_public_attachment(stored: StoredFile) -> bool:
    """While its subject is published, everybody may."""
    return _PUBLISHED[stored.subject_type]().filter(pk=stored.subject_id).exists()


def may_read_attachment(request: HttpRequest, stored: StoredFile) -> bool:
    """The public while the subject is published; its staff always."""
    if is_public_attachment(stored):
        return True
    today = moment.today()  # noqa: TID251 - asked by the files view, which has no day to give
    visible = _VISIBLE[stored.subject_type](request.user, today)
    return visible.filter(pk=stored.subject_id).exists()
