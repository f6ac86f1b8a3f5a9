"""What an applicant was asked to pay, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_foia.domain.fees import LIVING, Basis, FeeState

from . import labels
from .application import Application
from .letter import Letter


class FeeCharge(models.Model):
    """One charge for one request (国办函〔2020〕109号). Amounts are whole yuan.

    ``lines`` are the bands the amount was counted from, as they stood: first and last unit,
    price, amount. ``earlier`` are the same applicant's items of the month before this one.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="fees", verbose_name=_("申请")
    )
    state = models.CharField(_("状态"), max_length=20, choices=labels.choices(labels.FEE_STATES))
    basis = models.CharField(_("计收方式"), max_length=10, choices=labels.choices(labels.FEE_BASES))
    month = models.DateField(_("申请所在的月份"))
    earlier = models.PositiveIntegerField(_("当月此前的件数"), default=0)
    quantity = models.PositiveIntegerField(_("件数或者页数"))
    amount = models.PositiveIntegerField(_("金额（元）"))
    lines = models.JSONField(_("计算过程"), default=list)
    reasons = models.TextField(_("明显超过合理范围的理由"), max_length=2000)
    how_to_pay = models.TextField(_("缴纳方式"), max_length=500)

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("提出人"),
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="fee"
    )
    paid_on = models.DateField(_("缴费日期"), null=True, blank=True)
    paid_amount = models.PositiveIntegerField(_("实缴金额（元）"), null=True, blank=True)
    proof = models.CharField(_("缴费凭证"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("了结时间"), null=True, blank=True)
    end_note = models.CharField(_("减免或者不同意的理由"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("信息处理费")
        verbose_name_plural = _("信息处理费")
        ordering = ["proposed_at", "pk"]
        indexes = [models.Index(fields=["paid_on"], name="foi_fee_paid_on")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state__in=labels.values(LIVING)),
                name="foi_one_living_fee",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=labels.values(FeeState)), name="foi_fee_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(basis__in=labels.values(Basis)), name="foi_fee_basis_known"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="foi_fee_is_no_gift"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="foi_fee_decider_did_not_propose",
                violation_error_message=_("决定收费的人不得是提出收费的人。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=FeeState.PAID.value)
                | models.Q(paid_on__isnull=False, paid_amount__isnull=False),
                name="foi_fee_paid_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} {self.amount}"
