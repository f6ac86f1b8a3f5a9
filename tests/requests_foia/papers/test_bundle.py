"""A case's file for a court: whole, verifiable, the same each time, and gone in time."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.audit.actions import verify
from portal.audit.models import AuditEntry
from portal.domain.workflow import TransitionRefused
from portal.files.actions import store_upload
from portal.files.contents import read_content
from portal.files.models import StoredFile
from requests_foia import actions
from requests_foia.actions import bundling
from requests_foia.actions.forgetting import forget_case
from requests_foia.domain.opinions import Position
from requests_foia.domain.workflow import WORKFLOW
from requests_foia.models import EvidenceBundle
from requests_foia.models.step_labels import STEPS
from tests.factories import requests_foia as cases

from .printed import with_pdf

pytestmark = pytest.mark.django_db

LATER = cases.after(days=5)
State = EvidenceBundle.State
PDF = b"%PDF-1.7 as it was printed"


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def url(case) -> str:
    return reverse("admin:requests_foia_application_bundle", args=[case.pk])


def asked_for(case, person, at=LATER) -> EvidenceBundle:
    return actions.request_bundle(application=case, actor=person, at=at, purpose="区政府复议")


def built(case, person, at=LATER) -> EvidenceBundle:
    bundle = asked_for(case, person, at)
    assert actions.build_bundles(at=at) == 1
    bundle.refresh_from_db()
    return bundle


def content_of(bundle: EvidenceBundle) -> bytes:
    return read_content(bundle.file)


def rich_case(place):
    """Everything there can be: material, a third party with an answer, a letter, a delivery."""
    case = cases.handled(place)
    store_upload(
        upload=SimpleUploadedFile("委托书.csv", "甲,乙\n".encode()),
        subject=case,
        purpose="material",
        actor=None,
        at=cases.FILED_AT,
    )
    store_upload(
        upload=SimpleUploadedFile("身份证.csv", "证,件\n".encode()),
        subject=case,
        purpose="identity",
        actor=None,
        at=cases.FILED_AT,
    )
    question = cases.asked(place, case, received=cases.after(days=1, hours=1))
    cases.said(case, question, Position.AGREE, cases.after(days=1, hours=2))
    with_pdf(case.letters.first(), PDF)
    return cases.refreshed(case)


def test_the_bundle_is_whole_and_an_outsider_can_verify_it(tmp_path):
    place = cases.bureau()
    case = rich_case(place)
    other = cases.delivered(place, key="other")
    case_letter, delivered = case.letters.first(), other.letters.get()
    bundle = built(case, place.clerk)
    assert (bundle.state, bundle.expires_at) == (State.READY, LATER + timedelta(days=14))
    with zipfile.ZipFile(io.BytesIO(content_of(bundle))) as archive:
        archive.extractall(tmp_path)
    manifest = (tmp_path / "manifest.json").read_bytes()
    assert hashlib.sha256(manifest).hexdigest() == bundle.manifest_sha256
    listed = {one["path"]: one["sha256"] for one in json.loads(manifest)["files"]}
    there = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert there == {*listed, "manifest.json", "SHA256SUMS"}
    for path, digest in listed.items():
        assert hashlib.sha256((tmp_path / path).read_bytes()).hexdigest() == digest

    def read(name):
        return json.loads((tmp_path / name).read_text(encoding="utf-8"))

    said = read("application.json")
    assert said["applicant"]["id_number"] == "11010519491231002X"
    assert [one["original_name"] for one in said["attachments"]] == ["委托书.csv"]
    assert [step["event"] for step in read("steps.json")][:4] == [
        "file",
        "confirm",
        "register",
        "assign",
    ]
    letter, _told_of_the_verdict = read("letters.json")
    body = (tmp_path / letter["body"]).read_bytes()
    assert hashlib.sha256(body).hexdigest() == letter["sha256"] == case_letter.sha256
    assert (tmp_path / "letters/01.pdf").read_bytes() == PDF
    (opinion,) = read("opinions.json")["asked"]
    assert (opinion["party"]["name"], opinion["position"]) == ("上官云岫", "agree")
    clock = read("clock.json")
    assert clock["reply"]["due_on"] == case.due_on.isoformat()
    assert clock["reply"]["trace"][0]["why"]
    assert {limit["rule_key"] for limit in clock["limits"]} >= {"foi.reply"}
    readable = (tmp_path / "case.html").read_text(encoding="utf-8")
    assert "欧阳雪见" in readable
    assert "分办" in readable
    assert str(case.due_on) in (tmp_path / "clock.html").read_text(encoding="utf-8")
    assert delivered.number not in readable
    assert "身份证.csv" not in readable
    run = [sys.executable, "verify.py"]
    verified = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    entries = read("audit/entries.json")
    entries[1]["facts"]["actor_label"] = "somebody"
    (tmp_path / "audit/entries.json").write_text(json.dumps(entries), encoding="utf-8")
    (tmp_path / letter["body"]).write_text("另一份", encoding="utf-8")
    forged = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert forged.returncode == 1
    for words in ("文件被改动", "文书正文与校验值不符", "审计记录被改动"):
        assert words in forged.stdout


def test_replies_searches_and_deliveries_are_in_it():
    place = cases.bureau()
    case = cases.archived(place)
    bundle = built(case, place.clerk)
    with zipfile.ZipFile(io.BytesIO(content_of(bundle))) as archive:
        (reply,) = json.loads(archive.read("replies.json"))
        (letter,) = json.loads(archive.read("letters.json"))
        chain = archive.read("audit/chain.csv").decode().splitlines()
        entries = json.loads(archive.read("audit/entries.json"))
    assert reply["search"]["search_note"] == cases.DISCLOSED["search_note"]
    assert [check["kind"] for check in reply["checks"]] == ["secrecy"]
    assert letter["delivery"]["proof"] == "邮件发送记录 0001"
    seqs = [int(line.split(",")[0]) for line in chain[1:]]
    assert seqs == list(range(entries[0]["facts"]["seq"], entries[-1]["facts"]["seq"] + 1))
    assert verify(at=LATER, full=True).ok


def test_the_same_case_gives_the_same_manifest_and_a_changed_one_another():
    place = cases.bureau()
    case = cases.delivered(place)
    first = built(case, place.clerk)
    before = content_of(first)
    opened = actions.open_bundle(bundle=first, actor=place.clerk, at=LATER, purpose="区政府复议")
    assert opened == first.file
    second = built(case, place.second_clerk, LATER + timedelta(days=1))
    assert (content_of(second), second.manifest_sha256) == (before, first.manifest_sha256)
    first.refresh_from_db()
    assert (first.state, first.file) == (State.DESTROYED, None)
    actions.archive(application=case, actor=place.clerk, at=LATER + timedelta(days=2))
    third = built(case, place.clerk, LATER + timedelta(days=2))
    assert third.manifest_sha256 != first.manifest_sha256


def test_one_over_the_cap_fails_with_a_clear_state_and_leaves_nothing(settings):
    place = cases.bureau()
    case = cases.delivered(place)
    settings.PORTAL_BUNDLE_MAX_BYTES = 1000
    bundle = asked_for(case, place.clerk)
    files = set(StoredFile.objects.values_list("pk", flat=True))
    assert actions.build_bundles(at=LATER) == 0
    bundle.refresh_from_db()
    assert (bundle.state, bundle.file) == (State.TOO_LARGE, None)
    assert "上限 0.0 MB" in bundle.last_error
    assert set(StoredFile.objects.values_list("pk", flat=True)) == files
    with time_machine.travel(LATER, tick=False):
        assert "超过大小上限" in desk(place.clerk).get(url(case)).content.decode()


def test_a_failure_is_tried_again_and_ends_after_five_turns(monkeypatch):
    place = cases.bureau()
    case = cases.delivered(place)
    bundle = asked_for(case, place.clerk)

    def full(**_facts):
        raise OSError("disk full 欧阳雪见")

    monkeypatch.setattr(bundling, "store_made", full)
    at = LATER
    for _turn in range(bundling.MOST_ATTEMPTS):
        assert actions.build_bundles(at=at) == 0
        assert actions.build_bundles(at=at) == 0
        bundle.refresh_from_db()
        at += timedelta(hours=1)
    assert (bundle.state, bundle.attempts, bundle.last_error) == (State.FAILED, 5, "OSError")
    monkeypatch.undo()
    assert built(case, place.clerk, at).state == State.READY


def test_it_is_destroyed_when_its_days_are_over(settings):
    settings.PORTAL_BUNDLE_DAYS = 3
    place = cases.bureau()
    bundle = built(cases.delivered(place), place.clerk)
    name = bundle.file.storage_name
    just_before = LATER + timedelta(days=3, seconds=-1)
    assert actions.destroy_bundles(at=just_before) == 0
    assert actions.destroy_bundles(at=LATER + timedelta(days=3)) == 1
    bundle.refresh_from_db()
    assert (bundle.state, bundle.file) == (State.DESTROYED, None)
    assert not StoredFile.objects.filter(storage_name=name).exists()
    with pytest.raises(TransitionRefused):
        actions.open_bundle(bundle=bundle, actor=place.clerk, at=just_before, purpose="复议")


def test_it_goes_with_the_case_that_is_forgotten():
    place = cases.bureau()
    case = cases.archived(place)
    bundle = built(case, place.clerk)
    waiting = asked_for(case, place.clerk)
    with transaction.atomic():
        forget_case(cases.refreshed(case), at=LATER)
    for row in (bundle, waiting):
        row.refresh_from_db()
        assert (row.state, row.file) == (State.DESTROYED, None)
    assert not StoredFile.objects.filter(mime="application/zip").exists()
    assert actions.build_bundles(at=LATER) == 0
    with pytest.raises(TransitionRefused) as refused:
        asked_for(cases.refreshed(case), place.clerk)
    assert [one.code for one in refused.value.refusals] == ["forgotten"]


def test_who_may_not_know_the_applicant_gets_neither_page_nor_file():
    place, elsewhere = cases.bureau(), cases.bureau()
    case = cases.delivered(place)
    bundle = built(case, place.clerk)
    with time_machine.travel(LATER, tick=False):
        for person in (elsewhere.clerk, elsewhere.drafter, place.auditor, place.leader):
            client = desk(person)
            for answer in (client.get(url(case)), client.post(url(case), {"purpose": "看"})):
                assert answer.status_code == 404
            # The file has no other door.
            assert client.get(bundle.file.url).status_code == 404
        assert desk(place.administrator).get(url(case)).status_code == 403
        assert desk(place.clerk).get(bundle.file.url).status_code == 404
    for purpose in ("", "复议"):
        with pytest.raises(TransitionRefused) as refused:
            actions.request_bundle(application=case, actor=place.auditor, at=LATER, purpose=purpose)
    assert [one.code for one in refused.value.refusals] == ["role"]


def test_the_clerk_asks_waits_and_takes_it():
    place = cases.bureau()
    case = cases.delivered(place)
    client = desk(place.clerk)
    with time_machine.travel(LATER, tick=False):
        change = reverse("admin:requests_foia_application_change", args=[case.pk])
        assert url(case) in client.get(change).content.decode()
        refused = client.post(url(case), {"purpose": " "}).content.decode()
        assert "请填写证据包的用途" in refused
        for _click in range(2):
            assert client.post(url(case), {"purpose": "复议答辩"}).status_code == 302
        assert EvidenceBundle.objects.count() == 1
        assert "正在生成" in client.get(url(case)).content.decode()
        assert client.post(url(case), {"purpose": "复议", "take": "1"}).status_code == 302
        actions.build_bundles(at=LATER)
        answer = client.post(url(case), {"purpose": "复议答辩", "take": "1"})
        assert answer["Content-Type"] == "application/zip"
        assert b"".join(answer.streaming_content)[:2] == b"PK"
        history = reverse("admin:requests_foia_application_history", args=[case.pk])
        assert "下载证据包" in client.get(history).content.decode()
    taken = AuditEntry.objects.get(action="requests_foia.download_bundle")
    assert (taken.reason, taken.actor_label) == ("复议答辩", place.clerk.username)


def test_every_step_of_the_workflow_has_its_word():
    assert {row.event for row in WORKFLOW.transitions} <= set(STEPS)
