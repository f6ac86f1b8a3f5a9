"""What scheduled work ran when, and how it ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One run of a scheduled job. ``slot`` is the moment it was due; a slot runs once."""

    name = models.CharField(_("任务"), max_length=80)
    slot = models.DateTimeField(_("应运行时间"), null=True)
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    ok = models.BooleanField(_("成功"), null=True)
    detail = models.CharField(_("结果"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("任务运行记录")
        verbose_name_plural = _("任务运行记录")
        ordering = ["-started_at", "-pk"]
        constraints = [
            # Two runners at once: the second cannot insert its claim.
            models.UniqueConstraint(fields=["name", "slot"], name="job_slot_runs_once"),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True, ok__isnull=True)
                | models.Q(finished_at__isnull=False, ok__isnull=False),
                name="job_finished_has_result",
            ),
        ]
        indexes = [models.Index(fields=["name", "-started_at"], name="job_by_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M:%S}"
