"""Once a year what was withheld is looked at again (条例 art. 18)."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from disclosure.models import Category, Document
from portal.domain.moments import SHANGHAI
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from requests_foia import actions
from requests_foia.domain.replies import Ground, ReplyKind
from requests_foia.models import SelfCheck, SelfCheckEntry
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

OPENED = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
LATER = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
REFUSED = {
    "kind": ReplyKind.REFUSED,
    "ground": Ground.PROCESS,
    "text": "不予公开。",
    "reasons": "属于讨论记录。",
    "separation": "全部是讨论记录。",
    "search_note": "检索了档案。",
}
PARTIAL = {
    "kind": ReplyKind.PARTIAL,
    "ground": Ground.INTERNAL,
    "text": "公开合同正文。",
    "reasons": "属于内部事务。",
    "withheld": "联系人电话。",
    "search_note": "检索了档案。",
}


def checked_body() -> tuple[cases.Bureau, SelfCheck]:
    place = cases.bureau()
    cases.delivered(place, REFUSED, key="refused")
    cases.delivered(place, PARTIAL, key="partial")
    cases.delivered(place, key="disclosed")
    assert actions.open_self_checks(at=OPENED) == 1
    return place, SelfCheck.objects.get()


def test_in_november_a_check_lists_what_was_withheld_and_is_owed():
    assert actions.open_self_checks(at=datetime(2026, 10, 31, 9, 0, tzinfo=SHANGHAI)) == 0
    _place, check = checked_body()
    assert actions.open_self_checks(at=LATER) == 0
    outcomes = {entry.application.outcome for entry in check.entries.all()}
    assert outcomes == {"refused", "partial"}
    [owed] = obligations.of(check)
    assert (owed.rule_key, owed.due_on) == ("pub.review_withheld_by", date(2026, 12, 31))


def test_a_body_that_withheld_nothing_has_no_check():
    cases.delivered(cases.bureau())
    assert actions.open_self_checks(at=OPENED) == 0


def test_every_entry_gets_a_conclusion_and_the_last_one_closes_the_check():
    place, check = checked_body()
    first, second = check.entries.order_by("pk")
    keep = {"entry": first, "conclusion": "keep", "at": LATER}
    with pytest.raises(TransitionRefused) as refused:
        actions.conclude_entry(**keep, reasons="", actor=place.leader)
    assert [refusal.code for refusal in refused.value.refusals] == ["role", "reasons"]
    actions.conclude_entry(**keep, reasons="仍在讨论。", actor=place.clerk)
    assert obligations.open_of(check, "pub.review_withheld_by")
    with pytest.raises(TransitionRefused) as refused:
        actions.conclude_entry(**keep, reasons="再查。", actor=place.clerk)
    assert [refusal.code for refusal in refused.value.refusals] == ["decided"]
    actions.convert_entry(
        entry=second,
        reasons="合同已履行完毕。",
        title="桃源路改造工程施工合同",
        category=Category.objects.get(code="policy-normative"),
        formed_on=date(2025, 6, 30),
        actor=place.clerk,
        at=LATER,
    )
    second.refresh_from_db()
    assert second.conversion.document == Document.objects.get()
    assert Document.objects.get().converted_on == LATER.date()
    check.refresh_from_db()
    assert check.closed_at == LATER
    assert obligations.of(check).get().state == "met"


def test_open_entries_past_the_year_are_late_in_the_ledger():
    _place, check = checked_body()
    late = datetime(2027, 1, 4, 9, 0, tzinfo=SHANGHAI)
    assert obligations.of(check).filter(obligations.is_overdue(late)).exists()


def test_the_desk_shows_progress_takes_conclusions_and_exports():
    place, check = checked_body()
    entry = check.entries.order_by("pk")[0]
    client = Client()
    client.force_login(place.clerk)
    page = reverse("admin:requests_foia_selfcheck_change", args=[check.pk])
    step = reverse("admin:requests_foia_selfcheckentry_step", args=[entry.pk, "should_be_public"])
    with time_machine.travel(LATER, tick=False):
        assert "2 条中已自查 0 条" in client.get(page).content.decode()
        assert client.post(step, {"reasons": "本可区分公开。"}).status_code == 302
        assert "2 条中已自查 1 条" in client.get(page).content.decode()
        listed = reverse("admin:requests_foia_selfcheckentry_changelist")
        narrowed = client.get(f"{listed}?range=all&self_check__id__exact={check.pk}")
        assert entry.application.number in narrowed.content.decode()
        file = reverse("admin:requests_foia_selfcheck_csv", args=[check.pk])
        text = b"".join(client.get(file)).decode()
        assert "本应公开,本可区分公开。,2026-11-20" in text
        client.force_login(cases.bureau().clerk)
        assert client.get(file).status_code == 404
    assert SelfCheckEntry.objects.filter(conclusion="should_be_public").count() == 1
