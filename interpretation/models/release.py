"""What interpretations and consultations share: drafted, reviewed, released, withdrawn."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interpretation.domain.workflow import State
from portal.agencies.models import Organisation

MAX_TEXT_LENGTH = 100_000


class Releasable(models.Model):
    """Something an organisation says in public, once another person has reviewed it."""

    class States(models.TextChoices):
        DRAFT = State.DRAFT, _("起草")
        REVIEW = State.REVIEW, _("待审查")
        READY = State.READY, _("待发布")
        PUBLISHED = State.PUBLISHED, _("已发布")
        WITHDRAWN = State.WITHDRAWN, _("已撤回")

    title = models.CharField(_("标题"), max_length=300)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("负责机构")
    )
    state = models.CharField(
        _("状态"), max_length=20, choices=States.choices, default=States.DRAFT, editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("起草人"),
    )
    return_note = models.CharField(_("退回意见"), max_length=500, blank=True, editable=False)
    explanation = models.CharField(_("撤回说明"), max_length=500, blank=True, editable=False)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("起草时间"), editable=False)
    updated_at = models.DateTimeField(_("更新时间"), editable=False)

    # Fields a review is bound to and that are searched for personal data.
    REVIEWED_FIELDS: tuple[str, ...] = ("title",)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"]) | Q(published_at__isnull=False),
                name="%(class)s_published_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_at__isnull=False) & ~Q(explanation="")),
                name="%(class)s_withdrawal_is_explained",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReleaseReview(models.Model):
    """A passed secrecy review; worth nothing for any other content (``content_sha256``)."""

    interpretation = models.ForeignKey(
        "interpretation.Interpretation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("解读"),
    )
    consultation = models.ForeignKey(
        "interpretation.Consultation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("意见征集"),
    )
    content_sha256 = models.CharField(_("所审内容校验值"), max_length=64)
    comment = models.CharField(_("审查意见"), max_length=500, blank=True)
    personal_data_exemption = models.CharField(
        _("含个人信息仍予公开的理由"), max_length=500, blank=True
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("审查人"),
    )
    reviewed_at = models.DateTimeField(_("审查时间"))

    class Meta:
        verbose_name = _("发布审查")
        verbose_name_plural = _("发布审查")
        ordering = ["-reviewed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interpretation__isnull=False, consultation__isnull=True)
                | Q(interpretation__isnull=True, consultation__isnull=False),
                name="release_review_has_one_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.interpretation or self.consultation} · {self.reviewed_at:%Y-%m-%d}"
