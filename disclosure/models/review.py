"""The information-release review form (信息发布审查表) and returns (退文)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .document import Document


class SecrecyReview(models.Model):
    """One review of one content; worth nothing for any other (``content_sha256``)."""

    class Conclusion(models.TextChoices):
        PASS = "pass", _("同意公开")
        REDACT = "redact", _("处理后再审")
        REFUSE = "refuse", _("不同意公开")

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("文件")
    )
    content_sha256 = models.CharField(_("所审内容校验值"), max_length=64)
    has_state_secret = models.BooleanField(_("是否涉及国家秘密或者工作秘密"))
    has_commercial_secret = models.BooleanField(_("是否涉及商业秘密"))
    has_privacy = models.BooleanField(_("是否涉及个人隐私"))
    is_lawful = models.BooleanField(_("是否符合法律法规规定"))
    conclusion = models.CharField(_("审查结论"), max_length=20, choices=Conclusion.choices)
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
        verbose_name = _("信息发布审查表")
        verbose_name_plural = _("信息发布审查表")
        ordering = ["-reviewed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(conclusion="pass")
                | Q(
                    has_state_secret=False,
                    has_commercial_secret=False,
                    has_privacy=False,
                    is_lawful=True,
                ),
                name="review_passes_without_findings",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.get_conclusion_display()}"


class DocumentReturn(models.Model):
    """退文: a submission sent back with its cause; counted per body."""

    class Cause(models.TextChoices):
        NO_ATTRIBUTE = "no_attribute", _("公开属性不当或者未定")
        NO_REASON = "no_reason", _("不公开理由缺失或者不充分")
        NO_PLAN = "no_plan", _("没有解读方案")
        NO_MATERIAL = "no_material", _("没有解读材料")
        FORM_INCOMPLETE = "form_incomplete", _("审查表填写不全")
        NO_LEGALITY_REVIEW = "no_legality_review", _("未经合法性审核")
        SECRECY = "secrecy", _("保密审查未通过")
        QUALITY = "quality", _("内容质量问题")
        OTHER = "other", _("其他原因")

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="returns", verbose_name=_("文件")
    )
    cause = models.CharField(_("退文原因"), max_length=30, choices=Cause.choices)
    note = models.CharField(_("说明"), max_length=500)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("退文人"),
    )
    returned_at = models.DateTimeField(_("退文时间"))

    class Meta:
        verbose_name = _("退文记录")
        verbose_name_plural = _("退文记录")
        ordering = ["-returned_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.document} · {self.get_cause_display()}"
