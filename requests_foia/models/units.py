"""Several units on one case: each with a task of its own, and conferring on a hard one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation

from .application import Application


class UnitTask(models.Model):
    """What a unit besides the one in the lead does for a case (协办).

    Free until one of the unit's drafters claims it (``officer``); over when finished or
    called off.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("申请")
    )
    unit = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="application_tasks",
        verbose_name=_("协办机构"),
    )
    task = models.TextField(_("协办事项"), max_length=1000)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("协办人"),
    )
    result = models.TextField(_("协办结果"), max_length=5000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("交办人"),
    )
    given_at = models.DateTimeField(_("交办时间"))
    finished_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    called_off_at = models.DateTimeField(_("取消时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("协办任务")
        verbose_name_plural = _("协办任务")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "unit"],
                condition=models.Q(finished_at__isnull=True, called_off_at__isnull=True),
                name="foi_one_open_task_per_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | ~models.Q(result=""),
                name="foi_finished_task_has_result",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit"],
                condition=models.Q(finished_at__isnull=True, called_off_at__isnull=True),
                name="foi_open_tasks",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def is_open(self) -> bool:
        """Whether the unit still owes its part."""
        return self.finished_at is None and self.called_off_at is None


class Deliberation(models.Model):
    """A consultation group (会商) on a complex or doubtful case, and what it concluded."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="deliberations", verbose_name=_("申请")
    )
    topic = models.TextField(_("会商事项"), max_length=2000)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("发起人"),
    )
    opened_at = models.DateTimeField(_("发起时间"))
    conclusion = models.TextField(_("会商结论"), max_length=5000, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("记录人"),
    )
    concluded_at = models.DateTimeField(_("结论时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("会商")
        verbose_name_plural = _("会商")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(concluded_at__isnull=True),
                name="foi_one_open_deliberation",
            ),
            models.CheckConstraint(
                condition=models.Q(concluded_at__isnull=True) | ~models.Q(conclusion=""),
                name="foi_concluded_with_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.opened_at)


class DeliberationView(models.Model):
    """A unit of the group, and its view once it has given one."""

    deliberation = models.ForeignKey(
        Deliberation, on_delete=models.CASCADE, related_name="views", verbose_name=_("会商")
    )
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("参加机构")
    )
    view = models.TextField(_("会商意见"), max_length=5000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提出人"),
    )
    given_at = models.DateTimeField(_("提出时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("会商意见")
        verbose_name_plural = _("会商意见")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "unit"], name="foi_unit_confers_once"),
            models.CheckConstraint(
                condition=models.Q(given_at__isnull=True) | ~models.Q(view=""),
                name="foi_view_has_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)
