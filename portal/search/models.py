"""One row for everything the public can find."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation


class SearchEntry(models.Model):
    """A copy of public content, made at publication and removed at withdrawal.

    ``*_folded`` hold what is compared (see ``domain.fold``), the others what is shown.
    ``position`` is where the entry stands in the index of the database's search engine,
    the newest highest; an entry without one waits for it and is found by reading it.
    """

    kind = models.CharField(_("类别"), max_length=30)
    subject_type = models.CharField(_("对象类型"), max_length=60)
    subject_id = models.CharField(_("对象编号"), max_length=40)
    title = models.CharField(_("标题"), max_length=300)
    number = models.CharField(_("文号"), max_length=100, blank=True)
    text = models.TextField(_("正文"), blank=True)
    url = models.CharField(_("网址"), max_length=300)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("机构"),
    )
    published_at = models.DateTimeField(_("发布时间"))
    title_folded = models.TextField()
    number_folded = models.TextField(blank=True)
    text_folded = models.TextField(blank=True)
    position = models.BigIntegerField(_("索引位置"), null=True, editable=False, unique=True)

    class Meta:
        verbose_name = _("检索条目")
        verbose_name_plural = _("检索条目")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], name="one_search_entry_per_subject"
            )
        ]
        indexes = [
            models.Index(fields=["kind", "-published_at"], name="search_kind_newest"),
            models.Index(fields=["number_folded"], name="search_by_number"),
            models.Index(
                fields=["id"], condition=models.Q(position__isnull=True), name="search_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.title
