"""Who may read the attachments of a document."""

from django.http import HttpRequest

from disclosure.queries.documents import published, visible_to
from portal.calendar import moment
from portal.files.models import StoredFile


def is_public_attachment(stored: StoredFile) -> bool:
    """While its document is published, everybody may."""
    return published().filter(pk=stored.subject_id).exists()


def may_read_attachment(request: HttpRequest, stored: StoredFile) -> bool:
    """The public while the document is published; its staff always."""
    if is_public_attachment(stored):
        return True
    today = moment.today()  # noqa: TID251 - asked by the files view, which has no day to give
    return visible_to(request.user, today).filter(pk=stored.subject_id).exists()
