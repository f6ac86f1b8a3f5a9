"""Who may open a file that came with an application."""

from django.http import HttpRequest

from portal.calendar import moment
from portal.files.models import StoredFile
from requests_foia.domain.attachments import Purpose
from requests_foia.models import Application
from requests_foia.permissions import may_read_words

from . import visit


def may_read(request: HttpRequest, stored: StoredFile) -> bool:
    """Whoever opened the case by number and code, and the staff who handle it.

    Proofs of identity never leave by this way: the openness office has a page that logs.
    """
    if stored.purpose == Purpose.IDENTITY:
        return False
    cases = Application.objects.select_related("organisation", "assigned_unit")
    case = cases.filter(pk=stored.subject_id).first()
    if case is None:
        return False
    if may_read_words(request.user, case, moment.today()):
        return True
    return visit.is_open(request, case.pk, moment.now())
