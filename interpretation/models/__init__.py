from .comment import Comment
from .consultation import Consultation
from .interpretation import Interpretation
from .release import ReleaseReview

__all__ = ["Comment", "Consultation", "Interpretation", "ReleaseReview"]
