"""What leaves the house of interpretations, consultations and released comments."""

from django.urls import reverse
from rest_framework import serializers

from disclosure.queries.addresses import absolute
from interpretation.models import Interpretation
from portal.api.serializers import Attached, Computed, Row, RowSerializer


def _absolute(name: str, pk: int) -> str:
    return absolute(reverse(name, args=[pk]))


def _notice(row: Row) -> str | None:
    is_withdrawn = row["state"] == Interpretation.States.WITHDRAWN
    return row["explanation"] if is_withdrawn else None


class InterpretationSerializer(RowSerializer):
    """A published interpretation; of a withdrawn one only the notice."""

    tombstone_fields = ("id", "url", "organisation", "updated_at")

    id = serializers.IntegerField()
    url = Computed("id")
    title = serializers.CharField()
    form = serializers.CharField()
    organisation = serializers.CharField(source="organisation.code")
    organisation_name = serializers.CharField(source="organisation.name")
    interpreter_name = serializers.CharField()
    interpreter_duty = serializers.CharField()
    summary = serializers.CharField()
    body = serializers.CharField()
    documents = Attached()
    attachments = Attached()
    published_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    withdrawn_notice = Computed("state", "explanation")

    def get_url(self, row: Row) -> str:
        return _absolute("interpretation:detail", row["id"])

    def get_withdrawn_notice(self, row: Row) -> str | None:
        return _notice(row)


class ConsultationSerializer(RowSerializer):
    """A published consultation; its phase follows from the three moments."""

    tombstone_fields = ("id", "url", "organisation", "updated_at")

    id = serializers.IntegerField()
    url = Computed("id")
    title = serializers.CharField()
    organisation = serializers.CharField(source="organisation.code")
    organisation_name = serializers.CharField(source="organisation.name")
    background = serializers.CharField()
    draft_text = serializers.CharField()
    how_to_respond = serializers.CharField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    short_period_reason = serializers.CharField()
    outcome = serializers.CharField()
    outcome_at = serializers.DateTimeField()
    attachments = Attached()
    published_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    withdrawn_notice = Computed("state", "explanation")

    def get_url(self, row: Row) -> str:
        return _absolute("consultations:detail", row["id"])

    def get_withdrawn_notice(self, row: Row) -> str | None:
        return _notice(row)


class CommentSerializer(RowSerializer):
    """A released comment with its answer; never its contact data."""

    id = serializers.IntegerField()
    interpretation = serializers.IntegerField(source="interpretation_id")
    document = serializers.IntegerField(source="document_id")
    consultation = serializers.IntegerField(source="consultation_id")
    organisation = serializers.CharField(source="organisation.code")
    nickname = serializers.CharField()
    text = serializers.CharField()
    reply = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    replied_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
