"""What the public says on an interpretation, a document or a draft."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.models import Document
from interpretation.domain.workflow import CommentState
from portal.agencies.models import Organisation
from portal.privacy.fields import EncryptedTextField

from .consultation import Consultation
from .interpretation import Interpretation

MAX_COMMENT_LENGTH = 1_000
MAX_REPLY_LENGTH = 2_000


class Comment(models.Model):
    """A comment or opinion; nothing of it shows before staff release it.

    The commenter keeps a code, of which only the hash is here, to find its fate. Contact
    data is optional, encrypted, and in no list, feed, search, export or API.
    """

    class States(models.TextChoices):
        PENDING = CommentState.PENDING, _("待审核")
        SHOWN = CommentState.SHOWN, _("已公开")
        HIDDEN = CommentState.HIDDEN, _("不予公开")

    class HiddenReason(models.TextChoices):
        """Shown to the commenter, and counted in public."""

        PERSONAL_DATA = "personal_data", _("含有个人信息")
        INSULT = "insult", _("含有辱骂、人身攻击")
        ADVERTISING = "advertising", _("广告或者推广")
        IRRELEVANT = "irrelevant", _("与主题无关")
        UNLAWFUL = "unlawful", _("含有法律法规禁止发布的内容")
        DUPLICATE = "duplicate", _("与已有留言重复")

    interpretation = models.ForeignKey(
        Interpretation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("解读"),
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("文件"),
    )
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("意见征集"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("负责机构")
    )
    nickname = models.CharField(_("昵称"), max_length=30, blank=True)
    text = models.TextField(_("内容"), validators=[MaxLengthValidator(MAX_COMMENT_LENGTH)])
    contact = EncryptedTextField(_("联系方式"), max_length=100, blank=True, default="")
    code_hash = models.CharField(_("查询码校验值"), max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=States.choices, default=States.PENDING
    )
    hidden_reason = models.CharField(
        _("不予公开的原因"), max_length=20, choices=HiddenReason.choices, blank=True
    )
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审核人"),
    )
    moderated_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    reply = models.TextField(
        _("答复"), blank=True, validators=[MaxLengthValidator(MAX_REPLY_LENGTH)]
    )
    replied_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"))
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("留言")
        verbose_name_plural = _("留言")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-submitted_at"], name="comment_queue"),
            models.Index(fields=["updated_at", "id"], name="comment_changes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    interpretation__isnull=False, document__isnull=True, consultation__isnull=True
                )
                | Q(interpretation__isnull=True, document__isnull=False, consultation__isnull=True)
                | Q(interpretation__isnull=True, document__isnull=True, consultation__isnull=False),
                name="comment_has_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(state="hidden", hidden_reason__gt="")
                | (~Q(state="hidden") & Q(hidden_reason="")),
                name="hidden_comment_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(moderated_at__isnull=False),
                name="comment_shows_after_moderation",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]

    @property
    def subject(self) -> Interpretation | Document | Consultation:
        """What it is about."""
        subject = self.interpretation or self.document or self.consultation
        assert subject is not None  # noqa: S101 - a constraint holds it
        return subject
