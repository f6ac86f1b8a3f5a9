"""Filing: everything is there at once, and only once."""

from dataclasses import replace
from datetime import date, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage

from portal.agencies.domain.roles import Role
from portal.domain.workflow import TransitionRefused
from portal.guard.actions import IdempotencyConflict
from portal.obligations import queries as obligations
from portal.outbox.actions import deliver_due
from portal.outbox.models import OutboxMessage
from requests_foia import actions, queries
from requests_foia.domain.intake import Intake
from requests_foia.domain.vocabulary import ApplicantClass, Channel, State, WantedWay
from requests_foia.models import Application
from tests.factories import requests_foia as cases
from tests.factories.agencies import OrganisationFactory, staff

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def file_paper(place: cases.Bureau, channel: Channel, key: str = "paper", **facts) -> Application:
    return actions.file_application(
        organisation=place.body,
        channel=channel,
        applicant=cases.CITIZEN,
        content=cases.CONTENT,
        idempotency_key=key,
        at=facts.pop("at", cases.FILED_AT),
        actor=place.clerk,
        intake=Intake(is_read_back=channel is Channel.ORAL),
        **facts,
    ).application


def test_one_transaction_holds_number_limit_messages_and_story():
    place = cases.bureau(code="yx")
    filed = cases.filed(place)
    case = filed.application
    assert (case.number, case.state, case.rule_set) == (
        "YXGK-2025-00001",
        State.RECEIVED,
        "cn-2019",
    )
    assert case.due_on is None
    limit = obligations.open_of(case, "foi.confirm")
    assert (limit.started_on, limit.due_on) == (date(2025, 11, 3), date(2025, 11, 4))
    told = OutboxMessage.objects.filter(subject_id=str(case.pk))
    assert [message.recipient for message in told.filter(kind="mail")] == [cases.CITIZEN.email]
    clerks = {str(place.clerk.pk), str(place.second_clerk.pk)}
    assert {message.recipient for message in told.filter(kind="site")} == clerks
    assert all(filed.code not in message.body for message in told)
    assert len(filed.code.replace("-", "")) == 24


def test_the_expected_date_follows_the_last_day_of_confirmation():
    case = cases.filed(cases.bureau()).application
    expected = queries.expected_due(case)
    assert (expected.confirm_by, expected.due_on) == (date(2025, 11, 4), date(2025, 12, 2))
    assert not expected.is_provisional


def test_the_same_key_gives_the_same_case_and_code():
    place = cases.bureau()
    first, second = cases.filed(place), cases.filed(place)
    assert first.application == second.application
    assert first.code == second.code
    assert Application.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="mail").count() == 1


def test_the_same_key_with_other_words_is_a_conflict():
    place = cases.bureau()
    cases.filed(place)
    with pytest.raises(IdempotencyConflict):
        cases.filed(place, title="别的信息")


def test_a_key_outlives_its_remembered_answer():
    place = cases.bureau()
    cases.filed(place)
    with pytest.raises(IdempotencyConflict):
        cases.filed(place, at=cases.after(days=30))
    assert Application.objects.count() == 1


def test_a_failure_on_the_way_leaves_nothing_behind(monkeypatch):
    place = cases.bureau()
    monkeypatch.setattr("requests_foia.actions.filing.record", _fail)
    with pytest.raises(RuntimeError):
        cases.filed(place)
    assert not Application.objects.exists()
    assert not OutboxMessage.objects.exists()
    monkeypatch.undo()
    assert cases.filed(place).application.number.endswith("-00001")


def _fail(**_facts):
    raise RuntimeError("the database went away")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": " "}, {"name"}),
        ({"id_type": None}, {"id_number"}),
        ({"id_number": "110105194912310021"}, {"id_number"}),
        ({"phone": "", "email": "", "address": ""}, {"contact", "email"}),
        ({"email": "not an address"}, {"email"}),
        ({"name": "长" * 101}, {"name"}),
        ({"address": "甲\x00乙"}, {"address"}),
        ({"name": "", "id_number": ""}, {"name", "id_number"}),
    ],
)
def test_every_fault_of_a_citizen_is_named_at_once(change, expected):
    place = cases.bureau()
    with pytest.raises(TransitionRefused) as refused:
        cases.filed(place, applicant=replace(cases.CITIZEN, **change))
    assert codes(refused) == expected


def test_an_organisation_proves_itself_by_its_credit_code():
    place = cases.bureau()
    wrong = replace(cases.COMPANY, credit_code="91110000600037341M")
    with pytest.raises(TransitionRefused) as refused:
        cases.filed(place, applicant=wrong)
    assert codes(refused) == {"credit_code"}
    case = cases.filed(place, applicant=cases.COMPANY).application
    assert case.applicant_class == ApplicantClass.BUSINESS


