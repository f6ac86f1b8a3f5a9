"""Files on their page of the application form: put in, taken out."""

from uuid import UUID

from django.http import HttpRequest

from portal.calendar import moment
from portal.files.actions import UploadRefused
from requests_foia.actions.attaching import attach_files, detach_file
from requests_foia.forms import AttachmentsForm
from requests_foia.models import Draft

from .pages import DAY, take_turn

UPLOADS_PER_DAY = 200


def attach(request: HttpRequest, draft: Draft, form: AttachmentsForm) -> bool:
    """Takes out or puts in what was asked; whether the same page is to be shown again.

    Whatever is sound is kept, even when the rest is refused. Raises ``Throttled`` and
    ``DraftError``.
    """
    if "remove" in request.POST:
        _remove(draft, request.POST["remove"])
        return True
    form.is_valid()
    for purpose, uploads in form.sound.items():
        if not uploads:
            continue
        at = moment.now()
        take_turn(request, scope="foi.upload", limit=UPLOADS_PER_DAY, seconds=DAY, at=at)
        try:
            attach_files(draft=draft, uploads=uploads, purpose=purpose, at=at)
        except UploadRefused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
    return not form.errors and "upload" in request.POST


def _remove(draft: Draft, given: str) -> None:
    try:
        key = UUID(given)
    except ValueError:
        return
    detach_file(draft=draft, key=key, at=moment.now())
