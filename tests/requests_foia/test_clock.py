"""What facts do to the due date: correction, extension, delivery, a changed calendar."""

from datetime import date, datetime

import pytest

from portal.calendar.models import RuleOverride
from portal.domain.moments import SHANGHAI
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from requests_foia import actions, permissions
from requests_foia.domain.vocabulary import DeliveryMethod, State
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def states(case) -> list[tuple[str, str]]:
    rows = obligations.of(case).order_by("pk")
    return [(row.rule_key, row.state) for row in rows]


def asked(place: cases.Bureau):
    return actions.request_correction(
        application=cases.registered(place),
        missing="请写明合同的年份",
        actor=place.clerk,
        at=at("2025-11-06T10:00"),
    )


def test_nothing_is_due_while_a_correction_is_awaited():
    place = cases.bureau()
    case = asked(place)
    assert (case.state, case.due_on) == (State.WAITING_CORRECTION, None)
    assert states(case) == [
        ("foi.confirm", "met"),
        ("foi.reply", "void"),
        ("foi.register", "met"),
        ("foi.correction_notice", "met"),
        ("foi.correction_period", "open"),
    ]
    letter = case.letters.get()
    assert "请写明合同的年份" in letter.html
    assert "2025年11月27日" in letter.html
    assert permissions.correction_period_end(case) == date(2025, 11, 27)


def test_a_body_may_give_longer_to_correct():
    """Its own figure of the day of the notice holds, also when it is changed afterwards."""
    place = cases.bureau()
    own = RuleOverride.objects.create(
        organisation_code=place.body.code,
        rule_key="foi.correction_period",
        value=20,
        in_force_from="2025-11-01",
        reason="便民",
    )
    case = asked(place)
    own.delete()
    assert permissions.correction_period_end(case) == date(2025, 12, 4)
    assert "2025年12月4日" in case.letters.get().html


def test_a_correction_restarts_the_whole_period():
    place = cases.bureau()
    case = actions.receive_correction(
        application=asked(place),
        corrected_content="桃源路二〇二四年的合同",
        at=at("2025-11-20T21:00"),
    )
    assert (case.state, case.due_on) == (State.REGISTERED, date(2025, 12, 18))
    assert case.content == "桃源路二〇二四年的合同"
    assert case.events.get(kind="correction_received").text == cases.CONTENT.content
    assert states(case)[-1] == ("foi.reply", "open")
    assert case.steps.last().role == "applicant"


def test_a_correction_is_asked_once():
    place = cases.bureau()
    case = actions.receive_correction(
        application=asked(place), corrected_content="二〇二四年", at=at("2025-11-20T21:00")
    )
    with pytest.raises(TransitionRefused) as refused:
        actions.request_correction(
            application=case, missing="还有", actor=place.clerk, at=at("2025-11-21T10:00")
        )
    assert codes(refused) == ["correction_asked"]


