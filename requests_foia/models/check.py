"""What reviewers said of a drafted reply."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_foia.domain.checks import Check

from . import labels
from .reply import Reply


class ReplyCheck(models.Model):
    """One check a reply needs, from drafting on; made once ``checked_at`` is set."""

    reply = models.ForeignKey(
        Reply, on_delete=models.CASCADE, related_name="checks", verbose_name=_("答复")
    )
    kind = models.CharField(_("审查"), max_length=20, choices=labels.choices(labels.CHECKS))
    opinion = models.TextField(_("审查意见"), max_length=2000, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审查人"),
    )
    checked_at = models.DateTimeField(_("审查时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("答复审查")
        verbose_name_plural = _("答复审查")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "kind"], name="foi_check_once"),
            models.UniqueConstraint(fields=["reply", "checked_by"], name="foi_checker_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=labels.values(Check)), name="foi_check_known"
            ),
            models.CheckConstraint(
                condition=models.Q(checked_at__isnull=True, checked_by__isnull=True)
                | (
                    models.Q(checked_at__isnull=False, checked_by__isnull=False)
                    & ~models.Q(opinion="")
                ),
                name="foi_check_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
