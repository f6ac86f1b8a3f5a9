"""Keys by which auditors and other systems read."""

from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation


class ApiKey(models.Model):
    """One holder's key: the prefix names it, only the hash of the secret is kept."""

    name = models.CharField(_("持有人"), max_length=100)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="api_keys",
        verbose_name=_("机构"),
        help_text=_("密钥可读取该机构及其下级机构的数据。"),
    )
    prefix = models.CharField(_("前缀"), max_length=12, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("范围"), default=list)
    rate_per_minute = models.PositiveIntegerField(
        _("每分钟次数上限"), default=120, validators=[MinValueValidator(1)]
    )
    issued_at = models.DateTimeField(_("签发时间"), editable=False)
    expires_at = models.DateTimeField(_("失效时间"))
    revoked_at = models.DateTimeField(_("吊销时间"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("接口密钥")
        verbose_name_plural = _("接口密钥")
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")),
                name="key_expires_after_issue",
                violation_error_message=_("失效时间须晚于签发时间。"),
            ),
            models.CheckConstraint(
                condition=models.Q(rate_per_minute__gt=0), name="key_has_some_rate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.prefix}）"

    def is_valid(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at

    def allows(self, scope: str) -> bool:
        return scope in self.scopes