def test_a_correction_lapses_only_after_its_period():
    place = cases.bureau()
    case = asked(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.lapse_correction(application=case, actor=place.clerk, at=at("2025-11-27T23:00"))
    assert codes(refused) == ["correction_period"]
    case = actions.lapse_correction(application=case, actor=place.clerk, at=at("2025-11-28T09:00"))
    assert (case.state, case.statistics_row) == (State.ABANDONED, "3.6.1")
    assert dict(states(case)) == {
        "foi.confirm": "met",
        "foi.reply": "void",
        "foi.register": "met",
        "foi.correction_notice": "met",
        "foi.correction_period": "void",
    }


def test_a_correction_on_paper_counts_from_the_day_it_came():
    place = cases.bureau()
    case = actions.receive_correction(
        application=asked(place),
        corrected_content="二〇二四年",
        received_on=date(2025, 11, 19),
        actor=place.clerk,
        at=at("2025-11-20T10:00"),
    )
    assert case.due_on == date(2025, 12, 17)


def test_an_extension_moves_the_date_and_keeps_the_old_one():
    place = cases.bureau()
    case = actions.extend_deadline(
        application=cases.handled(place),
        working_days=20,
        reason="需要向施工单位核实",
        actor=place.leader,
        at=at("2025-12-01T23:50"),
    )
    assert case.due_on == date(2025, 12, 29)
    limit = obligations.open_of(case, "foi.reply")
    assert (limit.due_on, limit.revision) == (date(2025, 12, 29), 2)
    history = list(limit.events.values_list("kind", "due_on"))
    assert history == [("opened", date(2025, 12, 1)), ("moved", date(2025, 12, 29))]
    assert "需要向施工单位核实" in case.letters.get().html


@pytest.mark.parametrize(
    ("days", "moment", "expected"),
    [
        (21, "2025-11-10T10:00", ["working_days"]),
        (0, "2025-11-10T10:00", ["working_days"]),
        (10, "2025-12-02T00:00", ["limit_passed"]),
    ],
)
def test_an_extension_that_would_have_no_effect_is_refused(days, moment, expected):
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.extend_deadline(
            application=case,
            working_days=days,
            reason="核实",
            actor=place.leader,
            at=at(moment),
        )
    assert codes(refused) == expected


def test_an_extension_comes_once():
    place = cases.bureau()
    case = cases.handled(place)
    facts = {"working_days": 5, "reason": "核实", "actor": place.leader}
    case = actions.extend_deadline(application=case, at=at("2025-11-10T10:00"), **facts)
    with pytest.raises(TransitionRefused) as refused:
        actions.extend_deadline(application=case, at=at("2025-11-11T10:00"), **facts)
    assert codes(refused) == ["extended"]


@pytest.mark.parametrize(
    ("method", "sent", "signed", "made_on"),
    [
        (DeliveryMethod.POST, "2025-11-07", None, "2025-11-07"),
        (DeliveryMethod.POST, "2025-11-07", "2025-11-10", "2025-11-07"),
        (DeliveryMethod.EMAIL, "2025-11-06", None, "2025-11-06"),
        (DeliveryMethod.DIRECT, None, "2025-11-10", "2025-11-10"),
        (DeliveryMethod.DIRECT, "2025-11-06", "2025-11-10", "2025-11-10"),
    ],
)
def test_a_reply_is_made_on_posting_or_on_signing(method, sent, signed, made_on):
    place = cases.bureau()
    case = actions.deliver(
        application=cases.issued(place),
        method=method,
        proof="凭证",
        sent_on=date.fromisoformat(sent) if sent else None,
        signed_on=date.fromisoformat(signed) if signed else None,
        actor=place.clerk,
        at=at("2025-11-11T10:00"),
    )
    assert case.replied_on == date.fromisoformat(made_on)
    assert dict(states(case))["foi.reply"] == "met"


def test_posting_in_time_counts_though_it_is_recorded_late():
    place = cases.bureau()
    case = actions.deliver(
        application=cases.issued(place),
        method=DeliveryMethod.POST,
        proof="EMS 1",
        sent_on=date(2025, 12, 1),
        actor=place.clerk,
        at=at("2025-12-03T10:00"),
    )
    assert dict(states(case))["foi.reply"] == "met"


def test_a_late_reply_stays_late():
    place = cases.bureau()
    case = actions.deliver(
        application=cases.issued(place),
        method=DeliveryMethod.POST,
        proof="EMS 1",
        sent_on=date(2025, 12, 2),
        actor=place.clerk,
        at=at("2025-12-02T10:00"),
    )
    assert dict(states(case))["foi.reply"] == "met_late"
    case = actions.archive(application=case, actor=place.clerk, at=at("2025-12-05T10:00"))
    assert dict(states(case))["foi.reply"] == "met_late"
    assert case.replied_on > case.due_on


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"method": DeliveryMethod.POST}, ["sent_on"]),
        ({"method": DeliveryMethod.DIRECT, "sent_on": date(2025, 11, 7)}, ["signed_on"]),
        ({"method": DeliveryMethod.POST, "sent_on": date(2025, 11, 12)}, ["sent_on"]),
        ({"method": DeliveryMethod.POST, "sent_on": date(2025, 11, 5)}, ["sent_on"]),
        (
            {
                "method": DeliveryMethod.POST,
                "sent_on": date(2025, 11, 10),
                "signed_on": date(2025, 11, 7),
            },
            ["signed_on"],
        ),
        ({"method": DeliveryMethod.POST, "proof": " "}, ["proof", "sent_on"]),
    ],
)
def test_a_delivery_without_date_or_proof_is_refused(facts, expected):
    place = cases.bureau()
    case = cases.issued(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.deliver(
            application=case,
            actor=place.clerk,
            at=at("2025-11-11T10:00"),
            **{"proof": "凭证", **facts},
        )
    assert codes(refused) == expected


def test_withdrawing_ends_every_limit():
    place = cases.bureau()
    for number, make in enumerate((cases.filed, cases.handled)):
        made = make(place, key=f"key-{number}")
        case = actions.withdraw(
            application=getattr(made, "application", made), at=cases.after(days=1)
        )
        assert (case.state, case.statistics_row) == (State.WITHDRAWN, "3.6.3")
        assert "open" not in dict(states(case)).values()
