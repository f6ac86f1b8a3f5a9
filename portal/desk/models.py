"""What the desk keeps of its own: subscriptions to time limits, and views of its lists."""

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


class SavedView(models.Model):
    """The filters of one list under a name: one person's own, or shared with a body's staff.

    It holds the list's own parameters only and shows nothing by itself: whoever opens it sees
    the rows that are visible to them.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="saved_views",
        verbose_name=_("保存人"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("共享给"),
    )
    listing = models.CharField(_("列表"), max_length=80)
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("筛选条件"), max_length=1000, blank=True)
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("保存的视图")
        verbose_name_plural = _("保存的视图")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "listing", "name"], name="view_name_once_per_list"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="view_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
