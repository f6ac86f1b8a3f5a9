"""Who may open a file that somebody sent in with an opinion."""

from django.http import HttpRequest

from portal.calendar import moment
from portal.files.models import StoredFile
from requests_foia.models import Opinion
from requests_foia.permissions import may_read_words


def may_read(request: HttpRequest, stored: StoredFile) -> bool:
    """The staff who handle the case; never its applicant."""
    opinions = Opinion.objects.select_related(
        "application__organisation", "application__assigned_unit"
    )
    opinion = opinions.filter(pk=stored.subject_id).first()
    return opinion is not None and may_read_words(request.user, opinion.application, moment.today())
