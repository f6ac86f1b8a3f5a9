"""Interpretations, consultations and released comments, open to everybody."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure.queries.attachments import released_by_subject
from interpretation.models import Comment, Consultation, Interpretation
from interpretation.queries.comments import shown
from interpretation.queries.releases import (
    addressable_consultations,
    addressable_interpretations,
    public_documents_by_interpretation,
)
from portal.api.parameters import ChoiceParameter, TextParameter, WholeParameter
from portal.api.serializers import Row
from portal.api.views import PublicListRetrieve

from .serializers import CommentSerializer, ConsultationSerializer, InterpretationSerializer

_BY_ORGANISATION = TextParameter("organisation__code", max_length=40, help=_("负责机构的代码。"))


def _attach_files(rows: list[Row], subject_type: str) -> None:
    files = released_by_subject(subject_type, [row["pk"] for row in rows])
    for row in rows:
        row["attachments"] = files.get(str(row["pk"]), [])


class Interpretations(PublicListRetrieve):
    title = _("政策解读")
    serializer_class = InterpretationSerializer
    lookup_value_regex = "[0-9]+"
    allowed_filters = {
        "organisation": _BY_ORGANISATION,
        "form": ChoiceParameter("form", choices=Interpretation.Form.values, help=_("形式。")),
        "document": WholeParameter("documents", low=1, help=_("所解读文件的 id。")),
    }

    def get_queryset(self) -> QuerySet[Interpretation, Any]:
        return addressable_interpretations()

    def attach(self, rows: list[Row]) -> None:
        _attach_files(rows, "interpretation.interpretation")
        documents = public_documents_by_interpretation([row["pk"] for row in rows])
        for row in rows:
            row["documents"] = documents.get(row["pk"], [])


class Consultations(PublicListRetrieve):
    title = _("意见征集")
    serializer_class = ConsultationSerializer
    lookup_value_regex = "[0-9]+"
    allowed_filters = {"organisation": _BY_ORGANISATION}

    def get_queryset(self) -> QuerySet[Consultation, Any]:
        return addressable_consultations()

    def attach(self, rows: list[Row]) -> None:
        _attach_files(rows, "interpretation.consultation")


class Comments(PublicListRetrieve):
    title = _("已公开的留言和意见")
    serializer_class = CommentSerializer
    lookup_value_regex = "[0-9]+"
    allowed_filters = {
        "organisation": _BY_ORGANISATION,
        "interpretation": WholeParameter("interpretation", low=1, help=_("所评解读的 id。")),
        "document": WholeParameter("document", low=1, help=_("所评文件的 id。")),
        "consultation": WholeParameter("consultation", low=1, help=_("意见征集的 id。")),
    }

    def get_queryset(self) -> QuerySet[Comment, Any]:
        return shown()
