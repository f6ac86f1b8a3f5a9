"""Whether what one applicant got is published for everybody (条例 art. 44)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.models import Category, Document
from requests_foia.domain.conversion import Prompt

from . import labels
from .application import Application
from .reply import Reply


class ConversionReview(models.Model):
    """One answer to “是否转为主动公开”, with its reasons and, after a yes, the draft document.

    Every reply that discloses has one. The words of a yes are the agency's own, never the
    applicant's: they become the draft's title, head and day of forming.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="conversions", verbose_name=_("申请")
    )
    reply = models.OneToOneField(
        Reply,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="conversion",
        verbose_name=_("答复"),
    )
    prompt = models.CharField(_("起因"), max_length=20, choices=labels.choices(labels.PROMPTS))
    is_suitable = models.BooleanField(_("转为主动公开"))
    reasons = models.TextField(_("理由"), max_length=2000)
    title = models.CharField(_("公开时的标题"), max_length=300, blank=True)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("公开目录"),
    )
    formed_on = models.DateField(_("信息的成文日期"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("提出人"),
    )
    answered_at = models.DateTimeField(_("提出时间"))
    document = models.OneToOneField(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="conversion",
        verbose_name=_("公开文件"),
    )
    drafted_at = models.DateTimeField(_("转为主动公开的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("主动公开审查")
        verbose_name_plural = _("主动公开审查")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(prompt__in=labels.values(Prompt)), name="foi_prompt_known"
            ),
            models.CheckConstraint(
                condition=Q(is_suitable=False)
                | (~Q(title="") & Q(category__isnull=False) & Q(formed_on__isnull=False)),
                name="foi_conversion_is_described",
            ),
            models.CheckConstraint(
                condition=Q(is_suitable=True) | Q(drafted_at__isnull=True),
                name="foi_converted_only_when_suitable",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="foi_conversion_has_reasons"),
        ]

    def __str__(self) -> str:
        return str(self.application)
