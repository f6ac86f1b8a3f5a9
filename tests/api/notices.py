"""A worked example of both kinds of resource, over a table that only the tests have."""

from django.db import models
from rest_framework import serializers
from rest_framework.routers import SimpleRouter

from portal.agencies.models import Organisation
from portal.api.parameters import (
    ChoiceParameter,
    DayParameter,
    TextParameter,
    TruthParameter,
    WholeParameter,
)
from portal.api.serializers import Attached, Computed, Row, Rows, RowSerializer
from portal.api.views import AuditorListRetrieve, PublicListRetrieve


class Notice(models.Model):
    title = models.CharField(max_length=200)
    secret = models.CharField(max_length=200, default="绝不外传")
    copies = models.IntegerField(default=1)
    issued_on = models.DateField()
    withdrawn_reason = models.CharField(max_length=200, default="", blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "tests_api"

    def __str__(self) -> str:
        return self.title


class NoticeSerializer(RowSerializer):
    id = serializers.IntegerField(help_text="编号")
    title = serializers.CharField(help_text="标题")
    copies = serializers.IntegerField(help_text="份数")
    issued_on = serializers.DateField(help_text="印发日期")
    organisation = serializers.CharField(source="organisation.code", help_text="机构代码")
    updated_at = serializers.DateTimeField(help_text="更新时间")
    html_url = Computed("pk", help_text="网页")
    copies_held = Attached(child=serializers.IntegerField(), help_text="各处份数")
    withdrawn_notice = Computed("withdrawn_reason", help_text="撤回说明")

    tombstone_fields = ("id", "updated_at")

    def get_html_url(self, row: Row) -> str:
        return f"/notices/{row['pk']}/"

    def get_withdrawn_notice(self, row: Row) -> str | None:
        return row["withdrawn_reason"] or None


class NoticeFilters:
    allowed_filters = {
        "title": TextParameter("title", max_length=20, help="标题"),
        "issued_from": DayParameter("issued_on__gte", help="印发日期不早于"),
        "copies": WholeParameter("copies", help="份数"),
        "size": ChoiceParameter("copies", choices={"small": 1, "large": 9}, help="规模"),
        "withdrawn": TruthParameter(
            lambda rows, value: (
                rows.exclude(withdrawn_reason="") if value else rows.filter(withdrawn_reason="")
            ),
            help="是否撤回",
        ),
    }


class PublicNotices(NoticeFilters, PublicListRetrieve):
    """公开的通知。"""

    title = "通知"
    serializer_class = NoticeSerializer

    def get_queryset(self) -> models.QuerySet:
        return Notice.objects.all()

    def attach(self, rows: Rows) -> None:
        for row in rows:
            row["copies_held"] = [1, 2]

    def removal_reason(self, lookup: str) -> str:
        return "涉及个人隐私，已移除。" if lookup == "404410" else ""


class AuditedNotices(PublicNotices, AuditorListRetrieve):
    """审计用的通知。"""

    title = "通知（审计）"
    audience = AuditorListRetrieve.audience
    permission_classes = AuditorListRetrieve.permission_classes
    scoped = AuditorListRetrieve.scoped
    required_scope = "notices:read"
    organisation_field = "organisation"


router = SimpleRouter()
router.register("notices", PublicNotices, basename="notice")
router.register("audited-notices", AuditedNotices, basename="audited-notice")
urlpatterns = router.urls
