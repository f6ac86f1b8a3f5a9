"""What leaves the house of documents and of the catalogue."""

from rest_framework import serializers

from disclosure.queries.addresses import document_url
from portal.api.serializers import Attached, Computed, Row, RowSerializer


class DocumentSerializer(RowSerializer):
    """A published document; of a withdrawn one only its number and the notice."""

    tombstone_fields = ("id", "index_no", "url", "organisation", "updated_at")

    id = serializers.IntegerField()
    index_no = serializers.CharField()
    url = Computed("index_no")
    title = serializers.CharField()
    doc_no = serializers.CharField()
    organisation = serializers.CharField(source="organisation.code")
    organisation_name = serializers.CharField(source="organisation.name")
    co_issuers = serializers.CharField()
    category = serializers.CharField(source="category.code")
    category_name = serializers.CharField(source="category.name")
    information_class = serializers.CharField()
    topic = serializers.CharField()
    keywords = serializers.CharField()
    genre = serializers.CharField()
    summary = serializers.CharField()
    body = serializers.CharField()
    formed_on = serializers.DateField()
    issued_on = serializers.DateField()
    effective_on = serializers.DateField()
    expires_on = serializers.DateField()
    attribute = serializers.CharField()
    validity = serializers.CharField(source="current_validity")
    repealed_by = serializers.CharField(source="successor_index_no")
    attachments = Attached()
    content_sha256 = serializers.CharField()
    published_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    withdrawn_notice = Computed("withdrawal_explanation")

    def get_url(self, row: Row) -> str:
        return document_url(row["index_no"])

    def get_withdrawn_notice(self, row: Row) -> str | None:
        return row["withdrawal_explanation"]


class CategorySerializer(RowSerializer):
    """A head of the catalogue."""

    code = serializers.CharField()
    name = serializers.CharField()
    english_name = serializers.CharField()
    parent = serializers.CharField(source="parent.code")  # type: ignore[assignment]
    article = serializers.CharField()
    statute_text = serializers.CharField()
    position = serializers.IntegerField()
