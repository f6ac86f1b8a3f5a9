"""Proofs of identity: seen by the openness office alone, and gone once they have served."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.domain.workflow import TransitionRefused
from requests_foia import actions
from requests_foia.actions.attaching import keep_files
from requests_foia.domain.attachments import Purpose
from requests_foia.queries import public_progress
from requests_foia.queries.sent_files import identity_files, sent_files
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db
CANARY = "欧阳雪见身份证.csv"


def with_proof(place: cases.Bureau, case):
    proof = SimpleUploadedFile(CANARY, b"id,11010519491231002X\n")
    keep_files(
        application=case, uploads=[proof], purpose=Purpose.IDENTITY, actor=None, at=cases.FILED_AT
    )
    return identity_files(case).get()


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def proof_url(case) -> str:
    return reverse("admin:requests_foia_application_identity", args=[case.pk])


def test_only_the_office_opens_it_and_every_look_is_logged():
    place, elsewhere = cases.bureau(), cases.bureau()
    case = cases.handled(place)
    stored = with_proof(place, case)
    assert not sent_files(case).exists()
    with time_machine.travel(cases.after(days=1), tick=False):
        clerk = desk(place.clerk)
        assert clerk.get(stored.url).status_code == 404  # not by the common way
        for person in (place.drafter, place.leader, place.auditor, elsewhere.clerk):
            assert desk(person).get(proof_url(case)).status_code in (403, 404)
            assert desk(person).get(stored.url).status_code == 404
        change = reverse("admin:requests_foia_application_change", args=[case.pk])
        assert proof_url(case) in clerk.get(change).content.decode()
        assert proof_url(case) not in desk(place.drafter).get(change).content.decode()
        blank = clerk.post(proof_url(case), {"key": str(stored.pk), "reason": " "})
        assert blank.status_code == 200
        assert not AuditEntry.objects.filter(action="requests_foia.read_identity").exists()
        opened = clerk.post(proof_url(case), {"key": str(stored.pk), "reason": "核验身份"})
    assert b"".join(opened.streaming_content).startswith(b"id,")
    assert "no-store" in opened.headers["Cache-Control"]
    entry = AuditEntry.objects.get(action="requests_foia.read_identity")
    assert (entry.actor, entry.reason) == (place.clerk, "核验身份")


def test_verifying_deletes_it_and_says_who(django_capture_on_commit_callbacks):
    place = cases.bureau()
    case = cases.handled(place)
    with_proof(place, case)
    with (
        time_machine.travel(cases.after(days=1), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        clerk = desk(place.clerk)
        assert clerk.post(proof_url(case), {"verify": "1"}).status_code == 200  # no result given
        answer = clerk.post(proof_url(case), {"verify": "1", "matches": "yes"})
        assert answer.status_code == 302
        assert clerk.get(proof_url(case)).status_code == 404
        assert "核验身份证明并删除" in clerk.get(answer.url).content.decode()
    assert not identity_files(case).exists()
    destroyed = AuditEntry.objects.get(action="files.destroy")
    assert (destroyed.actor, destroyed.reason) == (place.clerk, "核验完毕并删除")
    assert CANARY not in str(list(AuditEntry.objects.values_list("after", "reason")))
    assert "verify_identity" not in [step.event for step in public_progress(case).steps]
    with pytest.raises(TransitionRefused) as refused:
        actions.verify_identity(
            application=case, actor=place.drafter, at=cases.after(days=2), matches=True
        )
    assert [one.code for one in refused.value.refusals] == ["role", "gone"]


def test_what_nobody_verified_goes_some_days_after_the_end(django_assert_max_num_queries):
    place = cases.bureau()
    ended, going_on = (
        cases.filed(place, key="a").application,
        cases.filed(place, key="b").application,
    )
    with_proof(place, ended)
    with_proof(place, going_on)
    actions.withdraw(application=ended, reason="", at=cases.after(days=1))
    assert actions.forget_identity(at=cases.after(days=15)) == 0
    with django_assert_max_num_queries(16):
        assert actions.forget_identity(at=cases.after(days=16)) == 1
    assert not identity_files(ended).exists()
    assert identity_files(going_on).exists()
    assert actions.forget_identity(at=cases.after(days=30)) == 0
