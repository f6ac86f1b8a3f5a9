"""“What if” on the page of a case."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.obligations.models import ObligationEvent
from requests_foia import queries
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db
HEADING = "如果今天……"


def shown(person, case):
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    url = reverse("admin:requests_foia_application_change", args=[case.pk])
    with time_machine.travel(cases.after(days=2), tick=False):
        response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_case_page_says_what_would_follow_and_records_nothing():
    place = cases.bureau()
    case = cases.handled(place)
    entries, events = AuditEntry.objects.count(), ObligationEvent.objects.count()
    html = shown(place.clerk, case)
    assert HEADING in html
    # Filed and confirmed on Monday, 3 November 2025; supposed on the 5th.
    for words in ("今天批准延期 20 个工作日", "2025年12月29日", "2025年12月22日", "2025年12月24日"):
        assert words in html
    assert "不会记录任何内容" in html
    case.refresh_from_db()
    assert case.due_on.isoformat() == "2025-12-01"
    assert (AuditEntry.objects.count(), ObligationEvent.objects.count()) == (entries, events)


def test_a_step_that_cannot_be_taken_shows_why():
    place = cases.bureau()
    case = cases.handled(place)
    late = cases.after(days=60)
    found = {str(one.what): one for one in queries.supposed(case, late.date())}
    assert [said.code for said in found["extension"].refusals] == ["extension_late"]


def test_before_receipt_is_confirmed_nothing_is_supposed():
    place = cases.bureau()
    case = cases.filed(place).application
    assert queries.supposed(case, cases.after(days=1).date()) == ()
    assert HEADING not in shown(place.clerk, case)


def test_after_the_reply_nothing_is_supposed():
    place = cases.bureau()
    case = cases.handled(place)
    case.replied_on = cases.after(days=3).date()
    assert queries.supposed(case, cases.after(days=4).date()) == ()
