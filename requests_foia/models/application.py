"""One application for government information, without any personal data of its own."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from requests_foia.domain.vocabulary import OPEN_STATES, State

from . import labels


class Application(models.Model):
    """A case of the register.

    Dates are Asia/Shanghai days. ``received_on`` and ``due_on`` are caches of what the
    clock derives from the case's events; ``actions.recount`` alone writes them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("受理编号"), max_length=60, unique=True)
    code_hash = models.CharField(_("查询码摘要"), max_length=200, editable=False)
    idempotency_hash = models.CharField(max_length=64, unique=True, editable=False)

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=_("受理机关"),
    )
    channel = models.CharField(
        _("提交渠道"), max_length=20, choices=labels.choices(labels.CHANNELS)
    )
    applicant_class = models.CharField(
        _("申请人类别"), max_length=20, choices=labels.choices(labels.APPLICANT_CLASSES)
    )
    language = models.CharField(max_length=10, default="zh-hans", editable=False)

    title = models.CharField(_("信息名称"), max_length=200, blank=True)
    document_number = models.CharField(_("文号"), max_length=100, blank=True)
    content = models.TextField(_("所需信息的内容描述"), max_length=5000)
    wanted_form = models.CharField(
        _("信息形式"), max_length=20, choices=labels.choices(labels.WANTED_FORMS)
    )
    wanted_way = models.CharField(
        _("获取途径"), max_length=20, choices=labels.choices(labels.WANTED_WAYS)
    )
    needs_help = models.BooleanField(_("需要协助"), default=False)
    help_note = models.CharField(_("协助说明"), max_length=300, blank=True)
    suggests_publication = models.BooleanField(_("建议主动公开"), default=False)
    is_out_of_log = models.BooleanField(_("不列入已答复申请目录"), default=False)

    submitted_at = models.DateTimeField(_("提交时间"))
    received_on = models.DateField(_("收到申请之日"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("确认收到时间"), null=True, blank=True)
    confirmed_by_system = models.BooleanField(_("系统自动确认"), default=False)
    registered_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    replied_on = models.DateField(_("作出答复之日"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    archived_at = models.DateTimeField(_("归档时间"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("个人信息销毁时间"), null=True, blank=True)

    rule_set = models.CharField(_("适用规则"), max_length=40)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    due_is_provisional = models.BooleanField(_("期限为暂定"), default=False)

    state = models.CharField(
        _("状态"),
        max_length=30,
        choices=labels.choices(labels.STATES),
        default=State.RECEIVED.value,
    )
    assigned_unit = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_applications",
        verbose_name=_("承办机构"),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_applications",
        verbose_name=_("承办人"),
    )
    outcome = models.CharField(
        _("办理结果"),
        max_length=30,
        blank=True,
        choices=labels.choices(labels.REPLY_KINDS) + labels.choices(labels.ENDINGS),
    )
    ground = models.CharField(
        _("不予公开的理由"), max_length=30, blank=True, choices=labels.choices(labels.GROUNDS)
    )
    statistics_row = models.CharField(_("年报统计项"), max_length=10, blank=True)

    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("更新时间"), editable=False)

    class Meta:
        verbose_name = _("公开申请")
        verbose_name_plural = _("公开申请")
        ordering = ["-submitted_at", "id"]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="foi_queue"),
            models.Index(fields=["assigned_unit", "state", "due_on"], name="foi_unit_queue"),
            models.Index(fields=["updated_at", "id"], name="foi_updated"),
            models.Index(fields=["submitted_at"], name="foi_submitted"),
            models.Index(
                fields=["organisation", "archived_at"],
                condition=models.Q(archived_at__isnull=False, forgotten_at__isnull=True),
                name="foi_kept_since",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=labels.values(State)), name="foi_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True) | models.Q(received_on__isnull=False),
                name="foi_due_needs_receipt",
            ),
            models.CheckConstraint(
                condition=models.Q(received_on__isnull=True)
                | models.Q(due_on__isnull=True)
                | models.Q(due_on__gt=models.F("received_on")),
                name="foi_due_after_receipt",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | ~models.Q(statistics_row=""),
                name="foi_closed_is_counted",
            ),
            models.CheckConstraint(condition=~models.Q(content=""), name="foi_content_given"),
            models.CheckConstraint(
                condition=models.Q(forgotten_at__isnull=True)
                | models.Q(archived_at__isnull=False, code_hash=""),
                name="foi_forgotten_after_archive",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether the agency still owes the applicant something."""
        return self.state in OPEN_STATES
