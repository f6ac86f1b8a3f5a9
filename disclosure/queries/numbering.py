"""Whose code stands in a document's index number."""

from disclosure.domain.index_number import is_organisation_code
from portal.agencies.models import Organisation


def numbering_body(organisation: Organisation) -> Organisation | None:
    """``organisation`` or the nearest body above it that has a code fit for index numbers.

    Units have none of their own; their series is that of the body they belong to.
    """
    for body in reversed(list(organisation.ancestors(include_self=True))):
        if is_organisation_code(body.credit_code):
            # One series per code, even where two rows of the directory share it.
            same_code = Organisation.objects.filter(credit_code=body.credit_code)
            return same_code.order_by("pk").first()
    return None
