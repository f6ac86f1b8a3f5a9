"""Documents, interpretations and consultations as drafts, published, withdrawn, elsewhere."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure import actions as disclosing
from disclosure.models import Document
from interpretation import actions as interpreting
from interpretation.models import Consultation, Interpretation
from tests.factories import interpretation as releases
from tests.factories.disclosure import DRAFTED_AT, LATER, PUBLISHED_AT, Bureau

from .values import NOW, Objects, of

Published = Mapping[str, Mapping[str, Any]]

EVENTS = {"draft": "submit", "published": "withdraw", "withdrawn": "publish", "elsewhere": "submit"}


def made(ours: Bureau, theirs: Bureau) -> Published:
    """By kind and state; ``elsewhere`` is a draft of the other body. Each has an attachment."""
    makers = {
        "document": _document,
        "interpretation": _interpretation,
        "consultation": _consultation,
    }
    return {
        kind: {
            "draft": make(ours, "draft"),
            "published": make(ours, "published"),
            "withdrawn": make(ours, "withdrawn"),
            "elsewhere": make(theirs, "draft"),
        }
        for kind, make in makers.items()
    } | {"comment": _comments(ours, theirs)}


def objects(made: Published) -> dict[str, Objects]:
    """What fills their routes; a draft's index number is one that nobody has yet."""
    found: dict[str, Objects] = {}
    for kind, rows in made.items():
        found[kind] = {name: of(row, EVENTS.get(name, "show")) for name, row in rows.items()}
    found["comment subject"] = {
        f"{kind} {name}": {"kind": kind, "pk": row.pk}
        for kind in ("document", "interpretation", "consultation")
        for name, row in made[kind].items()
    } | {"unknown": {"kind": "user", "pk": 1}}
    found["index number"] = {
        name: {"index_no": row.index_no or f"11990103MB0000035M/2026-9999{row.pk % 10}"}
        for name, row in made["document"].items()
    }
    return found


def _document(bureau: Bureau, state: str) -> Document:
    row = bureau.draft()
    disclosing.attach_file(document=row, upload=_table(), actor=bureau.drafter, at=DRAFTED_AT)
    if state != "draft":
        disclosing.submit(document=row, actor=bureau.drafter, at=DRAFTED_AT)
        bureau.review(row)
        disclosing.publish(document=row, actor=bureau.office, at=PUBLISHED_AT)
    return _withdrawn(disclosing.withdraw_document, row, bureau, state, "document")


def _interpretation(bureau: Bureau, state: str) -> Interpretation:
    row = releases.draft_interpretation(bureau, [_document(bureau, "published")])
    _release(bureau, row, state, interpreting.publish_interpretation, "interpretation")
    return _withdrawn(interpreting.withdraw, row, bureau, state, "item")


def _consultation(bureau: Bureau, state: str) -> Consultation:
    row = releases.draft_consultation(
        bureau, opens_at=NOW - timedelta(days=3), closes_at=NOW + timedelta(days=40)
    )
    _release(bureau, row, state, interpreting.publish_consultation, "consultation")
    return _withdrawn(interpreting.withdraw_consultation, row, bureau, state, "consultation")


def _release(
    bureau: Bureau, row: Any, state: str, publish: Callable[..., object], name: str
) -> None:
    interpreting.attach_file(item=row, upload=_table(), actor=bureau.drafter, at=DRAFTED_AT)
    if state != "draft":
        releases.make_ready(bureau, row)
        publish(**{name: row}, actor=bureau.office, at=PUBLISHED_AT)


def _withdrawn(withdraw: Callable[..., object], row: Any, bureau: Bureau, state: str, name: str):
    """``row`` as it now stands, taken back when ``state`` says so."""
    if state == "withdrawn":
        withdraw(**{name: row}, explanation="内容有误。", actor=bureau.office, at=LATER)
    row.refresh_from_db()
    return row


def _comments(ours: Bureau, theirs: Bureau) -> dict[str, Any]:
    made = {"pending": _comment(ours), "hidden": _comment(ours), "elsewhere": _comment(theirs)}
    interpreting.hide_comment(
        comment=made["hidden"], reason="advertising", actor=ours.office, at=LATER
    )
    return made


def _comment(bureau: Bureau) -> Any:
    said = {"nickname": "路人", "text": "几户同意才能装？", "contact": "13800138000"}
    subject = _document(bureau, "published")
    return interpreting.submit_comment(subject=subject, at=LATER, **said).comment


def _table() -> SimpleUploadedFile:
    return SimpleUploadedFile("附件.csv", "单位,金额\n云溪建设,100\n".encode(), "text/csv")