@pytest.mark.parametrize(
    ("way", "missing"),
    [(WantedWay.MAIL, "address"), (WantedWay.EMAIL, "email"), (WantedWay.FAX, "fax")],
)
def test_the_wanted_way_needs_its_address(way, missing):
    place = cases.bureau()
    with pytest.raises(TransitionRefused) as refused:
        cases.filed(place, applicant=replace(cases.CITIZEN, **{missing: ""}), wanted_way=way)
    assert codes(refused) == {missing}


def test_a_body_that_takes_no_applications_refuses():
    place = cases.bureau(is_foi_subject=False)
    with pytest.raises(TransitionRefused) as refused:
        cases.filed(place)
    assert codes(refused) == {"organisation"}


@pytest.mark.parametrize("channel", [Channel.COUNTER, Channel.ORAL, Channel.MAIL_SIGNED])
def test_what_is_handed_over_is_received_on_that_day(channel):
    place = cases.bureau()
    handed_in = cases.FILED_AT - timedelta(days=3)
    case = file_paper(place, channel, handed_in_at=handed_in)
    assert (case.state, case.received_on) == (State.CONFIRMED, date(2025, 10, 31))
    assert case.due_on == date(2025, 11, 28)
    limit = obligations.open_of(case, "foi.reply")
    assert (limit.due_on, limit.label) == (case.due_on, case.number)
    assert obligations.open_of(case, "foi.confirm") is None


@pytest.mark.parametrize("channel", [Channel.FAX, Channel.EMAIL, Channel.MAIL_PLAIN])
def test_what_arrives_unseen_waits_for_confirmation(channel):
    place = cases.bureau()
    case = file_paper(place, channel)
    assert (case.state, case.received_on) == (State.RECEIVED, None)
    assert obligations.open_of(case, "foi.confirm").due_on == date(2025, 11, 4)
    done = actions.confirm_receipt(application=case, actor=place.clerk, at=cases.after(hours=1))
    assert done.received_on == date(2025, 11, 3)


def test_paper_may_leave_the_identity_to_a_correction():
    place = cases.bureau()
    nameless = replace(cases.CITIZEN, id_type=None, id_number="", phone="", email="", address="")
    filed = actions.file_application(
        organisation=place.body,
        channel=Channel.COUNTER,
        applicant=nameless,
        content=cases.CONTENT,
        idempotency_key="paper",
        at=cases.FILED_AT,
        actor=place.clerk,
    )
    assert filed.application.state == State.CONFIRMED


def test_only_the_office_of_that_body_keys_in_paper():
    place, elsewhere = cases.bureau(), cases.bureau()
    for person in (elsewhere.clerk, place.drafter, place.leader, place.administrator):
        with pytest.raises(TransitionRefused) as refused:
            actions.file_application(
                organisation=place.body,
                channel=Channel.COUNTER,
                applicant=cases.CITIZEN,
                content=cases.CONTENT,
                idempotency_key="paper",
                at=cases.FILED_AT,
                actor=person,
            )
        assert codes(refused) == {"role"}


def test_nothing_is_handed_in_tomorrow():
    place = cases.bureau()
    with pytest.raises(TransitionRefused) as refused:
        file_paper(place, Channel.COUNTER, handed_in_at=cases.after(days=1))
    assert codes(refused) == {"handed_in_at"}


def test_the_office_above_may_key_in_for_a_body_below():
    parent = OrganisationFactory()
    place = cases.bureau(parent=parent)
    above = staff(Role.OPENNESS_OFFICE, parent)
    filed = actions.file_application(
        organisation=place.body,
        channel=Channel.COUNTER,
        applicant=cases.CITIZEN,
        content=cases.CONTENT,
        idempotency_key="paper",
        at=cases.FILED_AT,
        actor=above,
    )
    assert filed.application.steps.get().actor == above


def test_numbers_run_by_body_and_year():
    one, other = cases.bureau(code="aa"), cases.bureau(code="bb")
    numbers = [
        cases.filed(one, key="1").application.number,
        cases.filed(one, key="2").application.number,
        cases.filed(other, key="3").application.number,
        cases.filed(one, key="4", at=cases.after(days=70)).application.number,
    ]
    assert numbers == [
        "AAGK-2025-00001",
        "AAGK-2025-00002",
        "BBGK-2025-00001",
        "AAGK-2026-00001",
    ]


def test_a_dead_mail_server_stops_nothing(monkeypatch, mailoutbox):
    place = cases.bureau()

    def refuse(*_args, **_facts):
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailMessage, "send", refuse)
    case = cases.filed(place).application
    deliver_due(at=cases.after(minutes=1), worker="test")
    mail = OutboxMessage.objects.get(kind="mail")
    assert (mail.sent_at, mail.failed_at, mail.attempts) == (None, None, 1)
    done = actions.confirm_receipt(application=case, actor=place.clerk, at=cases.after(hours=1))
    assert done.due_on == date(2025, 12, 1)
    monkeypatch.undo()
    deliver_due(at=cases.after(days=1), worker="test")
    assert {cases.CITIZEN.email} == {to for message in mailoutbox for to in message.to}
    assert len(mailoutbox) == 2
