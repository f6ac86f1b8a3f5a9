from .comment import CommentAdmin
from .release import ConsultationAdmin, InterpretationAdmin

__all__ = ["CommentAdmin", "ConsultationAdmin", "InterpretationAdmin"]
