from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterpretationConfig(AppConfig):
    name = "interpretation"
    label = "interpretation"
    verbose_name = _("政策解读与互动")

    def ready(self) -> None:
        # Models can be imported only now.
        from disclosure.views.panels import register_panel  # noqa: PLC0415
        from interpretation.actions import consultation, interpretation  # noqa: PLC0415
        from interpretation.queries import releases  # noqa: PLC0415
        from interpretation.queries.readers import (  # noqa: PLC0415
            is_public_attachment,
            may_read_attachment,
        )
        from interpretation.views import comments, found  # noqa: PLC0415
        from portal.files.permissions import register_reader  # noqa: PLC0415
        from portal.obligations.queries import derive_by_rule  # noqa: PLC0415
        from portal.obligations.recounters import (  # noqa: PLC0415
            Recounter,
            register_recounter,
        )
        from portal.search.sources import Source, register_source  # noqa: PLC0415

        for subject in ("interpretation.interpretation", "interpretation.consultation"):
            register_reader(subject, may_read_attachment, is_public=is_public_attachment)
        register_source(
            Source(
                interpretation.KIND,
                _("政策解读"),
                public=releases.published_interpretations,
                entry=interpretation.search_entry,
                answers_requests=True,
            )
        )
        register_source(
            Source(
                consultation.KIND,
                _("意见征集"),
                public=releases.published_consultations,
                entry=consultation.search_entry,
                standings=found.standings,
            )
        )
        register_panel(comments.document_interpretations)
        register_panel(comments.document_comments)
        register_recounter("pub.opinion_feedback", Recounter(derive_by_rule))
