"""The history of every time limit, and the sweeps that tell about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .obligation import Obligation


class Sweep(models.Model):
    """One look at the whole ledger; the messages it caused name it as their subject."""

    at = models.DateTimeField(_("时间"))
    told = models.PositiveIntegerField(_("提醒条数"), default=0)

    class Meta:
        verbose_name = _("时限巡查")
        verbose_name_plural = _("时限巡查")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class ObligationEvent(models.Model):
    """What happened to a time limit. Database triggers refuse to change or remove a row."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("登记")
        MOVED = "moved", _("改期")
        MET = "met", _("办结")
        VOIDED = "voided", _("终止")
        TOLD = "told", _("提醒")
        EXPLAINED = "explained", _("说明逾期原因")

    # Triggers refuse to remove a time limit, so that a constraint would only cost time; the
    # index is that of the unique constraint.
    obligation = models.ForeignKey(
        Obligation,
        on_delete=models.PROTECT,
        related_name="events",
        db_index=False,
        db_constraint=False,
        verbose_name=_("时限"),
    )
    kind = models.CharField(_("类型"), max_length=10, choices=Kind.choices)
    # When it was recorded; ``happened_at`` is when it took effect.
    at = models.DateTimeField(_("时间"))
    happened_at = models.DateTimeField(_("发生时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("操作人"),
    )
    revision = models.PositiveSmallIntegerField(_("第几次定期"))
    rank = models.PositiveSmallIntegerField(_("提醒级别"), null=True)
    due_on = models.DateField(_("到期日"), null=True)
    due_at = models.DateTimeField(_("到期时刻"), null=True)
    provisional = models.BooleanField(_("暂定"), default=False)
    trace = models.JSONField(_("计算过程"), null=True)
    reason = models.CharField(_("理由"), max_length=500, default="", blank=True)

    class Meta:
        verbose_name = _("时限记录")
        verbose_name_plural = _("时限记录")
        ordering = ["pk"]
        constraints = [
            # Each step is told once for each due date, whoever sweeps and how often.
            # Other events have no rank and do not collide.
            models.UniqueConstraint(
                fields=["obligation", "revision", "rank"], name="obligation_told_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="told", rank__isnull=False)
                | (~Q(kind="told") & Q(rank__isnull=True)),
                name="obligation_event_rank",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
