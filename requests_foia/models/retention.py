"""What ends the keeping of personal data, and what holds it up."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from requests_foia.domain.retention import ItemState, ListState, Obstacle

from . import labels, retention_labels
from .application import Application


def _person(label: Any, *, optional: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=optional,
        blank=optional,
        related_name="+",
        verbose_name=label,
    )


class HoldQuerySet(models.QuerySet["LegalHold"]):
    def standing(self, on: date) -> "HoldQuerySet":
        """The holds that keep a case on that day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), lifted_at=None)


class LegalHold(models.Model):
    """Why the personal data of a case must not be destroyed (暂缓销毁), until a day or openly.

    ``reason`` names nobody: it outlives the case's personal data.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="holds", verbose_name=_("公开申请")
    )
    reason = models.CharField(_("暂缓销毁的理由"), max_length=1000)
    until = models.DateField(_("暂缓至"), null=True, blank=True)
    set_by = _person(_("决定人"), optional=False)
    set_at = models.DateTimeField(_("决定时间"))
    lifted_by = _person(_("解除人"))
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    lift_reason = models.CharField(_("解除的理由"), max_length=1000, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("暂缓销毁")
        verbose_name_plural = _("暂缓销毁")
        ordering = ["set_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="foi_hold_lifted_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["application"], condition=Q(lifted_at__isnull=True), name="foi_hold_stands"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class DestructionList(models.Model):
    """A destruction list (销毁清单): drawn up by the office, approved by its leader, then carried
    out at night. It names cases by number, never people, and is kept for good."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("机关")
    )
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=labels.choices(retention_labels.LIST_STATES),
        default=ListState.DRAWN.value,
    )
    years = models.PositiveSmallIntegerField(_("保存年数"))
    before = models.DateField(_("此日以前归档"))
    drawn_by = _person(_("编制人"), optional=False)
    drawn_at = models.DateTimeField(_("编制时间"))
    decided_by = _person(_("批准人"))
    decided_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    note = models.CharField(_("不予销毁的理由"), max_length=1000, blank=True)
    done_at = models.DateTimeField(_("执行完毕时间"), null=True, blank=True)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("个人信息销毁清单")
        verbose_name_plural = _("个人信息销毁清单")
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=labels.values(ListState)), name="foi_list_state_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("drawn_by")),
                name="foi_list_approver_did_not_draw",
                violation_error_message=_("批准人不得是编制人。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ListState.APPROVED.value, ListState.DONE.value])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="foi_list_is_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return gettext("个人信息销毁清单第%(number)s号") % {"number": self.pk}


class DestructionItem(models.Model):
    """One case of a list, and what became of it. ``counts`` says how many of what went."""

    listing = models.ForeignKey(
        DestructionList, on_delete=models.PROTECT, related_name="items", verbose_name=_("清单")
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        related_name="destructions",
        verbose_name=_("公开申请"),
    )
    state = models.CharField(
        _("结果"),
        max_length=20,
        choices=labels.choices(retention_labels.ITEM_STATES),
        default=ItemState.LISTED.value,
    )
    obstacle = models.CharField(
        _("继续保存的原因"),
        max_length=20,
        blank=True,
        choices=labels.choices(retention_labels.OBSTACLES),
    )
    counts = models.JSONField(_("销毁的内容"), default=dict)
    done_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("销毁清单的一件")
        verbose_name_plural = _("销毁清单的各件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "application"], name="foi_listed_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state=ItemState.DESTROYED.value),
                name="foi_destroyed_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=labels.values(ItemState)), name="foi_item_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.LISTED.value, done_at__isnull=True, obstacle="")
                | Q(state=ItemState.DESTROYED.value, done_at__isnull=False, obstacle="")
                | Q(
                    state=ItemState.KEPT.value,
                    done_at__isnull=False,
                    obstacle__in=labels.values(Obstacle),
                ),
                name="foi_item_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["listing"],
                condition=Q(state=ItemState.LISTED.value),
                name="foi_still_listed",
            )
        ]

    def __str__(self) -> str:
        return str(self.application)
