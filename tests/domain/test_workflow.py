"""Transition tables: finding rows, refusing double ones, and the diagram."""

import pytest

from portal.domain.workflow import Refusal, Transition, TransitionRefused, Workflow

FLOW = Workflow(
    "demo",
    (
        Transition("submit", ("draft", "returned"), "review", ("drafter",)),
        Transition("approve", ("review",), "approved", ("leader",), ("other_person", "complete")),
        Transition("return", ("review",), "returned", ("leader",), clock="stopped"),
    ),
)


def test_an_event_is_found_from_each_of_its_states_only():
    assert FLOW.find("submit", "returned").target == "review"
    assert FLOW.find("submit", "approved") is None
    assert FLOW.find("nothing", "draft") is None


def test_the_rows_that_leave_a_state_come_in_order():
    assert [row.event for row in FLOW.events_from("review")] == ["approve", "return"]
    assert FLOW.events_from("approved") == ()
    assert FLOW.states == ("draft", "returned", "review", "approved")


def test_an_event_cannot_leave_a_state_twice():
    row = Transition("submit", ("draft",), "review", ("drafter",))
    with pytest.raises(ValueError, match="leaves draft twice"):
        Workflow("demo", (row, row))


def test_a_refused_step_tells_every_reason():
    refused = TransitionRefused([Refusal("role", "岗位不符"), Refusal("state", "状态不符")])
    assert str(refused) == "岗位不符；状态不符"
    assert [refusal.code for refusal in refused.refusals] == ["role", "state"]


def test_the_diagram_is_the_table():
    assert FLOW.mermaid() == (
        "stateDiagram-v2\n"
        "    draft --> review: submit\n"
        "    returned --> review: submit\n"
        "    review --> approved: approve [other_person, complete]\n"
        "    review --> returned: return\n"
    )
