"""A count of every open limit by a changed calendar, done set by set."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.calendar.models import CalendarChange


class Recount(models.Model):
    """How far it has come. Each set moves this row on in the transaction that wrote the set,
    so that whoever goes on after a crash neither repeats nor leaves out one limit."""

    change = models.OneToOneField(
        CalendarChange, on_delete=models.PROTECT, related_name="+", verbose_name=_("日历变更")
    )
    reason = models.CharField(_("理由"), max_length=500)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    # How many open limits there were, how many have been looked at, and how many moved.
    to_count = models.PositiveIntegerField(_("应核对"))
    counted = models.PositiveIntegerField(_("已核对"), default=0)
    moved = models.PositiveIntegerField(_("已改期"), default=0)
    # Every limit up to this rule and key has been counted.
    rule_key = models.CharField(_("规则"), max_length=60, default="")
    last_pk = models.PositiveBigIntegerField(default=0)
    # What each member of staff will be told at the end: {"7": {"count": 3, "lines": […]}}.
    to_tell = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("期限重算")
        verbose_name_plural = _("期限重算")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["started_at"],
                condition=Q(finished_at__isnull=True),
                name="obligation_recount_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    def has_passed(self, rule_key: str, pk: int) -> bool:
        """Whether the limit with that rule and key has been counted."""
        return (rule_key, pk) <= (self.rule_key, self.last_pk)
