from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    label = "disclosure"
    verbose_name = _("主动公开")

    def ready(self) -> None:
        # Models can be imported only now.
        from disclosure.actions.publication import search_entry  # noqa: PLC0415
        from disclosure.queries.deadline import derive_deadline  # noqa: PLC0415
        from disclosure.queries.documents import (  # noqa: PLC0415
            SEARCH_KIND,
            published_with_organisation,
        )
        from disclosure.queries.readers import (  # noqa: PLC0415
            is_public_attachment,
            may_read_attachment,
        )
        from disclosure.views.found import standings  # noqa: PLC0415
        from portal.files.permissions import register_reader  # noqa: PLC0415
        from portal.obligations.recounters import (  # noqa: PLC0415
            Recounter,
            register_recounter,
        )
        from portal.search.sources import Source, register_source  # noqa: PLC0415

        register_reader("disclosure.document", may_read_attachment, is_public=is_public_attachment)
        register_source(
            Source(
                SEARCH_KIND,
                _("公开文件"),
                public=published_with_organisation,
                entry=search_entry,
                standings=standings,
                answers_requests=True,
            )
        )
        register_recounter("pub.deadline", Recounter(derive_deadline))
