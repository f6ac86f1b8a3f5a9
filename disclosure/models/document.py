"""What is published proactively: one document, its metadata and its text."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.domain.workflow import State
from portal.agencies.models import Organisation

from .category import Category

MAX_BODY_LENGTH = 200_000
MAX_SUMMARY_LENGTH = 1_000


class Document(models.Model):
    """A document of a body, from its first draft to its withdrawal."""

    class States(models.TextChoices):
        DRAFT = State.DRAFT, _("起草")
        REVIEW = State.REVIEW, _("待审查")
        READY = State.READY, _("待发布")
        PUBLISHED = State.PUBLISHED, pgettext_lazy("document", "已发布")
        REGISTERED = State.REGISTERED, _("不公开登记")
        WITHDRAWN = State.WITHDRAWN, _("已撤回")

    class Attribute(models.TextChoices):
        PROACTIVE = "proactive", _("主动公开")
        ON_REQUEST = "on_request", _("依申请公开")
        WITHHELD = "withheld", _("不予公开")

    class Ground(models.TextChoices):
        """Why something is not published, by the article of 条例 it rests on."""

        STATE_SECRET = "state_secret", _("依法确定为国家秘密（条例第十四条）")
        FORBIDDEN = "forbidden", _("法律、行政法规禁止公开（条例第十四条）")
        SECURITY = (
            "security",
            _("公开后可能危及“三安全一稳定”（条例第十四条）"),
        )
        THIRD_PARTY = (
            "third_party",
            _("公开会损害第三方合法权益（条例第十五条）"),
        )
        INTERNAL = "internal", _("内部事务信息（条例第十六条第一款）")
        PROCESS = "process", _("过程性信息（条例第十六条第二款）")
        ENFORCEMENT = "enforcement", _("行政执法案卷信息（条例第十六条第二款）")
        OUT_OF_SCOPE = "out_of_scope", _("不属于主动公开范围（条例第二十条、第二十一条）")

    class Validity(models.TextChoices):
        IN_FORCE = "in_force", _("现行有效")
        NOT_YET = "not_yet", _("尚未施行")
        AMENDED = "amended", _("已修改")
        REPEALED = "repealed", _("已废止")
        EXPIRED = "expired", _("已失效")

    class InformationClass(models.TextChoices):
        FUNCTIONS = "functions", _("机构职能")
        POLICY = "policy", _("政策法规")
        LICENCE = "licence", _("行政许可")
        PENALTY = "penalty", _("行政处罚")
        PUBLIC_SERVICE = "public_service", _("公共服务")
        FISCAL = "fiscal", _("财政资金")
        PERSONNEL = "personnel", _("人事人才")
        OTHER = "other", pgettext_lazy("information class", "其他")

    class Genre(models.TextChoices):
        """公文种类, as far as they are published (党政机关公文处理工作条例 art. 8)."""

        DECISION = "decision", _("决定")
        ORDER = "order", _("命令")
        COMMUNIQUE = "communique", _("公报")
        PROCLAMATION = "proclamation", _("公告")
        ANNOUNCEMENT = "announcement", _("通告")
        OPINION = "opinion", pgettext_lazy("genre", "意见")
        NOTICE = "notice", _("通知")
        BULLETIN = "bulletin", _("通报")
        REPLY = "reply", _("批复")
        LETTER = "letter", _("函")
        MINUTES = "minutes", _("纪要")
        OTHER = "other", pgettext_lazy("genre", "其他")

    title = models.CharField(_("标题"), max_length=300)
    index_no = models.CharField(_("索引号"), max_length=40, blank=True, editable=False)
    doc_no = models.CharField(_("发文字号"), max_length=100, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="documents", verbose_name=_("发文机关")
    )
    co_issuers = models.CharField(_("联合发文机关"), max_length=300, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="documents", verbose_name=_("公开目录")
    )
    information_class = models.CharField(
        _("信息类别"),
        max_length=20,
        choices=InformationClass.choices,
        default=InformationClass.OTHER,
    )
    topic = models.CharField(_("主题分类"), max_length=100, blank=True)
    keywords = models.CharField(_("主题词"), max_length=200, blank=True)
    genre = models.CharField(
        _("公文种类"), max_length=20, choices=Genre.choices, default=Genre.OTHER
    )
    summary = models.TextField(
        _("内容概述"), blank=True, validators=[MaxLengthValidator(MAX_SUMMARY_LENGTH)]
    )
    body = models.TextField(_("正文"), blank=True, validators=[MaxLengthValidator(MAX_BODY_LENGTH)])
    formed_on = models.DateField(_("成文日期"))
    converted_on = models.DateField(
        _("依申请公开转为主动公开之日"), null=True, blank=True, editable=False
    )
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    effective_on = models.DateField(_("实施日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    attribute = models.CharField(
        _("公开属性"), max_length=20, choices=Attribute.choices, blank=True
    )
    ground = models.CharField(
        _("不主动公开的依据"), max_length=20, choices=Ground.choices, blank=True
    )
    attribute_reason = models.CharField(_("不主动公开的理由"), max_length=500, blank=True)
    validity = models.CharField(
        _("有效性"),
        max_length=20,
        # Before its first day a document is "not yet" by the calendar, never by decision.
        choices=[choice for choice in Validity.choices if choice[0] != "not_yet"],
        default=Validity.IN_FORCE,
    )
    repealed_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeals",
        verbose_name=_("修改或者废止它的文件"),
    )
    validity_changed_on = models.DateField(_("有效性变更日期"), null=True, blank=True)
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
    content_sha256 = models.CharField(_("内容校验值"), max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("发布日期"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("起草时间"), editable=False)
    updated_at = models.DateTimeField(_("更新时间"), editable=False)

    class Meta:
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="document_newest"),
            models.Index(fields=["updated_at", "id"], name="document_changes"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["index_no"], condition=~Q(index_no=""), name="index_no_is_unique"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"])
                | (
                    ~Q(index_no="")
                    & ~Q(content_sha256="")
                    & Q(published_at__isnull=False)
                    & Q(attribute="proactive")
                ),
                name="published_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(attribute="proactive")
                | (~Q(attribute="") & ~Q(ground="") & ~Q(attribute_reason="")),
                name="withholding_is_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(expires_on__gte=models.F("effective_on")),
                name="expires_after_effect",
                violation_error_message=_("有效期至不得早于实施日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def issuers(self) -> str:
        """Every issuing body, the leading one first."""
        return "、".join(filter(None, [self.organisation.name, self.co_issuers]))

    def validity_on(self, day: date) -> "Document.Validity":
        """The validity as the calendar makes it: none before the first day or past the last."""
        begins_later = self.effective_on is not None and self.effective_on > day
        if begins_later and self.validity == self.Validity.IN_FORCE:
            return self.Validity.NOT_YET
        lapsed = self.expires_on is not None and self.expires_on < day
        if lapsed and self.validity in (self.Validity.IN_FORCE, self.Validity.AMENDED):
            return self.Validity.EXPIRED
        return self.Validity(self.validity)
