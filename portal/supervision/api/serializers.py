"""What auditors read of time limits and of the audit chain: no personal data in either."""

from datetime import date
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.api.serializers import Attached, Computed, Row, RowSerializer
from portal.audit.domain import instant
from portal.domain.moments import local_day
from portal.obligations.domain.steps import last_day_before
from portal.obligations.queries import rule_of, rule_title


class Calendars(Attached):
    """The years a time limit runs through, each with its holiday notice, null if not out yet."""

    needs: ClassVar[tuple[str, ...]] = ("started_on", "late_from")


class ObligationSerializer(RowSerializer):
    """One time limit, with everything that says why it is due on that day."""

    id = serializers.IntegerField()
    subject_type = serializers.CharField(help_text=_("对象的类型。"))
    subject_id = serializers.CharField(help_text=_("对象在其类型中的标识。"))
    subject = serializers.CharField(source="label", help_text=_("对象的编号或者标题。"))
    organisation = serializers.CharField(source="organisation.code")
    organisation_name = serializers.CharField(source="organisation.name")
    rule = serializers.CharField(source="rule_key")
    part = serializers.CharField(help_text=_("同一规则有几项的，是其中哪一项。"))
    rule_title = Computed("rule_key", "rule_set")
    rule_set = serializers.CharField(help_text=_("规则集，即法规的版本。"))
    article = Computed("rule_key", "rule_set", help_text=_("规则所依据的条款。"))
    calendar = Calendars(
        child=serializers.DictField(), help_text=_("计算所及年份的放假通知；未公布的为空。")
    )
    started_on = serializers.DateField()
    due_on = serializers.DateField(help_text=_("按日计算的到期日，含当日。"))
    due_at = serializers.DateTimeField(help_text=_("按小时计算的到期时刻。"))
    late_from = serializers.DateTimeField(help_text=_("自此刻起为逾期。"))
    target_from = serializers.DateTimeField(
        help_text=_("自此刻起超过单位的内部目标；目标只能比法定期限更严，超过目标不是逾期。")
    )
    target_on = Computed("target_from", "due_at", help_text=_("内部目标的最后一天；没有的为空。"))
    provisional = serializers.BooleanField(help_text=_("所及年份的放假安排未公布，日期为暂定。"))
    state = serializers.CharField(help_text=_("open、met、met_late 或者 void。"))
    closed_at = serializers.DateTimeField()
    delay_reason = serializers.CharField()
    revision = serializers.IntegerField(help_text=_("第几次确定到期日。"))
    trace = serializers.ListField(help_text=_("逐日计算过程。"))
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_rule_title(self, row: Row) -> str:
        return rule_title(row["rule_key"], row["rule_set"])

    def get_target_on(self, row: Row) -> date | None:
        moment = row["target_from"]
        if moment is None:
            return None
        return local_day(moment) if row["due_at"] else last_day_before(moment)

    def get_article(self, row: Row) -> str | None:
        rule = rule_of(row["rule_set"], row["rule_key"])
        return rule.article if rule else None


class AuditSerializer(RowSerializer):
    """One entry of the chain.

    ``hash`` is the SHA-256 of the canonical JSON (sorted keys, no blanks, unescaped,
    UTF-8) of all other fields; ``prev_hash`` is that of the entry before.
    """

    seq = serializers.IntegerField()
    uuid = serializers.CharField()
    at = Computed("at", help_text=_("UTC，精确到微秒。"))
    actor = serializers.IntegerField(source="actor_id", help_text=_("操作人；系统为空。"))
    actor_label = serializers.CharField(help_text=_("操作人账号。"))
    role = serializers.CharField()
    action = serializers.CharField()
    subject_type = serializers.CharField()
    subject_id = serializers.CharField()
    organisation = serializers.CharField(source="organisation_code")
    before = serializers.CharField(help_text=_("变更前，JSON 文本。"))
    after = serializers.CharField(help_text=_("变更后，JSON 文本。"))
    reason = serializers.CharField()
    request_id = serializers.CharField()
    prev_hash = serializers.CharField()
    hash = serializers.CharField()

    def get_at(self, row: Row) -> str:
        return instant(row["at"])


class CheckSerializer(serializers.Serializer):
    """The newest check of the chain, and the chain's end now."""

    ok = serializers.BooleanField(help_text=_("完整；从未核验为空。"), allow_null=True)
    finding = serializers.CharField()
    checked_at = serializers.DateTimeField(allow_null=True)
    is_full = serializers.BooleanField(allow_null=True)
    first_seq = serializers.IntegerField(allow_null=True)
    last_seq = serializers.IntegerField(allow_null=True)
    last_hash = serializers.CharField(allow_null=True)
    broken_seq = serializers.IntegerField(allow_null=True)
    head_seq = serializers.IntegerField(help_text=_("现在的末条序号。"))
    head_hash = serializers.CharField(help_text=_("现在的末条散列值。"))
