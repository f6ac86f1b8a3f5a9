"""The citizens' pages of disclosure on request."""

from .answered import AnsweredFeed, answered_entry, answered_list
from .filing import check, filed, receipt
from .found_instead import instead, nearest
from .journey import StepView, discard, new
from .letters import letter, letter_pdf
from .linked import linked
from .opened import tracked
from .opinion import opinion, opinion_answer, opinion_done
from .own_case import correct, reasons, wishes, withdraw
from .start import blank_form, index
from .tracking import leave, track

__all__ = [
    "AnsweredFeed",
    "StepView",
    "answered_entry",
    "answered_list",
    "blank_form",
    "check",
    "correct",
    "discard",
    "filed",
    "index",
    "instead",
    "leave",
    "letter",
    "letter_pdf",
    "linked",
    "nearest",
    "new",
    "opinion",
    "opinion_answer",
    "opinion_done",
    "reasons",
    "receipt",
    "track",
    "tracked",
    "wishes",
    "withdraw",
]
