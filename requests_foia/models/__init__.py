from .answered_entry import AnsweredEntry
from .applicant import ApplicantDetails
from .application import Application
from .asked_alike import AskedAlike
from .batch import PrintBatch, PrintBatchItem
from .bundle import EvidenceBundle
from .check import ReplyCheck
from .conversion import ConversionReview
from .counting import CaseCount
from .draft import Draft
from .fee import FeeCharge
from .found_instead import FoundInstead
from .letter import Delivery, Letter
from .linking import CaseLink
from .opinion import Opinion, OpinionParty, ThirdPartyVerdict
from .remedy import RemedyRecord
from .reply import Reply
from .report import AnnualReport, ProactiveCount, ReportEdition
from .retention import DestructionItem, DestructionList, LegalHold
from .self_check import SelfCheck, SelfCheckEntry
from .template import LetterTemplate
from .trail import ApplicationStep, CaseEvent
from .units import Deliberation, DeliberationView, UnitTask

__all__ = [
    "AnnualReport",
    "AnsweredEntry",
    "ApplicantDetails",
    "Application",
    "ApplicationStep",
    "AskedAlike",
    "CaseCount",
    "CaseEvent",
    "CaseLink",
    "ConversionReview",
    "Deliberation",
    "DeliberationView",
    "Delivery",
    "DestructionItem",
    "DestructionList",
    "Draft",
    "EvidenceBundle",
    "FeeCharge",
    "FoundInstead",
    "LegalHold",
    "Letter",
    "LetterTemplate",
    "Opinion",
    "OpinionParty",
    "PrintBatch",
    "PrintBatchItem",
    "ProactiveCount",
    "RemedyRecord",
    "Reply",
    "ReplyCheck",
    "ReportEdition",
    "SelfCheck",
    "SelfCheckEntry",
    "ThirdPartyVerdict",
    "UnitTask",
]
