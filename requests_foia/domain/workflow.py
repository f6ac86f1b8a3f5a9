"""The road of an application: 接收、登记、办理、审核、答复、送达、归档, and the ways off it.

Guards are names; ``requests_foia.permissions`` answers them. What a form must say (a reason,
a date, a proof) is checked by the action that takes it.
"""

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition, Workflow

from .vocabulary import Fact, State
from .workflow_after import AFTER_STEPS
from .workflow_checks import CHECK_STEPS
from .workflow_fees import FEE_STEPS
from .workflow_holds import HOLD_STEPS
from .workflow_linking import LINKING_STEPS
from .workflow_others import (
    APPLICANT,
    BEFORE_ISSUE,
    CONSULTING_STEPS,
    PARTY,
    SHARING_STEPS,
    SYSTEM,
)
from .workflow_reasons import REASON_STEPS

__all__ = ["APPLICANT", "PARTY", "SYSTEM", "WORKFLOW"]

_OFFICE = (Role.OPENNESS_OFFICE.value,)
_DRAFTER = (Role.DRAFTER.value,)
_LEADER = (Role.DEPUTY_LEADER.value,)
_BEFORE_REPLY = (
    State.RECEIVED,
    State.CONFIRMED,
    State.REGISTERED,
    State.WAITING_CORRECTION,
    State.WAITING_FEE,
    State.HANDLING,
)
WORKFLOW = Workflow(
    "application",
    (
        Transition(
            "confirm",
            (State.RECEIVED,),
            State.CONFIRMED,
            (*_OFFICE, SYSTEM),
            guards=("system_waits_for_its_turn",),
            clock=Fact.CONFIRMED,
        ),
        Transition("register", (State.CONFIRMED,), State.REGISTERED, _OFFICE),
        *(
            Transition(
                "issue_receipt",
                (state,),
                state,
                _OFFICE,
                guards=("receipt_issued_once", "letters_numbered"),
            )
            for state in (State.CONFIRMED, State.REGISTERED, State.HANDLING)
        ),
        Transition(
            "request_correction",
            (State.REGISTERED, State.HANDLING),
            State.WAITING_CORRECTION,
            _OFFICE,
            guards=("correction_asked_once", "no_opinion_is_open", "letters_numbered"),
            clock=Fact.CORRECTION_REQUESTED,
        ),
        Transition(
            "receive_correction",
            (State.WAITING_CORRECTION,),
            State.REGISTERED,
            (*_OFFICE, APPLICANT),
            clock=Fact.CORRECTION_RECEIVED,
        ),
        Transition(
            "lapse_correction",
            (State.WAITING_CORRECTION,),
            State.ABANDONED,
            _OFFICE,
            guards=("correction_period_over",),
            clock=Fact.CORRECTION_LAPSED,
        ),
        Transition("assign", (State.REGISTERED, State.HANDLING), State.HANDLING, _OFFICE),
        Transition(
            "extend",
            (State.HANDLING,),
            State.HANDLING,
            _LEADER,
            guards=("extended_once", "within_the_limit", "letters_numbered"),
            clock=Fact.EXTENDED,
        ),
        *FEE_STEPS,
        *REASON_STEPS,
        *LINKING_STEPS,
        *SHARING_STEPS,
        *CONSULTING_STEPS,
        Transition("draft", (State.HANDLING,), State.REVIEW, _DRAFTER, guards=("fee_is_decided",)),
        *CHECK_STEPS,
        Transition(
            "send_back",
            (State.REVIEW,),
            State.HANDLING,
            (*_LEADER, Role.SECRECY_REVIEWER.value, Role.LEGAL_REVIEWER.value),
        ),
        Transition(
            "approve",
            (State.REVIEW,),
            State.APPROVED,
            _LEADER,
            guards=(
                "approver_did_not_draft",
                "checks_are_done",
                "approver_made_no_check",
                "conversion_is_answered",
                *BEFORE_ISSUE,
            ),
        ),
        Transition(
            "issue",
            (State.APPROVED,),
            State.REPLIED,
            _OFFICE,
            guards=(
                "issuer_did_not_approve",
                *BEFORE_ISSUE,
                "conversion_is_answered",
                "search_is_recorded",
                "remedy_known",
                "letters_numbered",
            ),
        ),
        Transition("deliver", (State.REPLIED,), State.DELIVERED, _OFFICE, clock=Fact.REPLIED),
        Transition(
            "archive",
            (State.DELIVERED, State.ABANDONED, State.WITHDRAWN, State.MERGED),
            State.ARCHIVED,
            _OFFICE,
        ),
        *HOLD_STEPS,
        *AFTER_STEPS,
        Transition(
            "withdraw",
            _BEFORE_REPLY,
            State.WITHDRAWN,
            (*_OFFICE, APPLICANT),
            clock=Fact.WITHDRAWN,
        ),
    ),
)
