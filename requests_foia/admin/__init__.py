from .application import ApplicationAdmin
from .asked_alike import AskedAlikeAdmin
from .destruction import DestructionListAdmin
from .public_log import AnsweredEntryAdmin
from .remedy import RemedyRecordAdmin
from .report import AnnualReportAdmin, ProactiveCountAdmin
from .self_check import SelfCheckAdmin, SelfCheckEntryAdmin
from .statistics import CaseCountAdmin

__all__ = [
    "AnnualReportAdmin",
    "AnsweredEntryAdmin",
    "ApplicationAdmin",
    "AskedAlikeAdmin",
    "CaseCountAdmin",
    "ProactiveCountAdmin",
    "RemedyRecordAdmin",
    "SelfCheckAdmin",
    "SelfCheckEntryAdmin",
]
from .templates import LetterTemplateAdmin

__all__ = ["ApplicationAdmin", "DestructionListAdmin", "LetterTemplateAdmin"]
