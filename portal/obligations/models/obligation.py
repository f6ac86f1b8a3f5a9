"""The ledger: one row per time limit, whatever it belongs to."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.domain.moments import local_day
from portal.obligations.domain.duties import NEVER_LATE_WHEN_ENDED
from portal.obligations.domain.steps import FINAL_RANK, TARGET_PASSED_RANK, last_day_before


class Urgency(models.TextChoices):
    """How an open time limit stands on a day."""

    OVERDUE = "overdue", _("逾期")
    # The period of somebody else has passed: something is to be decided.
    ENDED = "ended", _("届满待处理")
    SOON = "soon", _("临期")
    TARGET = "target", _("超内部目标")
    PROVISIONAL = "provisional", _("暂定")
    NORMAL = "normal", _("正常")


class Obligation(models.Model):
    """Something that has to be done by a day (``due_on``) or a moment (``due_at``).

    Written by ``portal.obligations.actions`` alone. The due date is derived by the clock;
    this row is its cache, with the reckoning (``trace``) it was derived by. Once closed,
    a row cannot be changed: a late answer stays late for ever.
    """

    class State(models.TextChoices):
        OPEN = "open", _("办理中")
        MET = "met", _("按时办结")
        MET_LATE = "met_late", _("逾期办结")
        VOID = "void", _("终止")

    subject_type = models.CharField(_("对象类型"), max_length=80)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    # What people call the subject: its number. Never a person's name.
    label = models.CharField(_("事项"), max_length=200)
    rule_key = models.CharField(_("规则"), max_length=60)
    # Which of several of one rule, where a subject has several: the question asked, say.
    part = models.CharField(_("分项"), max_length=40, blank=True, default="", db_default="")
    rule_set = models.CharField(_("规则集"), max_length=40)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # the index of the queue begins with it
        verbose_name=_("责任单位"),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
        verbose_name=_("责任人"),
    )
    started_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("到期日"), null=True, blank=True)
    due_at = models.DateTimeField(_("到期时刻"), null=True, blank=True)
    # The moment from which an answer is late: derived from the due date, for the sweep.
    late_from = models.DateTimeField(_("逾期起算"))
    # The moment from which a stricter target of the body's own has been missed: a warning,
    # never lateness. None without such a target.
    target_from = models.DateTimeField(_("超内部目标起算"), null=True, blank=True)
    half_time_at = models.DateTimeField(_("过半时刻"), null=True, blank=True)
    provisional = models.BooleanField(_("暂定"), default=False)
    trace = models.JSONField(_("计算过程"), default=list, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    # How often the due date was set; the steps of the ladder are told anew for each.
    revision = models.PositiveSmallIntegerField(_("第几次定期"), default=1)
    told_rank = models.PositiveSmallIntegerField(_("已提醒到"), default=0)
    # The sweep that told last. Without a database constraint: a sweep touches many rows.
    told_by = models.ForeignKey(
        "obligations.Sweep",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("提醒批次"),
    )
    delay_reason = models.CharField(_("逾期原因"), max_length=500, blank=True, default="")
    created_at = models.DateTimeField(_("登记时间"))
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("时限")
        verbose_name_plural = _("时限台账")
        ordering = ["late_from", "pk"]
        # A comparison with NULL is not false, so each check asks for a value first.
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "rule_key", "part"],
                condition=Q(state="open"),
                name="obligation_one_open_per_part",
            ),
            models.CheckConstraint(
                condition=Q(target_from__isnull=True) | Q(target_from__lt=F("late_from")),
                name="obligation_target_before_due",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False, due_at__isnull=True, half_time_at__isnull=True)
                | Q(
                    due_on__isnull=True,
                    due_at__isnull=False,
                    due_at=F("late_from"),
                    half_time_at__isnull=False,
                ),
                name="obligation_due_day_or_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state="met", closed_at__isnull=False, closed_at__lt=F("late_from"))
                | Q(state="met_late", closed_at__isnull=False, closed_at__gte=F("late_from"))
                | Q(state="void", closed_at__isnull=False),
                name="obligation_late_stays_late",
            ),
        ]
        indexes = [
            models.Index(
                fields=["late_from"],
                condition=Q(state="open", due_at__isnull=True, told_rank__lt=FINAL_RANK),
                name="obligation_days_to_tell",
            ),
            models.Index(
                fields=["target_from"],
                condition=Q(
                    state="open", target_from__isnull=False, told_rank__lt=TARGET_PASSED_RANK
                ),
                name="obligation_targets_to_tell",
            ),
            models.Index(
                fields=["half_time_at"],
                condition=Q(state="open", due_at__isnull=False, told_rank__lt=FINAL_RANK),
                name="obligation_hours_to_tell",
            ),
            models.Index(fields=["organisation", "state", "late_from"], name="obligation_queue"),
            models.Index(fields=["subject_type", "subject_id"], name="obligation_by_subject"),
            models.Index(fields=["updated_at", "id"], name="obligation_by_update"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.rule_key}"

    @property
    def due_day(self) -> date:
        """The Shanghai day on which it falls due, also of a limit counted in hours."""
        return self.due_on or local_day(self.due_at)  # type: ignore[arg-type]

    @property
    def target_on(self) -> date | None:
        """The Shanghai day by which the body means to have done it; None without a target."""
        if self.target_from is None:
            return None
        return local_day(self.target_from) if self.due_at else last_day_before(self.target_from)

    @property
    def was_late(self) -> bool:
        """Whether it ended after it was due; for an open one see ``late_from``."""
        if self.state == self.State.VOID and self.rule_key in NEVER_LATE_WHEN_ENDED:
            return False
        return self.closed_at is not None and self.closed_at >= self.late_from
