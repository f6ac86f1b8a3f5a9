"""意见征集: a draft before the public, for a time, and what came of it."""

from datetime import datetime

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.models import Document
from interpretation.domain.period import Phase, phase_at

from .release import MAX_TEXT_LENGTH, Releasable

PHASE_NAMES = {
    Phase.PLANNED: _("即将开始"),
    Phase.OPEN: _("正在征集"),
    Phase.CLOSED: _("已结束，待反馈"),
    Phase.ANSWERED: _("已反馈"),
}


class Consultation(Releasable):
    """One collection of opinions; its opinions are comments."""

    background = models.TextField(
        _("说明"),
        validators=[MaxLengthValidator(MAX_TEXT_LENGTH)],
        help_text=_("背景、依据和主要内容"),
    )
    draft_text = models.TextField(
        _("征求意见稿"), blank=True, validators=[MaxLengthValidator(MAX_TEXT_LENGTH)]
    )
    how_to_respond = models.CharField(
        _("其他反馈方式"),
        max_length=500,
        blank=True,
        help_text=_("电话、信函、电子邮箱等；网页提交始终可用"),
    )
    opens_at = models.DateTimeField(_("开始时间"))
    closes_at = models.DateTimeField(_("截止时间"))
    short_period_reason = models.CharField(
        _("期限少于规定的理由"), max_length=500, blank=True, help_text=_("将向社会公开")
    )
    result_document = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name=_("正式文件"),
    )
    outcome = models.TextField(
        _("意见采纳情况"),
        blank=True,
        editable=False,
        validators=[MaxLengthValidator(MAX_TEXT_LENGTH)],
    )
    outcome_at = models.DateTimeField(_("反馈时间"), null=True, blank=True, editable=False)

    REVIEWED_FIELDS = (
        "title",
        "background",
        "draft_text",
        "how_to_respond",
        "short_period_reason",
        "opens_at",
        "closes_at",
    )

    class Meta(Releasable.Meta):
        verbose_name = _("意见征集")
        verbose_name_plural = _("意见征集")
        ordering = ["-opens_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-closes_at"], name="consultation_closing"),
            models.Index(fields=["updated_at", "id"], name="consultation_changes"),
        ]
        constraints = [
            *Releasable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="consultation_closes_after_opening",
                violation_error_message=_("截止时间应当晚于开始时间。"),
            ),
            models.CheckConstraint(
                condition=Q(outcome_at__isnull=True) | ~Q(outcome=""),
                name="published_outcome_says_something",
            ),
        ]

    def phase(self, at: datetime) -> Phase:
        """Where it stands at that moment."""
        return phase_at(
            at, opens_at=self.opens_at, closes_at=self.closes_at, outcome_at=self.outcome_at
        )
