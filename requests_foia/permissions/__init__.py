from .attempt import Attempt
from .fees import fee_period_end
from .filing import filing_faults, intake_faults
from .opinions import opinion_end, opinions_of
from .people import may_read_words, may_reveal, may_see_identity, revealable, with_reveal_role
from .printing import letters_of_day, letters_to_print
from .reasons import excessive_faults, reasons_period_end, reasons_stage
from .steps import blockers, correction_period_end, may_ask, refusals, role_for, unready_to_issue

__all__ = [
    "Attempt",
    "blockers",
    "correction_period_end",
    "excessive_faults",
    "fee_period_end",
    "filing_faults",
    "intake_faults",
    "letters_of_day",
    "letters_to_print",
    "may_ask",
    "may_read_words",
    "may_reveal",
    "may_see_identity",
    "opinion_end",
    "opinions_of",
    "reasons_period_end",
    "reasons_stage",
    "refusals",
    "revealable",
    "role_for",
    "unready_to_issue",
    "with_reveal_role",
]
