"""Letters as they went out, and how they arrived."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.privacy.fields import EncryptedTextField

from . import labels
from .application import Application
from .reply import Reply
from .template import LetterTemplate


def new_verify_token() -> str:
    """144 random bits: nobody comes upon a letter by trying."""
    return secrets.token_urlsafe(18)


class Letter(models.Model):
    """A numbered letter, frozen at issue: what was sent stays what was sent.

    ``html`` names the addressee, so it is encrypted; ``sha256`` is of its UTF-8 bytes,
    ``pdf_sha256`` of the file once it is printed. ``verify_token`` stands in the mark on the
    letter: whoever holds the paper may have number, day, agency and hash confirmed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="letters", verbose_name=_("申请")
    )
    reply = models.OneToOneField(
        Reply, on_delete=models.PROTECT, null=True, blank=True, related_name="letter"
    )
    kind = models.CharField(_("文书"), max_length=40)
    addressee = EncryptedTextField(_("主送"), blank=True)
    # A letter to a third party or another agency is none of the applicant's to read.
    to_applicant = models.BooleanField(_("发给申请人"), default=True)
    number = models.CharField(_("文号"), max_length=80, unique=True)
    template_version = models.CharField(_("模板版本"), max_length=20)
    template = models.ForeignKey(
        LetterTemplate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("文书模板"),
    )
    html = EncryptedTextField(_("正文"))
    sha256 = models.CharField(_("校验值"), max_length=64, db_index=True)
    pdf_sha256 = models.CharField(_("PDF 校验值"), max_length=64, blank=True, db_index=True)
    verify_token = models.CharField(
        max_length=32, unique=True, default=new_verify_token, editable=False
    )
    issued_at = models.DateTimeField(_("制发时间"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("制发人"),
    )

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["issued_at", "pk"]

    def __str__(self) -> str:
        return self.number


class Delivery(models.Model):
    """How and when a letter reached its addressee, with the proof of it."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="delivery")
    method = models.CharField(
        _("送达方式"), max_length=20, choices=labels.choices(labels.DELIVERY_METHODS)
    )
    sent_on = models.DateField(_("交寄或者发送日期"), null=True, blank=True)
    signed_on = models.DateField(_("签收日期"), null=True, blank=True)
    proof = models.CharField(_("送达凭证"), max_length=300)
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
        verbose_name = _("送达")
        verbose_name_plural = _("送达")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_on__isnull=False) | models.Q(signed_on__isnull=False),
                name="foi_delivery_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.sent_on or self.signed_on}"
