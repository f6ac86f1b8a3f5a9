"""Fifty clicks at once file one application (threats D1), where rows really are locked."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.files.models import StoredFile
from requests_foia.models import Application
from requests_foia.queries.sent_files import sent_files
from requests_foia.views.filing import FILINGS_PER_DAY

from .answers import CITIZEN, filing_fields, fill_in, step_url

CLICKS = 50
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def click(cookie: str, fields: dict[str, str]) -> tuple[int, str]:
    client = Client()
    client.cookies["foi_draft"] = cookie
    try:
        filed = client.post(reverse("requests:check"), fields)
        receipt = client.get(reverse("requests:filed")).context["receipt"]
        return filed.status_code, f"{receipt.number} {receipt.code}"
    finally:
        connection.close()


def test_fifty_clicks_get_one_receipt(client: Client, district) -> None:
    assert CLICKS > FILINGS_PER_DAY  # the limit must not turn a repeated click away
    fill_in(client, CITIZEN)
    attached = SimpleUploadedFile("附件.csv", b"a,b\n")
    client.post(step_url("files"), {"uploads": attached, "seen": "1"})
    fields, cookie = filing_fields(client), client.cookies["foi_draft"].value
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: click(cookie, fields), range(CLICKS)))
    assert len(answers) == CLICKS
    assert len(set(answers)) == 1
    assert answers[0][0] == 303
    assert sent_files(Application.objects.get()).count() == 1
    assert StoredFile.objects.count() == 1
