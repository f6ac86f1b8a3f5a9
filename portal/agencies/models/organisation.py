"""Who holds the duty of openness: the tree of bodies and their units."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet


class Organisation(TreeNode):
    """A body that owes disclosure, or a unit inside one."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("人民政府")
        DEPARTMENT = "department", _("政府部门")
        UNIT = "unit", _("内设机构")
        BRANCH = "branch", _("派出机构")
        INSTITUTION = "institution", _("事业单位")
        COMMITTEE = "committee", _("村（居）民委员会")
        ENTERPRISE = "enterprise", _("公共企事业单位")

    # A body that has others below it cannot be deleted from under them.
    parent = TreeNodeForeignKey(
        "self",
        blank=True,
        null=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("上级机构"),
    )
    code = models.SlugField(_("机构代码"), max_length=40, unique=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    name = models.CharField(_("名称"), max_length=200)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    english_name = models.CharField(_("英文名称"), max_length=200, blank=True)
    kind = models.CharField(_("类型"), max_length=20, choices=Kind.choices)
    functions = models.TextField(_("职能"), max_length=4000, blank=True)
    address = models.CharField(_("办公地址"), max_length=300, blank=True)
    office_hours = models.CharField(_("办公时间"), max_length=200, blank=True)
    is_foi_subject = models.BooleanField(_("受理公开申请"), default=False)
    is_openness_office = models.BooleanField(_("政府信息公开工作机构"), default=False)
    # 行政复议法 art. 24: the authority that hears an appeal against this body.
    reconsideration_authority = models.CharField(_("行政复议机关"), max_length=200, blank=True)
    court = models.CharField(_("有管辖权的人民法院"), max_length=200, blank=True)
    # What this body puts before the year in the numbers of its letters: 云溪公开〔2026〕第1号.
    number_prefix = models.CharField(_("文书字号前缀"), max_length=30, blank=True)
    # Off by default: a copy of an identity card is kept only where it is really needed.
    asks_identity_document = models.BooleanField(
        _("要求申请人上传身份证明"),
        default=False,
        help_text=_("核验后即删除；没有必要的，不要启用。"),
    )
    is_active = models.BooleanField(_("在用"), default=True)
    position = models.PositiveIntegerField(_("排序"), default=0)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    # The library has no types; nothing of ours asks this manager for more than a plain one's.
    objects: ClassVar["models.Manager[Organisation]"] = TreeQuerySet.as_manager(
        with_tree_fields=False
    )

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.short_name or self.name


class Leader(models.Model):
    """A leader of a body, published under 条例 art. 20 (二)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="leaders", verbose_name=_("机构")
    )
    name = models.CharField(_("姓名"), max_length=60)
    duty = models.CharField(_("职务"), max_length=100)
    portfolio = models.TextField(_("分工"), max_length=1000, blank=True)
    is_foi_responsible = models.BooleanField(_("分管政务公开"), default=False)
    position = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("负责人")
        verbose_name_plural = _("负责人")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(is_foi_responsible=True),
                name="one_foi_responsible_leader",
                violation_error_message=_("每个机构只能有一名分管政务公开的负责人。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.duty}"


class ContactPoint(models.Model):
    """A telephone or counter that the public may turn to."""

    class Kind(models.TextChoices):
        FOI = "foi", _("信息公开申请受理")
        HOTLINE = "hotline", _("服务热线")
        COMPLAINT = "complaint", _("咨询投诉")
        SUPERVISION = "supervision", _("监督举报")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("机构")
    )
    kind = models.CharField(_("类型"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("受理处室"), max_length=100)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    fax = models.CharField(_("传真"), max_length=40, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=10, blank=True)
    hours = models.CharField(_("时间"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("联系方式")
        verbose_name_plural = _("联系方式")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.phone}"
