from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.files.permissions import register_reader
from portal.obligations.recounters import Recounter, register_recounter
from portal.printing.makers import register_maker
from requests_foia.domain.duties import DUTY_RULES


class RequestsFoiaConfig(AppConfig):
    name = "requests_foia"
    label = "requests_foia"
    verbose_name = _("依申请公开")

    def ready(self) -> None:
        register_reader("requests_foia.reply", "requests_foia.views.reply_files.may_read")
        register_reader("requests_foia.application", "requests_foia.views.sent_files.may_read")
        register_reader("requests_foia.opinion", "requests_foia.views.opinion_files.may_read")
        register_maker("foi.letter", "requests_foia.actions.letter_paper.print_letter")
        register_maker("foi.letters", "requests_foia.actions.batches.join_letters")
        register_reader(
            "requests_foia.reportedition",
            "requests_foia.queries.report_pdf.may_read_report",
            is_public="requests_foia.queries.report_pdf.is_public_report",
        )
        register_maker("requests_foia.annual_report", "requests_foia.queries.report_pdf.printed")
        # Models can be imported only now.
        from disclosure.queries.origins import register_origin  # noqa: PLC0415
        from portal.search.sources import Source, register_source  # noqa: PLC0415
        from requests_foia import actions, queries  # noqa: PLC0415
        from requests_foia.queries import public_log  # noqa: PLC0415
        from requests_foia.queries.conversion import origin_of  # noqa: PLC0415

        register_origin(origin_of)
        register_source(
            Source(
                public_log.SEARCH_KIND,
                _("已答复的申请"),
                public=public_log.released_with_organisation,
                entry=public_log.search_entry,
                answers_requests=True,
            )
        )

        reply = Recounter(queries.derive_reply, actions.carry_reply)
        register_recounter("foi.reply", reply)
        for rule_key in DUTY_RULES:
            register_recounter(rule_key, Recounter(queries.derive_inner))
        register_recounter("foi.confirm", Recounter(queries.derive_confirmation))
