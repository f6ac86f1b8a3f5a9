"""Which cases belong together: split from one another, or merged."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_foia.domain.linking import LinkKind

from . import labels
from .application import Application


class CaseLink(models.Model):
    """A case that was split off its ``lead``, or merged into it. Whoever may see either case
    may see the other's number; the same person applied for both."""

    kind = models.CharField(_("关联"), max_length=10, choices=labels.choices(labels.LINKS))
    lead = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="links_from",
        verbose_name=_("先提出的申请"),
    )
    other = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="links_to",
        verbose_name=_("关联的申请"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("办理人"),
    )
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("关联的申请")
        verbose_name_plural = _("关联的申请")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=labels.values(LinkKind)), name="foi_link_known"
            ),
            models.UniqueConstraint(fields=["kind", "other"], name="foi_link_once"),
            models.CheckConstraint(condition=~Q(lead=F("other")), name="foi_link_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.lead} {self.get_kind_display()} {self.other}"
