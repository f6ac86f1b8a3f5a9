"""Kept as long as the agency has set, held while it must be, then gone without a trace."""

import logging
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from portal.audit.actions import verify
from portal.audit.models import AuditEntry
from portal.calendar.models import RuleOverride
from portal.domain.moments import SHANGHAI
from portal.domain.rulesets import rule_set
from portal.domain.workflow import TransitionRefused
from portal.files.models import StoredFile
from portal.guard.actions import forget as forget_counters
from portal.obligations.models import Obligation
from portal.outbox.actions import deliver_due
from portal.outbox.models import OutboxMessage
from requests_foia import actions
from requests_foia.actions import destroying, forgetting
from requests_foia.actions.draft import forget_drafts
from requests_foia.domain.annual import Outcome, RemedyKind
from requests_foia.domain.retention import Obstacle
from requests_foia.models import (
    ApplicantDetails,
    Application,
    CaseEvent,
    DestructionList,
    Letter,
)
from requests_foia.queries import find_by_number_and_code, tables
from requests_foia.queries.letters import confirmed_by_hash
from requests_foia.queries.retention import due_cases, obstacle_to
from requests_foia.queries.tables import Scope
from tests.dumps import rows_of_all_tables, stored_bytes, stored_contents, traces
from tests.factories import requests_foia as cases
from tests.factories import whole_case
from tests.factories.canaries import canary

from .pages import conftest as journey

pytestmark = pytest.mark.django_db
clock = journey.clock
# The factories' cases are put away on 7 November 2025.
YEARS = 2
THEN = datetime(2027, 11, 20, 10, 0, tzinfo=SHANGHAI)


def keep_for(place: cases.Bureau, years: int = YEARS) -> None:
    RuleOverride.objects.create(
        organisation_code=place.body.code,
        rule_key="foi.retention",
        value=years,
        in_force_from=date(2025, 1, 1),
        reason="机关档案保管期限表",
    )


def drawn(place: cases.Bureau, at: datetime = THEN) -> DestructionList:
    return actions.draw_up_list(organisation=place.body, actor=place.clerk, at=at)


def approved(place: cases.Bureau, at: datetime = THEN) -> DestructionList:
    return actions.approve_list(listing=drawn(place, at), actor=place.leader, at=at)


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def outcomes(listing: DestructionList) -> list[tuple[str, str]]:
    return list(listing.items.order_by("pk").values_list("state", "obstacle"))


# The rule and the list --------------------------------------------------------------


def test_nothing_is_due_until_the_agency_says_for_how_long():
    place = cases.bureau()
    case = cases.archived(place)
    assert rule_set("cn-2019")["foi.retention"].is_off
    assert obstacle_to(case, THEN.date()) is Obstacle.RULE_OFF
    with pytest.raises(TransitionRefused) as refused:
        drawn(place)
    assert codes(refused) == ["rule_off"]
    with pytest.raises(TransitionRefused) as refused:
        actions.draw_up_list(organisation=place.body, actor=place.drafter, at=THEN)
    assert codes(refused) == ["role", "rule_off"]


def test_the_figure_must_make_sense():
    rule = rule_set("cn-2019")["foi.retention"]
    assert [value for value in (0, 1, 30, 31) if rule.refuses(value) is None] == [1, 30]


def test_the_period_ends_with_the_anniversary():
    place = cases.bureau()
    case = cases.archived(place)
    cases.delivered(place, key="open")
    keep_for(place)
    assert not due_cases(place.body, date(2027, 11, 7)).exists()
    assert list(due_cases(place.body, date(2027, 11, 8))) == [case]


def test_one_draws_up_another_approves_and_the_night_destroys():
    place, elsewhere = cases.bureau(), cases.bureau()
    keep_for(place)
    case = cases.archived(place)
    other = cases.archived(elsewhere, key="other")
    listing = drawn(place)
    with pytest.raises(TransitionRefused) as refused:
        drawn(place)
    assert codes(refused) == ["nothing"]  # it stands on a list already
    for person, reasons in (
        (place.clerk, ["role", "own_list"]),
        (elsewhere.leader, ["role"]),
        (place.auditor, ["role"]),
    ):
        with pytest.raises(TransitionRefused) as refused:
            actions.approve_list(listing=listing, actor=person, at=THEN)
        assert codes(refused) == reasons
    assert actions.destroy_due(at=THEN) == 0
    actions.approve_list(listing=listing, actor=place.leader, at=THEN)
    assert cases.refreshed(case).forgotten_at is None
    assert actions.destroy_due(at=THEN) == 1
    assert actions.destroy_due(at=THEN) == 0
    listing.refresh_from_db()
    assert (listing.state, listing.done_at) == ("done", THEN)
    assert cases.refreshed(case).forgotten_at == THEN
    assert cases.refreshed(other).forgotten_at is None
    told = [m.recipient for m in OutboxMessage.objects.filter(dedupe_key__contains="list.done")]
    assert sorted(told) == sorted(str(person.pk) for person in (place.clerk, place.leader))


