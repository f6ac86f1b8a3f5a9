"""Letters chosen for the printer together: one PDF, made by the printing job."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .letter import Letter


class PrintBatch(models.Model):
    """What one person sends to the printer at once; its file belongs to a ``PrintJob``.

    ``expires_at`` is set when the file is made; then it waits there for that long only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="print_batches",
        verbose_name=_("提出人"),
    )
    requested_at = models.DateTimeField(_("提出时间"))
    expires_at = models.DateTimeField(_("销毁时间"), null=True)

    class Meta:
        verbose_name = _("合并打印")
        verbose_name_plural = _("合并打印")
        ordering = ["-requested_at", "pk"]
        indexes = [models.Index(fields=["expires_at"], name="foi_batch_to_end")]

    def __str__(self) -> str:
        return str(self.pk)


class PrintBatchItem(models.Model):
    """One letter of a batch, and whether it is in the file."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("等待合并")
        JOINED = "joined", _("已并入")
        NOT_PRINTED = "not_printed", _("没有并入：PDF 还没有生成或者生成失败")
        UNREADABLE = "unreadable", _("没有并入：PDF 无法读取")

    batch = models.ForeignKey(PrintBatch, on_delete=models.CASCADE, related_name="items")
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(_("次序"))
    outcome = models.CharField(
        _("结果"), max_length=12, choices=Outcome.choices, default=Outcome.WAITING
    )

    class Meta:
        verbose_name = _("合并打印的文书")
        verbose_name_plural = _("合并打印的文书")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "letter"], name="foi_letter_once_per_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.letter_id}"
