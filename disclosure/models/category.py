"""The catalogue: the blocks of the platform and the fifteen heads of 条例 art. 20."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet


class Category(TreeNode):
    """A head of the catalogue. The shipped ones carry the words of the statute."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    english_name = models.CharField(_("英文名称"), max_length=160, blank=True)
    article = models.CharField(_("依据条款"), max_length=100, blank=True)
    statute_text = models.CharField(_("条款原文"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("排序"), default=0)
    updated_at = models.DateTimeField(_("更新时间"))

    objects = TreeQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        verbose_name = _("公开目录")
        verbose_name_plural = _("公开目录")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language, Chinese where no other is given."""
        language = get_language() or ""
        return self.english_name if self.english_name and language.startswith("en") else self.name
