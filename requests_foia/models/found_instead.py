"""How often somebody about to apply found what they wanted already public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation


class FoundInstead(models.Model):
    """One day of one body. Only a number: nothing says who, or what was found."""

    on = models.DateField(_("日期"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("本要申请的机关")
    )
    times = models.PositiveIntegerField(_("次数"), default=0)

    class Meta:
        verbose_name = _("找到即用")
        verbose_name_plural = _("找到即用")
        ordering = ["-on", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["on", "organisation"], name="foi_found_instead_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.times}"
