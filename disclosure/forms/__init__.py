from .filter import CatalogueFilter
from .staff import (
    AttachForm,
    CorrectionForm,
    DocumentForm,
    ExplanationForm,
    ReleaseReviewForm,
    ReturnForm,
    ReviewForm,
    ValidityForm,
)

__all__ = [
    "AttachForm",
    "CatalogueFilter",
    "CorrectionForm",
    "DocumentForm",
    "ExplanationForm",
    "ReleaseReviewForm",
    "ReturnForm",
    "ReviewForm",
    "ValidityForm",
]
