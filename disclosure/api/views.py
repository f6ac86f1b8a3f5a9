"""Documents and the catalogue, open to everybody."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure.models import Category, Document
from disclosure.queries.attachments import released_by_subject
from disclosure.queries.documents import for_harvesters, matching, within_category
from portal.api.parameters import ChoiceParameter, DayParameter, TextParameter, WholeParameter
from portal.api.serializers import Row
from portal.api.views import PublicListRetrieve
from portal.calendar import moment
from portal.search.domain import MAX_QUERY_LENGTH

from .serializers import CategorySerializer, DocumentSerializer


class Documents(PublicListRetrieve):
    title = _("主动公开的文件")
    serializer_class = DocumentSerializer
    lookup_value_regex = "[0-9]+"
    allowed_filters = {
        "q": TextParameter(
            lambda rows, value: matching(rows, value),
            max_length=MAX_QUERY_LENGTH,
            help=_("标题、文号或者正文含有的词，空格隔开的每个词都要有。"),
        ),
        "index_no": TextParameter("index_no", max_length=40, help=_("索引号。")),
        "doc_no": TextParameter("doc_no", max_length=100, help=_("发文字号。")),
        "category": TextParameter(
            lambda rows, value: within_category(rows, value),
            max_length=40,
            help=_("公开目录的代码，含其下各级。"),
        ),
        "organisation": TextParameter(
            "organisation__code", max_length=40, help=_("发文机关的代码。")
        ),
        "information_class": ChoiceParameter(
            "information_class", choices=Document.InformationClass.values, help=_("信息类别。")
        ),
        "validity": ChoiceParameter(
            "current_validity", choices=Document.Validity.values, help=_("今天的有效性。")
        ),
        "year": WholeParameter("published_at__year", low=1949, high=9999, help=_("发布年份。")),
        "published_from": DayParameter("published_at__date__gte", help=_("发布日期起。")),
        "published_to": DayParameter("published_at__date__lte", help=_("发布日期止。")),
    }

    def get_queryset(self) -> QuerySet[Document]:
        return for_harvesters(moment.today())

    def attach(self, rows: list[Row]) -> None:
        files = released_by_subject("disclosure.document", [row["pk"] for row in rows])
        for row in rows:
            row["attachments"] = files.get(str(row["pk"]), [])


class Categories(PublicListRetrieve):
    title = _("公开目录")
    serializer_class = CategorySerializer
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    allowed_filters = {
        "parent": TextParameter("parent__code", max_length=40, help=_("上级目录的代码。"))
    }

    def get_queryset(self) -> QuerySet[Category, Any]:
        return Category.objects.all()
