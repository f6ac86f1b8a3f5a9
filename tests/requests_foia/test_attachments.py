"""Files that a reply discloses: for its applicant once issued, for the staff who handle it."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.files.actions import UploadRefused
from portal.files.models import StoredFile
from portal.files.queries import files_of
from requests_foia import actions, queries
from requests_foia.domain.vocabulary import State
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

CSV = "中标单位,金额\n云溪建设,100\n".encode()


def upload(name: str = "中标结果.csv", content: bytes = CSV) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def status(client: Client, stored: StoredFile) -> int:
    return client.get(stored.url).status_code


def staff_client(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def applicant_client(number: str, code: str) -> Client:
    client = Client()
    answer = client.post(reverse("requests:track"), {"number": number, "code": code})
    assert answer.status_code in (302, 303)
    return client


def test_the_applicant_reads_it_from_issue_on():
    place, elsewhere = cases.bureau(), cases.bureau()
    filed, other = cases.filed(place, key="a"), cases.filed(place, key="b")
    case = filed.application
    facts = {"application": case, "actor": place.clerk, "at": cases.after(hours=2)}
    actions.confirm_receipt(**facts)
    actions.register(**facts)
    actions.assign(unit=place.unit, **facts)
    with time_machine.travel(cases.after(hours=4), tick=False):
        owner = applicant_client(case.number, filed.code)
        stranger = applicant_client(other.application.number, other.code)
        reply = actions.draft_reply(
            application=case,
            actor=place.drafter,
            at=cases.after(hours=4),
            attachments=[upload()],
            **cases.DISCLOSED,
        )
        stored = files_of(reply).get()
        assert status(owner, stored) == 404
        assert status(staff_client(place.secrecy), stored) == 200
        cases.checked(place, case, cases.after(hours=4))
        actions.approve(application=case, actor=place.leader, at=cases.after(hours=4))
        letter = actions.issue(application=case, actor=place.clerk, at=cases.after(hours=4))
        assert "中标结果.csv" in letter.html
        assert status(owner, stored) == 200
        assert queries.public_progress(cases.refreshed(case)).files == (stored,)
        for client in (
            stranger,
            Client(),
            staff_client(elsewhere.clerk),
            staff_client(place.auditor),
        ):
            assert status(client, stored) == 404
        for person in (place.clerk, place.drafter, place.leader):
            assert status(staff_client(person), stored) == 200


def test_a_false_file_refuses_the_whole_draft():
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(UploadRefused):
        actions.draft_reply(
            application=case,
            actor=place.drafter,
            at=cases.after(days=1),
            attachments=[upload(), upload("合同.pdf", b"<html><script>")],
            **cases.DISCLOSED,
        )
    case = cases.refreshed(case)
    assert (case.state, case.replies.count()) == (State.HANDLING, 0)
    assert not StoredFile.objects.exists()


def test_the_desk_takes_several_files_at_once():
    place = cases.bureau()
    case = cases.handled(place)
    url = reverse("admin:requests_foia_application_step", args=[case.pk, "draft"])
    said = {"kind": "disclosed", "text": "见附件。", "search_note": "检索了档案。"}
    said |= {**cases.NOT_CONVERTED, "converts": "no"}
    with time_machine.travel(cases.after(days=1), tick=False):
        client = staff_client(place.drafter)
        assert "multiple" in client.get(url + "?kind=disclosed").content.decode()
        answer = client.post(url, {**said, "attachments": [upload(), upload("合同.csv")]})
    assert answer.status_code == 302
    assert files_of(cases.refreshed(case).replies.get()).count() == 2
