"""The published annual reports, open to everybody."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.api.parameters import TextParameter, WholeParameter
from portal.api.views import PublicListRetrieve
from requests_foia.models import ReportEdition
from requests_foia.queries.reports import published_editions

from .serializers import AnnualReportSerializer


class AnnualReports(PublicListRetrieve):
    """每份已公布的年度报告：六个部分、三张表、勾稽关系与校验值。"""

    title = _("年度报告")
    serializer_class = AnnualReportSerializer
    lookup_value_regex = "[0-9]{1,18}"
    allowed_filters = {
        "year": WholeParameter("report__year", low=2008, high=9999, help=_("报告的年度。")),
        "organisation": TextParameter(
            "report__organisation__code", max_length=40, help=_("报告机关的代码。")
        ),
    }

    def get_queryset(self) -> QuerySet[ReportEdition]:
        return published_editions()