def test_a_list_that_is_refused_or_taken_back_destroys_nothing_and_frees_its_cases():
    place = cases.bureau()
    keep_for(place)
    case = cases.archived(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.refuse_list(listing=drawn(place), note=" ", actor=place.clerk, at=THEN)
    assert codes(refused) == ["role", "note"]
    actions.refuse_list(
        listing=DestructionList.objects.get(), note="先移交档案馆", actor=place.leader, at=THEN
    )
    listing = approved(place)
    actions.call_off_list(listing=listing, note="移交档案馆", actor=place.clerk, at=THEN)
    assert actions.destroy_due(at=THEN) == 0
    assert cases.refreshed(case).forgotten_at is None
    assert drawn(place).items.count() == 1


# What holds a case ------------------------------------------------------------------


def test_a_hold_keeps_a_case_until_its_day_or_until_it_is_lifted():
    place = cases.bureau()
    keep_for(place)
    case = cases.archived(place)
    today = THEN.date()
    with pytest.raises(TransitionRefused) as refused:
        actions.hold(
            application=case,
            reason="",
            until=today - timedelta(days=1),
            actor=place.drafter,
            at=THEN,
        )
    assert codes(refused) == ["role", "reason", "until"]
    actions.hold(application=case, reason="区审计局调阅", until=today, actor=place.clerk, at=THEN)
    assert obstacle_to(case, today) is Obstacle.HELD
    assert obstacle_to(case, today + timedelta(days=1)) is None
    with pytest.raises(TransitionRefused) as refused:
        actions.hold(application=case, reason="再次", actor=place.leader, at=THEN)
    assert codes(refused) == ["held"]
    actions.lift_hold(application=case, reason="调阅完毕", actor=place.leader, at=THEN)
    assert obstacle_to(case, today) is None
    with pytest.raises(TransitionRefused) as refused:
        actions.lift_hold(application=case, reason="再次", actor=place.leader, at=THEN)
    assert codes(refused) == ["no_hold"]
    entries = AuditEntry.objects.filter(action__endswith="hold").order_by("seq")
    assert list(entries.values_list("action", "reason")) == [
        ("requests_foia.hold", "区审计局调阅"),
        ("requests_foia.lift_hold", "调阅完毕"),
    ]


def test_what_is_held_after_approval_stays():
    place = cases.bureau()
    keep_for(place)
    kept, gone = (cases.archived(place, key=key) for key in ("kept", "gone"))
    listing = approved(place)
    actions.hold(application=kept, reason="仲裁需要", actor=place.clerk, at=THEN)
    assert actions.destroy_due(at=THEN + timedelta(days=1)) == 1
    assert set(outcomes(listing)) == {("kept", "held"), ("destroyed", "")}
    assert cases.refreshed(gone).forgotten_at
    assert ApplicantDetails.objects.get(application=kept).name == cases.CITIZEN.name


def test_an_open_remedy_holds_by_itself_and_a_decided_one_restarts_the_period():
    place = cases.bureau()
    keep_for(place)
    case = cases.archived(place)
    record = actions.record_remedy(
        organisation=place.body,
        kind=RemedyKind.RECONSIDERATION,
        body="云溪区人民政府",
        filed_on=date(2025, 12, 1),
        application=case,
        actor=place.clerk,
        at=THEN,
    )
    assert obstacle_to(case, THEN.date()) is Obstacle.REMEDY_OPEN
    actions.conclude_remedy(
        remedy=record,
        outcome=Outcome.UPHELD,
        decided_on=date(2026, 1, 30),
        actor=place.clerk,
        at=THEN,
    )
    assert obstacle_to(case, THEN.date()) is Obstacle.NOT_DUE
    assert obstacle_to(case, date(2028, 1, 30)) is Obstacle.NOT_DUE
    assert obstacle_to(case, date(2028, 1, 31)) is None
    actions.strike_remedy(remedy=record, reason="登记错误", actor=place.clerk, at=THEN)
    assert obstacle_to(case, THEN.date()) is None


# What goes, and what stays ----------------------------------------------------------


def jobs_of_the_years(at: datetime) -> None:
    """What runs every night anyhow and had its turn long before."""
    deliver_due(at=at, worker="test")
    forget_drafts(at=at)
    forget_counters(at=at)


def test_after_the_run_nothing_of_them_is_anywhere(caplog, django_capture_on_commit_callbacks):
    place = cases.bureau()
    keep_for(place)
    them, third = canary(1), canary(2)
    everybody = [them, third]
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        case = whole_case.archived(place, them, third)
        code = cases.new_code_of(case)
        jobs_of_the_years(cases.after(days=20))
    letters = {letter.sha256: letter.number for letter in Letter.objects.all()}
    # The negative control: it was all there.
    assert len(traces(everybody, rows_of_all_tables() + stored_contents())) == 14
    assert traces(everybody, stored_bytes()) == []
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        listing = approved(place)
        assert actions.destroy_due(at=THEN) == 1
    assert traces(everybody, rows_of_all_tables() + stored_bytes()) == []
    assert traces(everybody, caplog.text.encode()) == []
    assert find_by_number_and_code(case.number, code) is None
    assert not StoredFile.objects.exists()
    counts = listing.items.get().counts
    assert counts["people"] == 2
    assert counts["files"] == 4
    assert counts["letters"] == len(letters) == 5
    for sha256, number in letters.items():
        confirmed = confirmed_by_hash(sha256)
        assert (confirmed.number, confirmed.destroyed_on) == (number, THEN.date())


def test_number_days_outcome_ledger_audit_and_tables_stay():
    place = cases.bureau()
    keep_for(place)
    case = whole_case.archived(place, canary(1), canary(2))
    stays = (
        *("number", "organisation_id", "channel", "applicant_class", "submitted_at"),
        *("received_on", "replied_on", "closed_at", "archived_at", "due_on", "outcome"),
        *("statistics_row", "state", "rule_set"),
    )

    def kept() -> list[object]:
        row = Application.objects.filter(pk=case.pk).values_list(*stays).get()
        limits = list(Obligation.objects.order_by("pk").values())
        scopes = [
            Scope(place.body, False, date(2025, 1, 1), date(2025, 12, 31), moment)
            for moment in (cases.after(days=1), cases.after(days=30), THEN, THEN.replace(year=2030))
        ]
        figures = [(tables.three(scope), tables.four(scope)) for scope in scopes]
        facts = list(CaseEvent.objects.values_list("kind", "happened_on", "delivered_on"))
        return [row, limits, figures, facts]

    before = kept()
    approved(place)
    assert actions.destroy_due(at=THEN) == 1
    assert kept() == before
    assert verify(at=THEN, full=True).ok


def test_a_run_that_was_killed_leaves_no_half_case_and_the_next_goes_on(monkeypatch):
    place = cases.bureau()
    keep_for(place)
    made = [cases.archived(place, key=f"case-{number}") for number in range(4)]
    listing = approved(place)
    real, seen = forgetting.forget_about, []

    def dying(**said):
        seen.append(said)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return real(**said)

    monkeypatch.setattr(forgetting, "forget_about", dying)
    with pytest.raises(KeyboardInterrupt):
        actions.destroy_due(at=THEN)
    assert Application.objects.filter(forgotten_at=None).count() == 2
    assert ApplicantDetails.objects.filter(forgotten_at=None).count() == 2
    assert actions.destroy_due(at=THEN, limit=1) == 1
    assert actions.destroy_due(at=THEN + timedelta(days=1)) == 1
    assert set(outcomes(listing)) == {("destroyed", "")}
    assert AuditEntry.objects.filter(action="requests_foia.destroy").count() == len(made)


def test_one_faulty_case_keeps_none_of_the_others(monkeypatch):
    place = cases.bureau()
    keep_for(place)
    faulty, sound = (cases.archived(place, key=key) for key in ("faulty", "sound"))
    listing = approved(place)
    real = destroying.forget_case

    def forget(case, *, at):
        if case == faulty:
            raise OSError("disk")
        return real(case, at=at)

    monkeypatch.setattr(destroying, "forget_case", forget)
    with pytest.raises(OSError, match="disk"):
        actions.destroy_due(at=THEN)
    assert cases.refreshed(sound).forgotten_at
    assert set(outcomes(listing)) == {("listed", ""), ("destroyed", "")}
    listing.refresh_from_db()
    assert listing.state == "approved"


KEPT_WORDS = {
    "requests_foia.Application": {"number", "idempotency_hash", "language", "rule_set"},
    "requests_foia.CaseCount": {"row"},
    "requests_foia.ApplicationStep": {"event", "from_state", "role"},
    "requests_foia.Letter": {
        *("kind", "number", "template_version", "sha256", "pdf_sha256", "verify_token"),
    },
    "requests_foia.Opinion": {"code_hash"},
    # The kind of a fault, and the hash by which a copy is told.
    "requests_foia.EvidenceBundle": {"last_error", "manifest_sha256"},
    # The title of what was published.
    "requests_foia.ConversionReview": {"title"},
    # Checked for whoever it might name before it is kept, and public.
    "requests_foia.AnsweredEntry": {
        *("number", "article", "subject", "summary", "letter_text", "explanation"),
    },
    # Names no party, and table four counts it.
    "requests_foia.RemedyRecord": {"body", "number", "strike_reason"},
    # Staff's words that name nobody, as their forms say.
    "requests_foia.LegalHold": {"reason", "lift_reason"},
}


def test_every_text_that_hangs_on_a_case_is_destroyed_or_named_as_kept():
    """A new column must be decided on: whoever adds one is told here."""
    undecided = []
    for model in apps.get_app_config("requests_foia").get_models():
        if model is not Application and not _hangs_on_a_case(model):
            continue
        if model is Application:
            decided = set(forgetting.OWN_WORDS) | {"statistics_row"}
        else:
            decided = set(forgetting.WORDS.get(model, ("", {}))[1])
        decided |= KEPT_WORDS.get(model._meta.label, set())
        undecided += [
            f"{model._meta.label}.{field.name}"
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
            and not field.choices
            and field.name not in decided
        ]
    assert undecided == []


def _hangs_on_a_case(model: type[models.Model], depth: int = 3) -> bool:
    related = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
    return Application in related or bool(
        depth
        and any(
            other is not model
            and isinstance(other, type)
            and other._meta.app_label == "requests_foia"
            and _hangs_on_a_case(other, depth - 1)
            for other in related
        )
    )


# On the desk and on the site --------------------------------------------------------


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def test_the_office_draws_up_the_leader_looks_and_approves_in_the_desk(clock):
    clock.move_to(THEN)
    place = cases.bureau()
    case = cases.archived(place)
    add = reverse("admin:requests_foia_destructionlist_add")
    clerk, leader = desk(place.clerk), desk(place.leader)
    refused = clerk.post(add, {"organisation": place.body.pk})
    assert "没有设定归档申请的保存年数" in refused.content.decode()
    keep_for(place)
    assert clerk.post(add, {"organisation": place.body.pk}).status_code == 302
    listing = DestructionList.objects.get()
    page = reverse("admin:requests_foia_destructionlist_change", args=[listing.pk])
    shown = leader.get(page).content.decode()
    assert case.number in shown
    assert cases.CITIZEN.name not in shown
    assert "批准销毁" in shown
    assert "批准销毁" not in clerk.get(page).content.decode()
    assert "销毁清单第" in leader.get(reverse("admin:index")).content.decode()
    step = reverse("admin:requests_foia_destructionlist_step", args=[listing.pk, "approve"])
    assert leader.post(step).status_code == 302
    actions.destroy_due(at=THEN)
    assert "已销毁" in leader.get(page).content.decode()
    shown = clerk.get(reverse("admin:requests_foia_application_change", args=[case.pk]))
    assert "个人信息已经销毁" in shown.content.decode()
    reveal = reverse("admin:requests_foia_application_reveal", args=[case.pk])
    assert "已经销毁" in clerk.post(reveal, {"reason": "核对"}).content.decode()
    letter = case.letters.get()
    shown = clerk.get(reverse("admin:requests_foia_application_letter", args=[case.pk, letter.pk]))
    assert "正文已按保存期限的规则销毁" in shown.content.decode()
    assert desk(cases.bureau().leader).get(page).status_code == 404


def test_the_desk_holds_a_case_and_says_so(clock):
    clock.move_to(THEN)
    place = cases.bureau()
    case = cases.archived(place)
    client = desk(place.clerk)
    step = reverse("admin:requests_foia_application_step", args=[case.pk, "hold"])
    typed = {"reason": "区监察委员会调阅", "until": "2020-01-01"}
    refused = client.post(step, typed).content.decode()
    assert "不能早于今天" in refused
    assert "区监察委员会调阅" in refused
    assert client.post(step, {**typed, "until": "2028-01-01"}).status_code == 302
    page = client.get(reverse("admin:requests_foia_application_change", args=[case.pk]))
    shown = page.content.decode()
    assert "区监察委员会调阅" in shown
    assert "解除暂缓" in shown


def test_the_public_pages_know_a_destroyed_case_no_more_but_confirm_its_letters(clock):
    place = cases.bureau()
    keep_for(place)
    case = cases.archived(place)
    code = cases.new_code_of(case)
    letter = case.letters.get()
    clock.move_to(THEN)
    citizen = Client()
    fields = {"number": case.number, "code": code}
    assert citizen.post(reverse("requests:track"), fields).status_code == 303
    pages = [
        reverse("requests:tracked", args=[case.pk]),
        reverse("requests:letter", args=[case.pk, letter.pk]),
    ]
    assert [citizen.get(page).status_code for page in pages] == [200, 200]
    approved(place)
    actions.destroy_due(at=THEN)
    assert [citizen.get(page).status_code for page in pages] == [404, 404]
    assert citizen.post(reverse("requests:track"), fields).status_code == 422
    said = Client().get(reverse("verify:letter", args=[letter.verify_token]))
    assert "这份文书是真实的" in said.content.decode()
    assert "按保存期限的规则销毁" in said.content.decode()
