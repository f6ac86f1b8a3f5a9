"""Several files at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal.files.actions import UploadRefused, check_upload
from requests_foia.domain.attachments import MOST_BYTES, MOST_FILES


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; the action judges what they are."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


class SentFilesField(FilesField):
    """The files of an applicant: each is looked at, and what is wrong is said by name."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = super().clean(data, initial)
        sound, faults = judged(given)
        faults += too_many(len(sound), sum(one.size or 0 for one in sound))
        if faults:
            raise ValidationError(faults)
        return given


def judged(uploads: Sequence[UploadedFile]) -> tuple[list[UploadedFile], list[str]]:
    """Those that can be taken, and what is wrong with the others."""
    sound, faults = [], []
    for upload in uploads:
        try:
            check_upload(upload=upload)
        except UploadRefused as refusal:
            said = {"name": upload.name, "reasons": "".join(refusal.reasons)}
            faults.append(_("“%(name)s”没有收下：%(reasons)s") % said)
        else:
            sound.append(upload)
    return sound, faults


def too_many(count: int, size: int) -> list[str]:
    """What is wrong with so many files of so many bytes together."""
    said = {"most": MOST_FILES, "limit_mb": MOST_BYTES // 2**20}
    faults = []
    if count > MOST_FILES:
        faults.append(_("最多 %(most)s 个文件，请删去几个再提交。") % said)
    if size > MOST_BYTES:
        faults.append(_("文件合计超过 %(limit_mb)s MB，请压缩或者删去几个再提交。") % said)
    return faults
