"""Counters and remembered answers. Keys are stored hashed: neither table says whose they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.privacy.fields import EncryptedTextField


class Allowance(models.Model):
    """How often one key was used in the window that ends at ``ends_at``."""

    scope = models.CharField(_("范围"), max_length=60)
    key_hash = models.CharField(_("键的散列"), max_length=64)
    used = models.PositiveIntegerField(_("已用次数"), default=0)
    ends_at = models.DateTimeField(_("窗口结束"), db_index=True)

    class Meta:
        verbose_name = _("访问限额")
        verbose_name_plural = _("访问限额")
        constraints = [
            models.UniqueConstraint(fields=["scope", "key_hash"], name="one_allowance_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.used}"


class RememberedAnswer(models.Model):
    """The first answer to an idempotency key. ``answer`` is null only inside its transaction."""

    scope = models.CharField(_("范围"), max_length=60)
    key_hash = models.CharField(_("键的散列"), max_length=64)
    body_hash = models.CharField(_("内容的散列"), max_length=64)
    answer = EncryptedTextField(_("答复"), null=True)
    expires_at = models.DateTimeField(_("保留至"), db_index=True)

    class Meta:
        verbose_name = _("幂等记录")
        verbose_name_plural = _("幂等记录")
        constraints = [
            models.UniqueConstraint(fields=["scope", "key_hash"], name="one_answer_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.expires_at:%Y-%m-%d %H:%M}"
