"""The desk keeps one thing of its own: who subscribed to which body's time limits."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation


class CalendarFeed(models.Model):
    """One person's subscription to one body's limits, for a calendar program.

    Its address holds a code, of which only the hash is kept. What it shows is asked anew
    each time: a role that has ended, or an account that is closed, shows nothing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="calendar_feeds",
        verbose_name=_("订阅人"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("机构"),
        help_text=_("日历包含该机构及其下级机构中您可以查看的、尚未办结的时限。"),
    )
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    opened_at = models.DateTimeField(_("开通时间"), editable=False)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)
    last_read_at = models.DateTimeField(_("最近读取"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.organisation}（{self.user}）"
