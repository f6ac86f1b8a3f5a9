"""What the annual tables count: every request once, when it came and how it ended."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation

from . import labels
from .application import Application


class CaseCount(models.Model):
    """One request in the tables of the annual report.

    Written once when it is received (or withdrawn before that) and once more when it first
    ends, by ``actions.counting`` alone. Days are those of the law (收到申请之日, 作出答复之日);
    the moments are when the register learned of them, so that every past table stays
    reproducible: what became known after a day is not in the table of that day.
    """

    application = models.OneToOneField(
        Application,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="count",
        verbose_name=_("公开申请"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("受理机关")
    )
    applicant_class = models.CharField(
        _("申请人类别"), max_length=20, choices=labels.choices(labels.APPLICANT_CLASSES)
    )
    entered_on = models.DateField(_("收到之日"))
    entered_at = models.DateTimeField(_("收到登记时间"))
    ended_on = models.DateField(_("办结之日"), null=True, blank=True)
    ended_at = models.DateTimeField(_("办结登记时间"), null=True, blank=True)
    row = models.CharField(_("年报统计项"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("年报统计")
        verbose_name_plural = _("年报统计")
        ordering = ["entered_on", "pk"]
        indexes = [
            models.Index(fields=["ended_on"], name="foi_count_ended"),
            models.Index(fields=["ended_at"], name="foi_count_learned"),
            models.Index(fields=["organisation", "entered_on"], name="foi_count_body"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, row="")
                | (Q(ended_on__isnull=False, ended_at__isnull=False) & ~Q(row="")),
                name="foi_count_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("entered_on")),
                name="foi_count_ends_after_entry",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
