"""What staff are told about their documents."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.models import DocumentReturn


@dataclass(frozen=True)
class Notice:
    title: str
    body: str


def returned_notice(returned: DocumentReturn) -> Notice:
    """To the author: what came back, why, and what to do."""
    return Notice(
        title=_("退文：%(title)s") % {"title": returned.document.title},
        body=_("退文原因：%(cause)s。%(note)s 请修改后重新提交。")
        % {"cause": returned.get_cause_display(), "note": returned.note},
    )
