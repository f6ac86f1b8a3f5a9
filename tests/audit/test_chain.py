"""The chain: what is written, what is masked, and what a check finds."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from portal.audit import actions, queries, tasks
from portal.audit.domain import GENESIS, canonical, digest, plain
from portal.audit.models import AuditChain, AuditCheck, AuditEntry
from portal.guard.logs import current_request_id
from tests.audit.lifting import triggers_lifted
from tests.factories.agencies import OrganisationFactory, UserFactory

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def body():
    return OrganisationFactory(code="yunxi-gk")


def write(body, count=1, **facts):
    return [
        actions.record(action="test.act", subject=body, actor=None, at=AT, **facts)
        for _ in range(count)
    ]


def check(full=True, at=AT):
    return actions.verify(at=at, full=full)


def change(seq, column, value):
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_auditentry SET {column} = %s WHERE seq = %s", [value, seq])


def test_canonical_json_is_one_text_for_one_meaning():
    assert canonical({"b": 1, "a": "区"}) == '{"a":"区","b":1}'


def test_what_json_lacks_becomes_text_and_every_text_is_masked():
    values = {"on": AT.date(), "at": AT, "who": {"x"}, "n": 1.5, "kept": True, "nul": "a\x00b"}
    assert plain(values, mask=str.upper) == {
        "ON": "2026-03-02",
        "AT": "2026-03-02T01:30:00.000000+00:00",
        "WHO": ["X"],
        "N": "1.5",
        "KEPT": True,
        "NUL": "AB",
    }


@pytest.mark.django_db
def test_entries_name_their_predecessor_and_anyone_can_recompute_them(body):
    user = UserFactory(username="li")
    token = current_request_id.set("request-1234")
    first, second = write(body, 2, organisation=body, role="drafter", reason="理由")
    current_request_id.reset(token)
    third = actions.record(
        action="x", subject=body, actor=user, at=AT, before={"state": "a"}, after={"state": "b"}
    )
    assert (first.prev_hash, second.prev_hash, third.prev_hash) == (
        GENESIS,
        first.hash,
        second.hash,
    )
    stored = AuditEntry.objects.get(pk=third.seq)
    assert digest(stored.facts()) == stored.hash == third.hash
    assert (stored.actor_label, stored.changes_before, stored.changes_after) == (
        "li",
        {"state": "a"},
        {"state": "b"},
    )
    assert (first.request_id, first.organisation_code) == ("request-1234", "yunxi-gk")


@pytest.mark.django_db
def test_personal_data_do_not_enter_the_chain(body):
    canaries = ["11010519491231002X", "13800131234", "wang.wu@example.com"]
    entry = actions.record(
        action="x",
        subject=body,
        actor=None,
        at=AT,
        before={"note": f"身份证{canaries[0]}", canaries[1]: 1},
        after={"list": [{"deep": canaries[2]}]},
        reason=f"请致电{canaries[1]}或写信给{canaries[2]}。",
    )
    stored = json.dumps(AuditEntry.objects.values().get(pk=entry.pk), default=str)
    assert [canary for canary in canaries if canary in stored] == []


@pytest.mark.django_db
def test_an_action_that_fails_leaves_no_entry(body):
    def act_and_fail():
        with transaction.atomic():
            write(body)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_and_fail()
    assert AuditEntry.objects.count() == 0
    assert write(body)[0].seq == 1


@pytest.mark.django_db
def test_a_whole_chain_passes(body):
    write(body, 5)
    result = check()
    assert (result.ok, result.last_seq, result.broken_seq) == (True, 5, None)


@pytest.mark.django_db
def test_an_empty_chain_passes():
    assert check().ok


COLUMNS = [
    "actor_label",
    "role",
    "action",
    "subject_type",
    "subject_id",
    "organisation_code",
    "before",
    "after",
    "reason",
    "request_id",
    "prev_hash",
    "hash",
]


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
def test_one_altered_byte_is_found(body, column):
    write(body, 4, role="r", organisation=body, before={"a": 1}, after={"a": 2}, reason="因")
    value = getattr(AuditEntry.objects.get(pk=3), column)
    change(3, column, ("1" if value[:1] != "1" else "2") + value[1:])
    result = check()
    assert (result.ok, result.broken_seq) == (False, 3)
    assert check(full=False).ok is False


@pytest.mark.django_db
def test_an_altered_moment_actor_or_identity_is_found(body):
    user = UserFactory()
    for column, value in [
        ("at", AT + timedelta(microseconds=1)),
        ("actor_id", user.pk),
        ("uuid", "0" * 32),
    ]:
        first = write(body)[0]
        before = {"at": first.at, "actor_id": None, "uuid": first.uuid.hex}[column]
        change(first.seq, column, value)
        assert (check().broken_seq, column) == (first.seq, column)
        change(first.seq, column, before)
        assert check().ok


@pytest.mark.django_db
def test_a_removed_entry_is_found(body):
    write(body, 4)
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry WHERE seq = 2")
    assert check().broken_seq == 2


@pytest.mark.django_db
def test_a_cut_off_tail_is_found(body):
    write(body, 4)
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry WHERE seq = 4")
    assert check().broken_seq == 4


@pytest.mark.django_db
def test_a_tail_cut_off_and_regrown_differs_from_what_was_verified(body):
    write(body, 4)
    assert check().ok
    third = AuditEntry.objects.get(pk=3)
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry WHERE seq = 4")
    AuditChain.objects.update(last_seq=3, last_hash=third.hash)
    write(body, 3, reason="另一个故事")
    assert check(full=False).broken_seq == 4


@pytest.mark.django_db
def test_the_next_check_walks_only_what_is_new(body):
    write(body, 3)
    check()
    write(body, 2)
    result = check(full=False)
    assert (result.ok, result.is_full, result.first_seq, result.last_seq) == (True, False, 3, 5)


@pytest.mark.django_db
def test_once_a_week_everything_is_walked_again(body):
    write(body, 3)
    assert actions.verify(at=AT).is_full
    change(1, "reason", "改")
    assert actions.verify(at=AT + timedelta(days=1)).ok
    assert actions.verify(at=AT + timedelta(days=7)).broken_seq == 1
    assert queries.last_check().ok is False


@pytest.mark.django_db
def test_the_task_keeps_its_result(body):
    write(body)
    tasks.verify()
    assert AuditCheck.objects.get().ok


@pytest.mark.django_db
def test_the_command_names_the_first_broken_row_and_fails(body):
    write(body, 3)
    out, err = io.StringIO(), io.StringIO()
    call_command("verify_audit", stdout=out)
    assert "共 3 条" in out.getvalue()
    change(2, "action", "test.acu")
    call_command("verify_audit", stdout=out)
    assert "共 1 条" in out.getvalue(), "it goes on from where it was"
    with pytest.raises(SystemExit) as end:
        call_command("verify_audit", full=True, stderr=err)
    assert end.value.code == 1
    assert "第 2 条" in err.getvalue()


STATEMENTS = [
    "UPDATE audit_auditentry SET reason = 'x' WHERE seq = 1",
    "UPDATE audit_auditentry SET reason = reason",
    "DELETE FROM audit_auditentry WHERE seq = 1",
    "DELETE FROM audit_auditentry",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_or_remove_an_entry(body, statement):
    write(body, 2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert check().ok


@pytest.mark.django_db
def test_the_database_refuses_to_replace_or_empty(body):
    write(body)
    copy = "INSERT OR REPLACE INTO audit_auditentry SELECT * FROM audit_auditentry WHERE seq = 1"
    empty = "TRUNCATE audit_auditentry"
    statement = copy if connection.vendor == "sqlite" else empty
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_the_orm_is_refused_as_well(body):
    entry = write(body)[0]
    entry.reason = "改"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()


@pytest.mark.django_db
def test_the_history_of_a_subject(body):
    other = OrganisationFactory()
    entries = write(body, 2)
    write(other)
    assert list(queries.history_of(body)) == entries[::-1]


@pytest.mark.django_db
def test_a_break_stays_found_until_the_chain_is_whole_again(body):
    write(body, 4)
    assert check().ok
    action = AuditEntry.objects.get(seq=2).action
    change(2, "action", "forged")
    assert not check(full=True).ok
    assert not check(full=False).ok
    assert not check(full=None).ok
    change(2, "action", action)
    assert check(full=False).ok
