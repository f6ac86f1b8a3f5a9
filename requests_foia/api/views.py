"""Cases for auditors, and their figures for everybody."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.parameters import (
    ChoiceParameter,
    DayParameter,
    TextParameter,
    TruthParameter,
    read_parameters,
)
from portal.api.permissions import PublicRead
from portal.api.renderers import ChineseJSONRenderer
from portal.api.serializers import Rows
from portal.api.views import AuditorListRetrieve
from portal.calendar import moment
from requests_foia.domain.replies import Ending, Ground, ReplyKind
from requests_foia.domain.vocabulary import OPEN_STATES, ApplicantClass, Channel, State
from requests_foia.models import Application, labels
from requests_foia.queries import audited, statistics
from requests_foia.queries.opinions import counts_by_case

from .serializers import ApplicationSerializer, StatisticsSerializer


class Applications(AuditorListRetrieve):
    """每一件公开申请的办理情况：时间、步骤、时限与结果，不含申请人信息和申请内容。"""

    title = _("公开申请")
    serializer_class = ApplicationSerializer
    required_scope = "applications:read"
    organisation_field = "organisation"
    lookup_value_regex = "[0-9a-f-]{36}"
    allowed_filters = {
        "number": TextParameter("number", max_length=60, help=_("受理编号。")),
        "organisation": TextParameter(
            "organisation__code", max_length=40, help=_("受理机关的代码。")
        ),
        "unit": TextParameter("assigned_unit__code", max_length=40, help=_("承办机构的代码。")),
        "state": ChoiceParameter("state", choices=labels.values(State), help=_("状态。")),
        "channel": ChoiceParameter("channel", choices=labels.values(Channel), help=_("渠道。")),
        "applicant_class": ChoiceParameter(
            "applicant_class", choices=labels.values(ApplicantClass), help=_("申请人类别。")
        ),
        "outcome": ChoiceParameter(
            "outcome", choices=labels.values([*ReplyKind, *Ending]), help=_("办理结果。")
        ),
        "ground": ChoiceParameter("ground", choices=labels.values(Ground), help=_("理由。")),
        "statistics_row": TextParameter(
            "statistics_row", max_length=10, help=_("年报表三的行，例如 3.3.6。")
        ),
        "overdue": TruthParameter(
            lambda rows, value: _overdue(rows, value), help=_("现在是否逾期未答复。")
        ),
        "confirmed_by_system": TruthParameter("confirmed_by_system", help=_("由系统确认收到。")),
        "submitted_from": DayParameter("submitted_at__date__gte", help=_("提交日期起。")),
        "submitted_to": DayParameter("submitted_at__date__lte", help=_("提交日期止。")),
        "due_from": DayParameter("due_on__gte", help=_("答复期限起。")),
        "due_to": DayParameter("due_on__lte", help=_("答复期限止。")),
    }

    def get_queryset(self) -> QuerySet[Application]:
        return audited.audited()

    def attach(self, rows: Rows) -> None:
        keys = [row["pk"] for row in rows]
        lists = {
            "steps": audited.steps_by_case(keys),
            "facts": audited.facts_by_case(keys),
            "fees": audited.fees_by_case(keys),
            "opinions": counts_by_case(keys),
            "obligations": audited.obligations_by_case(keys),
        }
        for row in rows:
            for name, by_case in lists.items():
                row[name] = by_case.get(str(row["pk"]), [])


class ApplicationStatistics(APIView):
    """各机关每月收到和办结的公开申请，按年报表三的行计数。"""

    title = _("公开申请统计")
    audience = "public"
    authentication_classes = []
    permission_classes = [PublicRead]
    renderer_classes = [ChineseJSONRenderer]
    http_method_names = ["get", "head"]
    known = {
        "from": DayParameter(help=_("起始日，默认今年一月一日。")),
        "to": DayParameter(help=_("截止日，默认今天。")),
        "organisation": TextParameter(max_length=40, help=_("受理机关的代码。")),
    }

    @extend_schema(
        summary=_("公开申请统计"),
        tags=["公开申请"],
        parameters=[
            OpenApiParameter(name, str, description=str(parameter.help))
            for name, parameter in known.items()
        ],
        responses=StatisticsSerializer,
    )
    def get(self, request: Request) -> Response:
        values = read_parameters(request.query_params, self.known)
        today = moment.today()
        rows = statistics.monthly(
            values.get("from", date(today.year, 1, 1)),
            values.get("to", today),
            values.get("organisation", ""),
        )
        answer = Response(StatisticsSerializer({"results": rows}).data)
        answer["Cache-Control"] = "public, max-age=300"
        return answer


def _overdue(rows: QuerySet[Application], value: bool) -> QuerySet[Application]:
    overdue = Q(
        due_on__lt=moment.today(), replied_on__isnull=True, state__in=labels.values(OPEN_STATES)
    )
    return rows.filter(overdue) if value else rows.exclude(overdue)
