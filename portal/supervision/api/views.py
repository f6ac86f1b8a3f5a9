"""Time limits and the audit chain, for auditors."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.agencies.queries import subtree_of
from portal.api.models import ApiKey
from portal.api.pagination import UpdatedCursorPagination
from portal.api.parameters import (
    ChoiceParameter,
    DayParameter,
    TextParameter,
    TruthParameter,
    WholeParameter,
    read_parameters,
)
from portal.api.permissions import AuditorRead
from portal.api.renderers import ChineseJSONRenderer
from portal.api.serializers import Rows
from portal.api.views import AuditorListRetrieve
from portal.audit.models import AuditEntry
from portal.audit.queries import entries_of, head, last_check
from portal.calendar import moment
from portal.calendar.models import CalendarYear
from portal.domain.moments import local_day
from portal.obligations.models import Obligation
from portal.obligations.queries import is_or_was_late, is_overdue

from .serializers import AuditSerializer, CheckSerializer, ObligationSerializer


class Obligations(AuditorListRetrieve):
    """每一条时限：规则、条款、版本、日历、逐日计算过程与结果。"""

    title = _("时限台账")
    serializer_class = ObligationSerializer
    required_scope = "obligations:read"
    organisation_field = "organisation"
    lookup_value_regex = "[0-9]{1,18}"
    allowed_filters = {
        "state": ChoiceParameter("state", choices=Obligation.State.values, help=_("状态。")),
        "overdue": TruthParameter(
            lambda rows, value: _overdue(rows, value), help=_("现在是否逾期未办结。")
        ),
        "late": TruthParameter(
            lambda rows, value: _late(rows, value), help=_("是否逾期（含已补办）。")
        ),
        "past_target": TruthParameter(
            lambda rows, value: _past_target(rows, value),
            help=_("是否超过单位的内部目标（不等于逾期）。"),
        ),
        "provisional": TruthParameter("provisional", help=_("到期日是否为暂定。")),
        "organisation": TextParameter(
            "organisation__code", max_length=40, help=_("责任单位的代码。")
        ),
        "rule": TextParameter("rule_key", max_length=60, help=_("规则，例如 foi.reply。")),
        "rule_set": TextParameter("rule_set", max_length=40, help=_("规则集，例如 cn-2019。")),
        "subject_type": TextParameter("subject_type", max_length=80, help=_("对象的类型。")),
        "subject_id": TextParameter("subject_id", max_length=64, help=_("对象的标识。")),
        "due_from": DayParameter("due_on__gte", help=_("到期日起。")),
        "due_to": DayParameter("due_on__lte", help=_("到期日止。")),
    }

    def get_queryset(self) -> QuerySet[Obligation]:
        return Obligation.objects.all()

    def attach(self, rows: Rows) -> None:
        notices = dict(CalendarYear.objects.values_list("year", "notice"))
        for row in rows:
            if "late_from" in row and "started_on" in row:
                years = range(row["started_on"].year, local_day(row["late_from"]).year + 1)
                row["calendar"] = [{"year": year, "notice": notices.get(year)} for year in years]


CHECK_FIELDS = (
    "ok",
    "finding",
    "checked_at",
    "is_full",
    "first_seq",
    "last_seq",
    "last_hash",
    "broken_seq",
)


class AuditPagination(UpdatedCursorPagination):
    """Entries never change: they are read in the order in which they were made."""

    updated_field = "at"


class Audit(AuditorListRetrieve):
    """审计链：谁在何时以何身份做了什么，每条记录都带有前一条的散列值。"""

    title = _("审计记录")
    serializer_class = AuditSerializer
    pagination_class = AuditPagination
    required_scope = "audit:read"
    organisation_field = "organisation_code"
    lookup_value_regex = "[0-9]{1,18}"
    allowed_filters = {
        "seq_from": WholeParameter("seq__gte", high=2**63 - 1, help=_("序号起。")),
        "action": TextParameter("action", max_length=80, help=_("操作。")),
        "subject_type": TextParameter("subject_type", max_length=80, help=_("对象的类型。")),
        "subject_id": TextParameter("subject_id", max_length=64, help=_("对象的标识。")),
        "organisation": TextParameter("organisation_code", max_length=40, help=_("机构代码。")),
        "actor": TextParameter("actor_label", max_length=150, help=_("操作人账号。")),
    }

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.all()

    def scoped(self, rows: QuerySet) -> QuerySet:
        key: ApiKey = self.request.auth  # type: ignore[assignment]
        return entries_of(subtree_of(key.organisation), rows)


class AuditVerify(APIView):
    """最近一次核验审计链的结果，以及链的现状。"""

    title = _("审计链核验")
    audience = "auditor"
    permission_classes = [AuditorRead]
    renderer_classes = [ChineseJSONRenderer]
    required_scope = "audit:read"
    http_method_names = ["get", "head"]

    @extend_schema(summary=_("审计链核验"), tags=["审计记录"], responses=CheckSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request.query_params, {})
        check, end = last_check(), head()
        facts: dict[str, Any] = {name: getattr(check, name, None) for name in CHECK_FIELDS}
        facts["finding"] = check.finding if check else str(_("尚未核验。"))
        facts |= {"head_seq": end.last_seq, "head_hash": end.last_hash}
        return Response(facts, headers={"Cache-Control": "private, no-store"})


def _overdue(rows: QuerySet, value: bool) -> QuerySet:
    overdue = is_overdue(moment.now())
    return rows.filter(overdue) if value else rows.exclude(overdue)


def _late(rows: QuerySet, value: bool) -> QuerySet:
    late = is_or_was_late(moment.now())
    return rows.filter(late) if value else rows.exclude(late)


def _past_target(rows: QuerySet, value: bool) -> QuerySet:
    still_open = Q(closed_at__isnull=True, target_from__lte=moment.now())
    past = still_open | Q(closed_at__isnull=False, closed_at__gte=F("target_from"))
    past &= Q(target_from__isnull=False) & ~Q(state=Obligation.State.VOID)
    return rows.filter(past) if value else rows.exclude(past)
