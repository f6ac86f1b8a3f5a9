"""One application, from the website to the archive."""

from datetime import date

import pytest

from portal.audit.models import AuditEntry
from portal.obligations import queries as obligations
from requests_foia import queries
from requests_foia.domain.vocabulary import State
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db


def test_from_filing_to_archive():
    place = cases.bureau(code="yx")
    case = cases.archived(place)
    assert case.number == "YXGK-2025-00001"
    assert case.state == State.ARCHIVED
    assert case.received_on == date(2025, 11, 3)
    assert case.due_on == date(2025, 12, 1)
    assert case.replied_on == date(2025, 11, 6)
    assert (case.outcome, case.statistics_row) == ("disclosed", "3.1")
    assert [step.event for step in case.steps.all()] == [
        "file",
        "confirm",
        "register",
        "assign",
        "draft",
        "check_secrecy",
        "approve",
        "issue",
        "deliver",
        "archive",
    ]
    rows = {row.rule_key: row for row in obligations.of(case)}
    assert {key: row.state for key, row in rows.items()} == {
        "foi.confirm": "met",
        "foi.register": "met",
        "foi.correction_notice": "void",
        "foi.delivery": "met",
        "foi.reply": "met",
    }
    assert sum(day["counted"] for day in rows["foi.reply"].trace) == 20
    entries = AuditEntry.objects.filter(subject_id=str(case.pk)).order_by("seq")
    assert [entry.action for entry in entries][:3] == [
        "requests_foia.file",
        "requests_foia.confirm",
        "requests_foia.register",
    ]
    assert case.version == entries.count()


def test_the_code_of_the_answer_opens_the_case():
    place = cases.bureau()
    filed = cases.filed(place)
    assert queries.find_by_number_and_code(filed.application.number, filed.code)
    assert queries.find_by_number_and_code(f" {filed.application.number.lower()} ", filed.code)
    assert queries.find_by_number_and_code(filed.application.number, filed.code[:-1]) is None
    assert queries.find_by_number_and_code("YXGK-2025-99999", filed.code) is None
    assert filed.code not in filed.application.code_hash
