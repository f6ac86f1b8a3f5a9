"""What changed after publication, and the public word on why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .document import Document


class DocumentRevision(models.Model):
    """A correction, change of validity or withdrawal; shown on the page once applied."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("更正")
        VALIDITY = "validity", _("有效性变更")
        WITHDRAWAL = "withdrawal", _("撤回")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("待审查")
        APPLIED = "applied", _("已生效")
        REFUSED = "refused", pgettext_lazy("revision", "未通过")

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("文件")
    )
    kind = models.CharField(_("类型"), max_length=20, choices=Kind.choices)
    status = models.CharField(_("状态"), max_length=20, choices=Status.choices)
    explanation = models.CharField(_("公开说明"), max_length=500)
    # {"title": ["before", "after"], …}: only fields of the document that change.
    changes = models.JSONField(_("变更内容"), default=dict, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("提出人"),
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("文件变更")
        verbose_name_plural = _("文件变更")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(status="proposed"),
                name="one_pending_revision",
            ),
            models.CheckConstraint(condition=~Q(explanation=""), name="revision_is_explained"),
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.get_kind_display()}"
