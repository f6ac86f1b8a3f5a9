"""What has to be told to somebody: written with the act it tells of, delivered later."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.privacy.fields import EncryptedTextField


class OutboxMessage(models.Model):
    """One message to one recipient.

    Waiting until ``available_at``; claimed by a worker until ``claimed_until``; then
    either sent or given up (``failed_at``), which staff see in the admin.
    """

    class Kind(models.TextChoices):
        MAIL = "mail", _("电子邮件")
        SITE = "site", _("站内消息")
        WEBHOOK = "webhook", _("接口推送")

    id = models.UUIDField(_("标识"), primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("方式"), max_length=10, choices=Kind.choices)
    dedupe_key = models.CharField(_("去重键"), max_length=200, unique=True)
    subject_type = models.CharField(_("对象类型"), max_length=80)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    # The body of the subject, whose office may see that the message went out.
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("机构"),
    )
    # An e-mail address, the id of a user, or a URL, by kind.
    recipient = EncryptedTextField(_("收件人"))
    title = EncryptedTextField(_("标题"))
    body = EncryptedTextField(_("正文"))
    created_at = models.DateTimeField(_("产生时间"))
    available_at = models.DateTimeField(_("可发时间"))
    claimed_until = models.DateTimeField(_("占用至"), null=True)
    claimed_by = models.CharField(_("占用者"), max_length=120, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    failed_at = models.DateTimeField(_("放弃时间"), null=True)
    last_error = models.CharField(_("最近错误"), max_length=200, blank=True, default="")
    forgotten_at = models.DateTimeField(_("内容清除时间"), null=True)

    class Meta:
        verbose_name = _("待发消息")
        verbose_name_plural = _("待发消息")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["mail", "site", "webhook"]), name="outbox_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(failed_at__isnull=True),
                name="outbox_sent_or_failed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["available_at"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="outbox_pending",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="outbox_by_subject"),
            models.Index(
                fields=["failed_at"],
                condition=models.Q(failed_at__isnull=False),
                name="outbox_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.id}"

    @property
    def message_id(self) -> str:
        """The same in every attempt, so that a mail sent twice shows as one."""
        return f"<{self.id}@{settings.PORTAL_SITE['domain']}>"

    @property
    def state(self) -> str:
        """In words: waiting, sent or given up."""
        if self.sent_at:
            return str(_("已发出"))
        return str(_("已放弃")) if self.failed_at else str(_("待发"))


class SiteNotice(models.Model):
    """A message on a member of staff's desk."""

    message = models.OneToOneField(
        OutboxMessage, on_delete=models.PROTECT, related_name="notice", verbose_name=_("消息")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notices",
        verbose_name=_("收件人"),
    )
    title = EncryptedTextField(_("标题"))
    body = EncryptedTextField(_("正文"))
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True)

    class Meta:
        verbose_name = _("站内消息")
        verbose_name_plural = _("站内消息")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "-created_at"], name="notice_by_user")]

    def __str__(self) -> str:
        return str(self.title)
