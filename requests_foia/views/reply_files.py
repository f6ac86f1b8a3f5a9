"""Who may open a file that a reply discloses."""

from django.http import HttpRequest

from portal.calendar import moment
from portal.files.models import StoredFile
from requests_foia.models import Reply
from requests_foia.permissions import may_read_words

from . import visit


def may_read(request: HttpRequest, stored: StoredFile) -> bool:
    """The staff who handle the case; its applicant once the reply is issued."""
    replies = Reply.objects.select_related(
        "application__organisation", "application__assigned_unit"
    )
    reply = replies.filter(pk=stored.subject_id).first()
    if reply is None:
        return False
    if may_read_words(request.user, reply.application, moment.today()):
        return True
    return reply.issued_at is not None and visit.is_open(
        request, reply.application_id, moment.now()
    )
