"""Questions to others, what they answered and what the agency made of it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.privacy.fields import EncryptedTextField
from requests_foia.domain.opinions import Consulted, OpinionState, Position, Verdict

from . import labels
from .application import Application
from .letter import Letter
from .trail import CaseEvent


class Opinion(models.Model):
    """One question to one party, and its answer; the dates the clock counts are in ``asked``.

    The words are encrypted: what is asked and answered may name people. The code that opens
    the answering page is stored hashed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="opinions", verbose_name=_("申请")
    )
    consulted = models.CharField(
        _("征求对象"), max_length=20, choices=labels.choices(labels.CONSULTED)
    )
    # The serial of the party in its case: what people call it where its name must not stand.
    serial = models.PositiveSmallIntegerField(_("序号"))
    asked = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="opinion")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="opinion")
    document = EncryptedTextField(_("涉及的文件"))
    question = EncryptedTextField(_("征求意见的事项"))
    code_hash = models.CharField(max_length=64, unique=True, editable=False)

    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=labels.choices(labels.OPINION_STATES),
        default=OpinionState.OPEN.value,
    )
    position = models.CharField(
        _("意见"), max_length=20, blank=True, choices=labels.choices(labels.POSITIONS)
    )
    reasons = EncryptedTextField(_("理由"), blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    is_late = models.BooleanField(_("逾期答复"), default=False)
    # The clerk who keyed in an answer on paper; nobody when the party answered itself.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("记录人"),
    )
    silent_at = models.DateTimeField(_("认定逾期时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("征求意见")
        verbose_name_plural = _("征求意见")
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["application", "serial"], name="foi_opinion_serial"),
            models.CheckConstraint(
                condition=models.Q(consulted__in=labels.values(Consulted)),
                name="foi_consulted_known",
            ),
            models.CheckConstraint(
                condition=models.Q(position="") | models.Q(position__in=labels.values(Position)),
                name="foi_position_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state=OpinionState.ANSWERED.value, answered_at__isnull=False)
                & ~models.Q(position="")
                | models.Q(state=OpinionState.OPEN.value, position="")
                | models.Q(state=OpinionState.SILENT.value, silent_at__isnull=False, position="")
                | models.Q(
                    state=OpinionState.WITHDRAWN.value, withdrawn_at__isnull=False, position=""
                ),
                name="foi_opinion_state_told",
            ),
        ]
        indexes = [
            models.Index(
                fields=["application"],
                condition=models.Q(state=OpinionState.OPEN.value),
                name="foi_opinion_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_consulted_display()} {self.serial}"


class OpinionParty(models.Model):
    """Who is asked, encrypted; read in clear only through ``actions.reveal_party``."""

    opinion = models.OneToOneField(
        Opinion, on_delete=models.CASCADE, related_name="party", primary_key=True
    )
    name = EncryptedTextField(_("姓名或者名称"))
    is_person = models.BooleanField(_("是个人"), default=False)
    contact_person = EncryptedTextField(_("联系人"), blank=True)
    phone = EncryptedTextField(_("联系电话"), blank=True)
    email = EncryptedTextField(_("电子邮箱"), blank=True)
    address = EncryptedTextField(_("通信地址"), blank=True)
    forgotten_at = models.DateTimeField(_("个人信息删除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("被征求意见人信息")
        verbose_name_plural = _("被征求意见人信息")

    def __str__(self) -> str:
        return str(self.opinion_id)


class ThirdPartyVerdict(models.Model):
    """What the agency decided about a third party's interest (条例 arts. 15 and 32), and why.

    Without ``opinion`` nobody was asked; then something can only be withheld.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="verdicts", verbose_name=_("申请")
    )
    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, null=True, blank=True, related_name="verdict"
    )
    verdict = models.CharField(_("决定"), max_length=20, choices=labels.choices(labels.VERDICTS))
    is_reasonable = models.BooleanField(_("第三方的理由合理"), default=False)
    serves_public = models.BooleanField(_("不公开可能对公共利益造成重大影响"), default=False)
    reasons = EncryptedTextField(_("理由"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"))
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="verdict"
    )

    class Meta:
        verbose_name = _("第三方权益的决定")
        verbose_name_plural = _("第三方权益的决定")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__in=labels.values(Verdict)), name="foi_verdict_known"
            ),
            models.CheckConstraint(
                condition=models.Q(opinion__isnull=False)
                | ~models.Q(verdict=Verdict.DISCLOSE.value),
                name="foi_disclosed_after_asking",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
