"""How often one applicant applies: right figures, nobody else's, and never unnoticed."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.domain.workflow import TransitionRefused
from requests_foia import actions
from requests_foia.queries.volume import volume_of
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

LATER = cases.after(days=40)


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def url(case) -> str:
    return reverse("admin:requests_foia_application_volume", args=[case.pk])


def several(place, elsewhere):
    """Three of one citizen here in two months, one of theirs elsewhere, one of a company."""
    answered = cases.delivered(place, key="a")
    cases.handled(place, key="b")
    cases.filed(place, key="c", at=cases.after(days=30))
    cases.filed(place, key="d", applicant=cases.COMPANY)
    cases.filed(elsewhere, key="e")
    return answered


def test_the_figures_are_by_month_unit_and_outcome():
    place, elsewhere = cases.bureau(), cases.bureau()
    case = several(place, elsewhere)
    volume = volume_of(case, place.clerk, LATER.date())
    body, unit = place.body.name, str(place.unit)
    november, december = date(2025, 11, 1), date(2025, 12, 1)
    told = {(line.month, line.body, line.unit, line.outcome): line.count for line in volume.lines}
    assert told == {
        (november, body, unit, "予以公开"): 1,
        (november, body, unit, "办理中"): 1,
        (december, body, "", "待确认收到"): 1,
    }
    assert (volume.total, volume.most, volume.is_known) == (3, 2, True)
    assert volume.by_month == ((november, 2), (december, 1))
    # Of other agencies only those whom the reader reaches.
    assert volume_of(case, place.drafter, LATER.date()).total == 2
    assert volume_of(case, elsewhere.clerk, LATER.date()).total == 1


def test_the_queries_do_not_grow_with_the_applications():
    place = cases.bureau()
    case = cases.crowded(place, 12)
    with CaptureQueriesContext(connection) as asked:
        assert volume_of(case, place.clerk, LATER.date()).total == 13
    assert len(asked) <= 3


def test_without_a_number_the_case_stands_alone():
    place = cases.bureau()
    case = several(place, cases.bureau())
    type(case.details).objects.filter(pk=case.pk).update(id_number_index="")
    volume = volume_of(case, place.clerk, LATER.date())
    assert (volume.total, volume.is_known) == (1, False)


def test_it_is_read_for_a_reason_on_a_page_and_as_a_file_and_names_nobody():
    place = cases.bureau()
    case = several(place, cases.bureau())
    client = desk(place.clerk)
    with time_machine.travel(LATER, tick=False):
        change = reverse("admin:requests_foia_application_change", args=[case.pk])
        assert url(case) in client.get(change).content.decode()
        asked = client.get(url(case)).content.decode()
        assert "2025-12" not in asked
        shown = client.post(url(case), {"reason": "认定数量和频次"}).content.decode()
        file = client.post(url(case), {"reason": "认定数量和频次", "csv": "1"})
        history = reverse("admin:requests_foia_application_history", args=[case.pk])
        assert "查看申请人的申请数量和频次" in client.get(history).content.decode()
    assert "2025-12" in shown
    assert "共提出 3 件" in shown
    for personal in ("欧阳雪见", "11010519491231002X", "13800131234", "xuejian"):
        assert personal not in shown
        assert personal not in file.content.decode()
    rows = list(csv.DictReader(io.StringIO(file.content.decode().removeprefix("\ufeff"))))
    assert sum(int(row["件数"]) for row in rows) == 3
    entries = AuditEntry.objects.filter(action="requests_foia.read_volume")
    assert {entry.reason for entry in entries} == {"认定数量和频次"}
    assert entries.count() == 2


def test_who_may_not_know_the_applicant_reads_no_figures():
    place, elsewhere = cases.bureau(), cases.bureau()
    case = several(place, elsewhere)
    with time_machine.travel(LATER, tick=False):
        for person in (elsewhere.clerk, elsewhere.drafter, place.auditor, place.secrecy):
            assert desk(person).get(url(case)).status_code == 404
            assert desk(person).post(url(case), {"reason": "看"}).status_code == 404
    with pytest.raises(TransitionRefused):
        actions.read_volume(application=case, actor=place.auditor, at=LATER, reason="看")
    assert not AuditEntry.objects.filter(action="requests_foia.read_volume").exists()
