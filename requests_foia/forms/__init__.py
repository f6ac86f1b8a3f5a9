"""What citizens fill in."""

from .about import brought_along
from .attachments import AttachmentsForm
from .body import BodyForm
from .facts import applicant_of, content_of, digest
from .filing import FilingForm
from .journey import SLUGS, Journey
from .offer import OfferForm
from .own_case import CorrectionForm, WithdrawalForm
from .reasons import OwnReasonsForm
from .step import StepForm
from .tracking import TrackingForm

__all__ = [
    "SLUGS",
    "AttachmentsForm",
    "BodyForm",
    "CorrectionForm",
    "FilingForm",
    "Journey",
    "OfferForm",
    "OwnReasonsForm",
    "StepForm",
    "TrackingForm",
    "WithdrawalForm",
    "applicant_of",
    "brought_along",
    "content_of",
    "digest",
]
