"""Limits per network, kept in the database."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from requests_foia.actions.draft import forget_drafts
from requests_foia.models import Application, Draft
from requests_foia.tasks import forget_drafts as forget_drafts_task
from requests_foia.views.filing import FILINGS_PER_DAY
from requests_foia.views.tracking import TRIES_PER_NUMBER_AND_HOUR

from .answers import CITIZEN, file_all, filing_fields, fill_in
from .conftest import FRIDAY

pytestmark = pytest.mark.django_db
CHECK = "requests:check"


def test_the_draft_outlives_a_refusal(client: Client, district, clock) -> None:
    for _ in range(FILINGS_PER_DAY):
        file_all(Client())
    fill_in(client, CITIZEN)
    fields = filing_fields(client)
    cache.clear()

    refused = client.post(reverse(CHECK), fields, headers={"x-forwarded-for": "203.0.113.9"})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "您填的内容都还在" in refused.content.decode()
    assert Application.objects.count() == FILINGS_PER_DAY

    elsewhere = client.post(reverse(CHECK), fields, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 303
    assert Application.objects.count() == FILINGS_PER_DAY + 1


def test_a_repeated_click_costs_no_turn(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    fields = filing_fields(client)
    answers = {client.post(reverse(CHECK), fields).status_code for _ in range(FILINGS_PER_DAY * 2)}
    assert answers == {303}


def test_guessing_is_stopped_and_the_owner_gets_in_from_elsewhere(client, district) -> None:
    number, code = file_all(client)
    track = reverse("requests:track")
    guesser = Client()
    for _ in range(TRIES_PER_NUMBER_AND_HOUR):
        assert guesser.post(track, {"number": number, "code": "wrong"}).status_code == 422
    cache.clear()
    stopped = guesser.post(track, {"number": number, "code": code})
    assert stopped.status_code == 429
    assert "分钟后再试" in stopped.content.decode()
    owner = Client().post(track, {"number": number, "code": code}, REMOTE_ADDR="198.51.100.7")
    assert owner.status_code == 303


def test_drafts_are_forgotten_a_day_after_their_last_use(client, district, clock) -> None:
    fill_in(client, CITIZEN)
    clock.shift(timedelta(hours=20))
    fill_in(Client(), CITIZEN)
    assert forget_drafts(at=FRIDAY + timedelta(hours=25)) == 1
    assert Draft.objects.count() == 1
    clock.move_to(FRIDAY + timedelta(hours=44))
    forget_drafts_task()
    assert Draft.objects.count() == 0
