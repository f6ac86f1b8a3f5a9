"""政策解读: what a document means for people, by those who drafted it."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models import Document

from .release import MAX_TEXT_LENGTH, Releasable


class Interpretation(Releasable):
    """One piece of interpretation of one or several documents."""

    class Form(models.TextChoices):
        TEXT = "text", _("文字解读")
        GRAPHIC = "graphic", _("图解")
        VIDEO = "video", _("视频")
        QA = "qa", _("问答")

    documents = models.ManyToManyField(
        Document, related_name="interpretations", verbose_name=_("所解读的文件")
    )
    form = models.CharField(_("形式"), max_length=20, choices=Form.choices, default=Form.TEXT)
    interpreter_name = models.CharField(_("解读人"), max_length=60)
    interpreter_duty = models.CharField(_("解读人职务"), max_length=100)
    summary = models.CharField(_("摘要"), max_length=300, blank=True)
    body = models.TextField(_("正文"), blank=True, validators=[MaxLengthValidator(MAX_TEXT_LENGTH)])

    REVIEWED_FIELDS = ("title", "interpreter_name", "interpreter_duty", "summary", "body")

    class Meta(Releasable.Meta):
        verbose_name = _("政策解读")
        verbose_name_plural = _("政策解读")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="interpretation_newest"),
            models.Index(fields=["updated_at", "id"], name="interpretation_changes"),
        ]
