"""Step 5: files that go with the application, if any."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile
from requests_foia.domain.attachments import Purpose
from requests_foia.queries.bodies import asks_identity_document
from requests_foia.queries.draft import attached_to
from requests_foia.queries.sent_files import draft_files

from .files import FilesField, judged, too_many
from .step import StepForm

_PURPOSES = {"uploads": Purpose.MATERIAL, "identity": Purpose.IDENTITY}


class AttachmentsForm(StepForm):
    """What is chosen on this page. ``sound`` is what can be kept, also when the rest can't."""

    slug = "files"
    template = "files"
    question = _("要附上材料吗？")
    help = _("没有就直接继续。例如能帮助机关查找的通知、图纸、照片。")

    uploads = FilesField(
        label=_("附件"),
        required=False,
        help_text=_("可选多个，最多 10 个、合计 50 MB。收 PDF、OFD、Word、Excel、WPS 和图片等。"),
    )
    identity = FilesField(
        label=_("身份证明"),
        required=False,
        help_text=_(
            "受理机关请您上传证件的照片或者扫描件，只供核验身份，核验后删除。"
            "也可以不在这里交，由机关用别的办法核验。"
        ),
    )
    # The last part of what the browser sends: an upload that was cut short lacks it.
    seen = forms.BooleanField(
        widget=forms.HiddenInput,
        initial=True,
        error_messages={"required": _("上传中断了，文件没有收下。请检查网络后重新选择。")},
    )

    def prepare(self) -> None:
        self.sound: dict[Purpose, list[UploadedFile]] = {}
        code = self.answers.get("body", {}).get("organisation", "")
        if not asks_identity_document(code):
            del self.fields["identity"]

    @property
    def is_one_question(self) -> bool:
        return False

    @cached_property
    def kept(self) -> list[StoredFile]:
        """What the draft holds already, as far as the page still asks for it."""
        held = draft_files(self.answers)
        if "identity" not in self.fields:
            held = held.exclude(purpose=Purpose.IDENTITY)
        order = attached_to(self.answers)
        return sorted(held, key=lambda stored: order.index(str(stored.pk)))

    def kept_for(self, name: str) -> list[StoredFile]:
        """The files of one field of the page."""
        return [stored for stored in self.kept if stored.purpose == _PURPOSES[name]]

    def groups(self) -> list[tuple[forms.BoundField, list[StoredFile]]]:
        """Each field with the files it has got."""
        return [(self[name], self.kept_for(name)) for name in self._file_fields()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "seen" not in self.errors:
            for name in self._file_fields():
                self._judge(name, cleaned.get(name) or [])
        return cleaned

    def values(self) -> dict[str, str]:
        return {"seen": "1"}

    def summary(self) -> list[tuple[str, Any, str]]:
        comma = gettext("、")
        return [
            (
                name,
                self.fields[name].label,
                comma.join(stored.name for stored in self.kept_for(name)) or gettext("没有"),
            )
            for name in self._file_fields()
        ]

    def _judge(self, name: str, uploads: list[UploadedFile]) -> None:
        sound, faults = judged(uploads)
        held = self.kept_for(name) if sound else []
        size = sum(one.size or 0 for one in sound) + sum(stored.size for stored in held)
        excess = too_many(len(sound) + len(held), size)
        if not excess:
            self.sound[_PURPOSES[name]] = sound
        for fault in [*faults, *excess]:
            self.add_error(name, fault)

    def _file_fields(self) -> list[str]:
        return [name for name in _PURPOSES if name in self.fields]
