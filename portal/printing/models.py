"""What has to be printed: written with the act that asks for it, printed later."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile


class PrintJob(models.Model):
    """One record to be printed to one PDF.

    Waiting until ``available_at``; claimed by a worker until ``claimed_until``; made when
    ``file`` holds the result. A failure never ends it: it is tried again, later and later.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("正在准备")
        FAILING = "failing", _("生成失败，将自动重试")
        READY = "ready", _("已生成")
        FORGOTTEN = "forgotten", _("已过期删除")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("类别"), max_length=40)
    subject_type = models.CharField(_("对象类型"), max_length=80)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提出人"),
    )
    requested_at = models.DateTimeField(_("提出时间"))
    available_at = models.DateTimeField(_("可办时间"))
    claimed_until = models.DateTimeField(_("占用至"), null=True)
    claimed_by = models.CharField(_("占用者"), max_length=120, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    last_error = models.CharField(_("最近错误"), max_length=200, blank=True, default="")
    made_at = models.DateTimeField(_("生成时间"), null=True)
    file = models.OneToOneField(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("文件"),
    )

    class Meta:
        verbose_name = _("打印任务")
        verbose_name_plural = _("打印任务")
        ordering = ["requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"], name="printed_once_per_kind"
            ),
        ]
        indexes = [
            models.Index(
                fields=["available_at"],
                condition=models.Q(made_at__isnull=True),
                name="printing_waiting",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="printing_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"

    @property
    def state(self) -> "PrintJob.State":
        """Where it stands, in words by ``.label``."""
        if self.made_at is not None:
            return self.State.READY if self.file_id else self.State.FORGOTTEN
        return self.State.FAILING if self.last_error else self.State.WAITING
