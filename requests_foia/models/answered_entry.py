"""The public log of answered applications: what others may know of a case."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from requests_foia.domain.public_log import EntryState

from . import labels
from .application import Application


class AnsweredEntry(models.Model):
    """One case in the log, in the office's own words, under a number of the log's own.

    ``month`` is the first day of the month of the reply: no day of the case is told. What is
    shown of a refusal that protects a secret is its subject and outcome alone.
    """

    application = models.OneToOneField(
        Application,
        on_delete=models.PROTECT,
        related_name="public_entry",
        verbose_name=_("申请"),
    )
    number = models.SlugField(_("公开编号"), max_length=60, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("答复机关")
    )
    month = models.DateField(_("答复月份"))
    outcome = models.CharField(
        _("办理结果"), max_length=30, choices=labels.choices(labels.REPLY_KINDS)
    )
    article = models.CharField(_("依据"), max_length=100, blank=True)
    ground = models.CharField(
        _("不予公开的理由"), max_length=30, blank=True, choices=labels.choices(labels.GROUNDS)
    )
    working_days = models.PositiveIntegerField(_("办理用时（工作日）"))
    subject = models.CharField(_("主题"), max_length=100)
    summary = models.TextField(_("摘要"), max_length=2000, blank=True)
    letter_text = models.TextField(_("答复内容"), max_length=20000, blank=True)

    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=labels.choices(labels.ENTRY_STATES),
        default=EntryState.PREPARED.value,
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("拟稿人"),
    )
    prepared_at = models.DateTimeField(_("拟稿时间"))
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("修改人"),
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("公布人"),
    )
    released_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    is_withdrawn_by_applicant = models.BooleanField(_("应申请人要求撤下"), default=False)
    explanation = models.CharField(_("撤下说明"), max_length=500, blank=True)
    updated_at = models.DateTimeField(_("更新时间"), editable=False)

    class Meta:
        verbose_name = _("已答复的申请")
        verbose_name_plural = _("已答复的申请")
        ordering = ["-month", "-pk"]
        indexes = [
            models.Index(fields=["state", "-month"], name="foi_log_newest"),
            models.Index(fields=["updated_at", "id"], name="foi_log_changes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=labels.values(EntryState)), name="foi_entry_state_known"
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("prepared_by")),
                name="foi_entry_released_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.RELEASED.value)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="foi_entry_released_whole",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="foi_entry_tells_no_day"),
        ]

    def __str__(self) -> str:
        return self.number
