"""What staff are told about what they drafted."""

from django.utils.translation import gettext as _

from disclosure.notices import Notice
from interpretation.models import Consultation, Interpretation


def returned_notice(item: Interpretation | Consultation) -> Notice:
    """To the author: what came back and what to change."""
    return Notice(
        title=_("退回修改：%(title)s") % {"title": item.title},
        body=_("退回意见：%(note)s 请修改后重新提交。") % {"note": item.return_note},
    )
