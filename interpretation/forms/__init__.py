from .comment import CodeForm, CommentForm
from .staff import (
    ConsultationForm,
    HideForm,
    InterpretationForm,
    NoteForm,
    OutcomeForm,
    ReplyForm,
    RevealForm,
)

__all__ = [
    "CodeForm",
    "CommentForm",
    "ConsultationForm",
    "HideForm",
    "InterpretationForm",
    "NoteForm",
    "OutcomeForm",
    "ReplyForm",
    "RevealForm",
]
