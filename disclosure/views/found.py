"""What search results say about documents."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from disclosure.models import Document
from disclosure.queries.documents import published, with_validity
from disclosure.templatetags.disclosure_pages import validity_tone, validity_word
from portal.domain.moments import local_day
from portal.search.sources import Standing


def standings(ids: Collection[str], at: datetime) -> dict[str, Standing]:
    """The validity of those that are not simply in force."""
    documents = with_validity(published().filter(pk__in=ids), local_day(at))
    return {
        str(document.pk): Standing(validity_word(document), validity_tone(document))
        for document in documents.filter(~Q(current_validity=Document.Validity.IN_FORCE))
    }
