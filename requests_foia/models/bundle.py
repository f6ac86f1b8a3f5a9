"""A case's file put together for a reconsideration or a lawsuit, for a limited time."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile

from .application import Application


class EvidenceBundle(models.Model):
    """One ZIP of one case: asked for by a person, made by a job, destroyed after some days.

    ``waiting`` may have failed before (``last_error``) and is tried again at
    ``available_at``; only ``ready`` has a file. ``manifest_sha256`` stays when the file is
    gone, so that a copy can still be told to be what left the house.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("正在生成")
        READY = "ready", _("已生成")
        TOO_LARGE = "too_large", _("超过大小上限，没有生成")
        FAILED = "failed", _("生成失败")
        DESTROYED = "destroyed", _("已销毁")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="bundles", verbose_name=_("申请")
    )
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.WAITING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("提出人"),
    )
    requested_at = models.DateTimeField(_("提出时间"))
    available_at = models.DateTimeField(_("可办时间"))
    claimed_until = models.DateTimeField(_("占用至"), null=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    last_error = models.CharField(_("最近错误"), max_length=200, blank=True, default="")
    made_at = models.DateTimeField(_("生成时间"), null=True)
    expires_at = models.DateTimeField(_("销毁时间"), null=True)
    manifest_sha256 = models.CharField(_("清单校验值"), max_length=64, blank=True, default="")
    file = models.OneToOneField(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("文件"),
    )

    class Meta:
        verbose_name = _("证据包")
        verbose_name_plural = _("证据包")
        ordering = ["-requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state="waiting"),
                name="foi_one_waiting_bundle",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state="ready"),
                name="foi_one_ready_bundle",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | Q(made_at__isnull=False, expires_at__isnull=False) & ~Q(manifest_sha256=""),
                name="foi_ready_bundle_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["available_at"], condition=Q(state="waiting"), name="foi_bundle_to_make"
            ),
            models.Index(
                fields=["expires_at"], condition=Q(state="ready"), name="foi_bundle_to_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"
