"""The public log of answered applications, open to everybody."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from disclosure.queries.addresses import absolute
from portal.api.parameters import ChoiceParameter, TextParameter, WholeParameter
from portal.api.serializers import Computed, Row, RowSerializer
from portal.api.views import PublicListRetrieve
from portal.search.domain import MAX_QUERY_LENGTH
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import AnsweredEntry, labels
from requests_foia.queries.public_log import for_harvesters, matching


class AnsweredEntrySerializer(RowSerializer):
    """A public entry; of one taken back only its number and the notice."""

    tombstone_fields = ("id", "number", "url", "organisation", "updated_at")

    id = serializers.IntegerField()
    number = serializers.CharField(help_text=_("公开编号，与受理编号无关。"))
    url = Computed("number")
    subject = serializers.CharField(help_text=_("机关概括的主题。"))
    summary = serializers.CharField()
    letter_text = serializers.CharField(help_text=_("去除个人信息的答复内容。"))
    organisation = serializers.CharField(source="organisation.code")
    organisation_name = serializers.CharField(source="organisation.name")
    month = serializers.DateField(format="%Y-%m", help_text=_("作出答复的月份。"))
    outcome = serializers.CharField(help_text=_("办理结果。"))
    article = serializers.CharField(help_text=_("条例的条款。"))
    ground = serializers.CharField(help_text=_("不予公开的理由；涉密的不列。"))
    working_days = serializers.IntegerField(help_text=_("收到申请到答复的工作日。"))
    released_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    withdrawn_notice = Computed("withdrawal_explanation")

    def get_url(self, row: Row) -> str:
        return absolute(reverse("requests:answered_entry", args=[row["number"]]))

    def get_withdrawn_notice(self, row: Row) -> str | None:
        return row["withdrawal_explanation"]


class AnsweredEntries(PublicListRetrieve):
    """已答复的申请：主题、月份、结果与用时，不含申请人和原话。"""

    title = _("已答复的申请")
    serializer_class = AnsweredEntrySerializer
    lookup_value_regex = "[0-9]{1,18}"
    allowed_filters = {
        "q": TextParameter(
            lambda rows, value: matching(rows, value),
            max_length=MAX_QUERY_LENGTH,
            help=_("主题、摘要或者答复含有的词。"),
        ),
        "organisation": TextParameter(
            "organisation__code", max_length=40, help=_("答复机关的代码。")
        ),
        "outcome": ChoiceParameter(
            "outcome", choices=labels.values(ReplyKind), help=_("办理结果。")
        ),
        "year": WholeParameter("month__year", low=2008, high=9999, help=_("答复的年份。")),
    }

    def get_queryset(self) -> QuerySet[AnsweredEntry]:
        return for_harvesters()
