from .category import Category
from .document import Document
from .review import DocumentReturn, SecrecyReview
from .revision import DocumentRevision

__all__ = ["Category", "Document", "DocumentReturn", "DocumentRevision", "SecrecyReview"]
