from .comment import (
    Submitted,
    answer_comment,
    hide_comment,
    reveal_contact,
    show_comment,
    submit_comment,
)
from .consultation import (
    draft_consultation,
    edit_consultation,
    publish_consultation,
    publish_outcome,
    withdraw_consultation,
)
from .interpretation import (
    draft_interpretation,
    edit_interpretation,
    publish_interpretation,
    publish_together,
)
from .release import attach_file, return_to_author, review, submit, withdraw

__all__ = [
    "Submitted",
    "answer_comment",
    "attach_file",
    "draft_consultation",
    "draft_interpretation",
    "edit_consultation",
    "edit_interpretation",
    "hide_comment",
    "publish_consultation",
    "publish_interpretation",
    "publish_outcome",
    "publish_together",
    "return_to_author",
    "reveal_contact",
    "review",
    "show_comment",
    "submit",
    "submit_comment",
    "withdraw",
    "withdraw_consultation",
]
