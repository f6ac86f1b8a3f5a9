"""What leaves the house of applications: each field named here, and no other."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from disclosure.queries.addresses import absolute
from portal.api.serializers import Attached, Computed, Row, RowSerializer


class ApplicationSerializer(RowSerializer):
    """One case for auditors, without who asked or in which words."""

    id = serializers.UUIDField()
    number = serializers.CharField(help_text=_("受理编号。"))
    organisation = serializers.CharField(source="organisation.code")
    organisation_name = serializers.CharField(source="organisation.name")
    unit = serializers.CharField(source="assigned_unit.code", help_text=_("承办机构的代码。"))
    channel = serializers.CharField(help_text=_("提交渠道，决定收到申请之日。"))
    applicant_class = serializers.CharField(help_text=_("年报表三的列。"))
    wanted_form = serializers.CharField()
    wanted_way = serializers.CharField()
    state = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(help_text=_("双方确认收到的时间。"))
    confirmed_by_system = serializers.BooleanField(help_text=_("逾期未确认，由系统确认。"))
    received_on = serializers.DateField(help_text=_("收到申请之日。"))
    registered_at = serializers.DateTimeField()
    rule_set = serializers.CharField(help_text=_("规则集，即法规的版本。"))
    due_on = serializers.DateField(help_text=_("答复期限；待补正期间为空。"))
    due_is_provisional = serializers.BooleanField()
    replied_on = serializers.DateField(help_text=_("作出答复之日。"))
    outcome = serializers.CharField(help_text=_("办理结果；办结前为空。"))
    ground = serializers.CharField(help_text=_("不予公开的理由。"))
    statistics_row = serializers.CharField(help_text=_("年报表三的行。"))
    closed_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField()
    steps = Attached(child=serializers.DictField(), help_text=_("办理步骤。"))
    facts = Attached(child=serializers.DictField(), help_text=_("计算期限所依据的事实。"))
    fees = Attached(child=serializers.DictField(), help_text=_("信息处理费，单位：元。"))
    opinions = Attached(
        child=serializers.DictField(),
        help_text=_("征求意见的件数：按征求对象，征求、答复、逾期未答复和撤回各几件。"),
    )
    obligations = Attached(child=serializers.DictField(), help_text=_("时限、规则与条款。"))
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class TablesSerializer(serializers.Serializer):
    """The three tables of the report, each figure by row and column."""

    table_two = serializers.DictField(help_text=_("表二：主动公开政府信息情况。"))
    table_three = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()),
        help_text=_("表三：25 行 7 列，例如第 3.3.6 行的 citizen 列。"),
    )
    table_four = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()),
        help_text=_("表四：行政复议、行政诉讼的各种结果。"),
    )


class IdentitySerializer(serializers.Serializer):
    """One identity of the tables with every comparison."""

    name = serializers.CharField()
    holds = serializers.BooleanField(allow_null=True, help_text=_("没有上年数据的为空。"))
    soft = serializers.BooleanField(help_text=_("不一致时须说明，但不算差错。"))
    lines = serializers.ListField(child=serializers.DictField())


class AnnualReportSerializer(RowSerializer):
    """A published edition of an annual report, as it was signed."""

    id = serializers.IntegerField()
    organisation = serializers.CharField(source="report.organisation.code")
    organisation_name = serializers.CharField(source="report.organisation.name")
    year = serializers.IntegerField(source="report.year")
    with_subordinates = serializers.BooleanField(
        source="report.with_subordinates", help_text=_("是否汇总下级机关。")
    )
    edition = serializers.IntegerField(source="number", help_text=_("第几版；更正后加一。"))
    url = Computed("report__year", "report__organisation__code")
    parts = serializers.DictField(
        source="content.parts", child=serializers.CharField(), help_text=_("六个部分的文字。")
    )
    figures = TablesSerializer(source="content.figures")
    checks = IdentitySerializer(source="content.checks", many=True, help_text=_("勾稽关系。"))
    fees_collected = serializers.IntegerField(
        source="content.fees_collected", help_text=_("本年收取的信息处理费，元。")
    )
    explanation = serializers.CharField(
        source="content.explanation", help_text=_("数字不一致的说明。")
    )
    correction = serializers.CharField(source="content.correction", help_text=_("更正说明。"))
    sha256 = serializers.CharField(help_text=_("签发时内容的校验值。"))
    signed_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_url(self, row: Row) -> str:
        year, code = row["report__year"], row["report__organisation__code"]
        return absolute(reverse("reports:report", args=[year, code]))


class MonthSerializer(serializers.Serializer):
    """One body in one month."""

    month = serializers.DateField(format="%Y-%m")
    organisation = serializers.CharField()
    organisation_name = serializers.CharField()
    received = serializers.IntegerField(help_text=_("当月提交的申请。"))
    closed = serializers.IntegerField(help_text=_("当月办结的申请。"))
    answered = serializers.IntegerField(help_text=_("当月办结的申请中作出答复的。"))
    answered_in_time = serializers.IntegerField(help_text=_("其中按期答复的。"))
    found_instead = serializers.IntegerField(
        help_text=_("当月填写申请时找到了已公开的信息，没有再申请的次数。")
    )
    conversions_reviewed = serializers.IntegerField(
        help_text=_("当月制发的公开信息的答复中，审查过是否转为主动公开的。")
    )
    conversions_decided = serializers.IntegerField(help_text=_("其中决定转为主动公开的。"))
    conversions_published = serializers.IntegerField(help_text=_("其中现已发布的。"))
    rows = serializers.DictField(
        child=serializers.IntegerField(), help_text=_("当月办结的申请，按年报表三的行计。")
    )


class StatisticsSerializer(serializers.Serializer):
    """The months asked for."""

    results = MonthSerializer(many=True)
