"""Files of the portal: what they are, whose they are, whether they may be handed out."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.privacy.fields import EncryptedTextField


class StoredFile(models.Model):
    """One file under a generated name, reached only through a permission check."""

    class ScanState(models.TextChoices):
        UNSCANNED = "unscanned", _("未设病毒检查")
        PENDING = "pending", _("等待病毒检查")
        CLEAN = "clean", _("已通过病毒检查")
        INFECTED = "infected", _("含有病毒，已隔离")

    RELEASED = (ScanState.UNSCANNED, ScanState.CLEAN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    storage_name = models.CharField(_("存储名"), max_length=100, unique=True)
    # Names of applicants' files say who they are, so they are kept like other personal data.
    original_name = EncryptedTextField(_("文件名"), max_length=255)
    extension = models.CharField(_("扩展名"), max_length=10)
    mime = models.CharField(_("内容类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    scan_state = models.CharField(_("病毒检查"), max_length=10, choices=ScanState.choices)
    scanned_at = models.DateTimeField(_("检查时间"), null=True, blank=True)
    subject_type = models.CharField(_("所属类型"), max_length=100)
    subject_id = models.CharField(_("所属编号"), max_length=64)
    purpose = models.CharField(_("用途"), max_length=40)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("上传人"),
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        ordering = ["uploaded_at", "pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="files_of_subject"),
            models.Index(
                fields=["uploaded_at"],
                condition=models.Q(scan_state="pending"),
                name="files_to_scan",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(
                condition=~models.Q(scan_state__in=["clean", "infected"])
                | models.Q(scanned_at__isnull=False),
                name="verdict_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def name(self) -> str:
        """What people call the file; the parts of pages ask for ``name`` and ``url``."""
        return self.original_name

    @property
    def url(self) -> str:
        return reverse("files:download", args=[self.pk])

    @property
    def is_released(self) -> bool:
        """Whether its content may leave the house at all."""
        return self.scan_state in self.RELEASED and self.withdrawn_at is None
