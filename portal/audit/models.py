"""Who did what, when and why: entries that nobody can change, tied together by hashes."""

import json
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .domain import GENESIS, digest, instant


class AuditChain(models.Model):
    """The head of the chain: a single row, locked while an entry is appended."""

    last_seq = models.PositiveBigIntegerField(_("末条序号"), default=0)
    last_hash = models.CharField(_("末条散列值"), max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _("审计链首")
        verbose_name_plural = _("审计链首")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="audit_chain_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.last_seq)


class AuditEntry(models.Model):
    """One act. Holds no personal data of citizens: texts are masked before they get here.

    ``before`` and ``after`` are canonical JSON kept as text, so that the hash covers the
    very bytes that are stored. Database triggers refuse to change or remove a row.
    """

    seq = models.PositiveBigIntegerField(_("序号"), primary_key=True)
    uuid = models.UUIDField(_("标识"), unique=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("时间"))
    # Whoever has acted cannot be deleted, only deactivated.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    actor_label = models.CharField(_("操作人账号"), max_length=150)
    role = models.CharField(_("角色"), max_length=30)
    action = models.CharField(_("操作"), max_length=80)
    subject_type = models.CharField(_("对象类型"), max_length=80)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    organisation_code = models.CharField(_("机构代码"), max_length=40)
    before = models.TextField(_("变更前"))
    after = models.TextField(_("变更后"))
    reason = models.TextField(_("理由"))
    request_id = models.CharField(_("请求编号"), max_length=64)
    prev_hash = models.CharField(_("前条散列值"), max_length=64)
    hash = models.CharField(_("散列值"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="audit_by_subject"),
            models.Index(fields=["at", "seq"], name="audit_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def facts(self) -> dict[str, object]:
        """Exactly what the hash covers: every column but the hash itself."""
        return {
            "seq": self.seq,
            "uuid": str(self.uuid),
            "at": instant(self.at),
            "actor": self.actor_id,
            "actor_label": self.actor_label,
            "role": self.role,
            "action": self.action,
            "subject_type": self.subject_type,
            "subject_id": self.subject_id,
            "organisation": self.organisation_code,
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
            "request_id": self.request_id,
            "prev_hash": self.prev_hash,
        }

    def computed_hash(self) -> str:
        """The hash that these facts must have."""
        return digest(self.facts())

    @property
    def changes_before(self) -> dict[str, object]:
        return json.loads(self.before)

    @property
    def changes_after(self) -> dict[str, object]:
        return json.loads(self.after)


class AuditCheck(models.Model):
    """The result of one walk along the chain; the next one starts from its end."""

    checked_at = models.DateTimeField(_("核验时间"), db_index=True)
    is_full = models.BooleanField(_("全链核验"))
    first_seq = models.PositiveBigIntegerField(_("起始序号"))
    last_seq = models.PositiveBigIntegerField(_("末条序号"))
    last_hash = models.CharField(_("末条散列值"), max_length=64)
    ok = models.BooleanField(_("完整"))
    broken_seq = models.PositiveBigIntegerField(_("首个异常序号"), null=True)
    finding = models.CharField(_("结论"), max_length=200)

    class Meta:
        verbose_name = _("审计核验")
        verbose_name_plural = _("审计核验")
        ordering = ["-checked_at", "-pk"]

    def __str__(self) -> str:
        return self.finding
