"""What happened to a case: facts for the clock, steps for the story. Neither is edited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from requests_foia.domain.vocabulary import ONCE_ONLY_FACTS

from . import labels
from .application import Application


class CaseEvent(models.Model):
    """A dated fact the clock counts with, and what proves it.

    ``happened_on`` may lie before ``recorded_at``: mail is registered after it was signed for.
    The one thing learnt later is ``delivered_on``, the day the other side got a letter: it is
    filled in once (``actions.deliver_question``), never changed.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="events", verbose_name=_("申请")
    )
    kind = models.CharField(_("事实"), max_length=30, choices=labels.choices(labels.FACTS))
    happened_on = models.DateField(_("日期"))
    happened_at = models.DateTimeField(_("时刻"), null=True, blank=True)
    delivered_on = models.DateField(_("对方收到日期"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("工作日数"), null=True, blank=True)
    party = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    text = models.TextField(_("内容"), max_length=2000, blank=True)
    evidence = models.CharField(_("凭证"), max_length=300, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("批准人"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("记录人"),
    )
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("办理事实")
        verbose_name_plural = _("办理事实")
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=models.Q(kind__in=labels.values(ONCE_ONLY_FACTS)),
                name="foi_fact_once",
            ),
            models.UniqueConstraint(fields=["answers"], name="foi_fact_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"


class ApplicationStep(models.Model):
    """One step of the workflow: who moved the case from where to where, and when."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="steps", verbose_name=_("申请")
    )
    event = models.CharField(_("步骤"), max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, choices=labels.choices(labels.STATES))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("办理人"),
    )
    role = models.CharField(_("角色"), max_length=30, blank=True)
    note = models.CharField(_("内部备注"), max_length=1000, blank=True)
    public_note = models.CharField(_("告知申请人"), max_length=1000, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("办理步骤")
        verbose_name_plural = _("办理步骤")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.event} {self.to_state}"
