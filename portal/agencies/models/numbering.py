"""Running numbers of official papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class NumberSeries(models.Model):
    """The last number given in one series of one body in one year."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="number_series",
        verbose_name=_("机构"),
    )
    series = models.CharField(_("字号类别"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("已用到"), default=0)

    class Meta:
        verbose_name = _("编号台账")
        verbose_name_plural = _("编号台账")
        ordering = ["organisation", "series", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "series", "year"], name="one_counter_per_series"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.series} {self.year}"
