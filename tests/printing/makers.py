"""Makers for the tests: one that works, one that fails for a while."""

from portal.printing.makers import Printed

failing: list[Exception] = []


def make(job):
    if failing:
        raise failing[0]
    from portal.agencies.models import Organisation

    body = Organisation.objects.get(pk=job.subject_id)
    return Printed(b"%PDF-1.7 one", f"{body.name}.pdf", body)
