"""The steps of a fee (条例 art. 42; 国办函〔2020〕109号): proposed, decided, paid or given up."""

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition

from .vocabulary import Fact, State

_OFFICE = (Role.OPENNESS_OFFICE.value,)
_LEADER = (Role.DEPUTY_LEADER.value,)

FEE_STEPS = (
    Transition(
        "propose_fee",
        (State.HANDLING,),
        State.HANDLING,
        (Role.DRAFTER.value, *_OFFICE),
        guards=("fee_asked_once", "fee_standard_in_force", "within_the_limit"),
    ),
    Transition(
        "refuse_fee", (State.HANDLING,), State.HANDLING, _LEADER, guards=("fee_is_proposed",)
    ),
    Transition(
        "approve_fee",
        (State.HANDLING,),
        State.WAITING_FEE,
        _LEADER,
        guards=(
            "fee_is_proposed",
            "fee_decider_did_not_propose",
            "no_opinion_is_open",
            "within_the_limit",
            "letters_numbered",
        ),
        clock=Fact.FEE_NOTICED,
    ),
    Transition(
        "deliver_fee_notice",
        (State.WAITING_FEE,),
        State.WAITING_FEE,
        _OFFICE,
        guards=("fee_notice_delivered_once",),
        clock=Fact.FEE_NOTICE_DELIVERED,
    ),
    Transition(
        "record_payment", (State.WAITING_FEE,), State.HANDLING, _OFFICE, clock=Fact.FEE_PAID
    ),
    Transition("waive_fee", (State.WAITING_FEE,), State.HANDLING, _LEADER, clock=Fact.FEE_WAIVED),
    Transition(
        "lapse_fee",
        (State.WAITING_FEE,),
        State.ABANDONED,
        _OFFICE,
        guards=("fee_period_over",),
        clock=Fact.FEE_LAPSED,
    ),
)
