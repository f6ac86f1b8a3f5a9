"""How an agency words its letters, version by version."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation


class LetterTemplate(models.Model):
    """One version of the text of one kind of letter of one agency.

    ``text`` is sanitised HTML with placeholders in braces (``domain.letters``). A draft may
    be changed; from approval on nothing may, because letters name the version they used.
    """

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="letter_templates",
        verbose_name=_("机关"),
    )
    kind = models.CharField(_("文书"), max_length=40)
    edition = models.PositiveIntegerField(_("版本"))
    text = models.TextField(_("模板正文"), max_length=20000)
    in_force_from = models.DateField(_("自何日起使用"))
    note = models.CharField(_("修改说明"), max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("起草人"),
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("批准人"),
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    updated_at = models.DateTimeField(_("更新时间"), editable=False)

    class Meta:
        verbose_name = _("文书模板")
        verbose_name_plural = _("文书模板")
        ordering = ["kind", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "edition"], name="foi_template_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("drafted_by")),
                name="foi_template_approver_is_not_drafter",
                violation_error_message=_("批准人不得是起草人。"),
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True, approved_at__isnull=True)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="foi_template_approval_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind} v{self.edition}"

    @property
    def state(self) -> str:
        """``draft`` or ``approved``, as the workflow names them."""
        return "approved" if self.approved_at else "draft"

    def get_state_display(self) -> str:
        return str(_("已批准")) if self.approved_at else str(_("草稿"))

    def is_in_force(self, on: date) -> bool:
        """Approved and begun; a later version may have taken its place."""
        return self.approved_at is not None and self.in_force_from <= on
