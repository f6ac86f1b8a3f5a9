"""Documents of the district, each drafted, reviewed by another and published by a third."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure import actions
from disclosure.domain.review import Answers
from disclosure.models import Category

from . import diary
from .diary import Entry
from .stage import Stage

CLEAN = Answers(
    has_state_secret=False, has_commercial_secret=False, has_privacy=False, is_lawful=True
)
TABLE = "序号,名称,单位,说明\n1,示例一,云溪区,演示数据\n2,示例二,云溪区,演示数据\n"


def entries(stage: Stage) -> Iterator[Entry]:
    records = diary.read("documents.toml")
    for record in records:
        yield from _life(stage, record)
    for record in records:
        if "repealed_by" in record:
            yield _repeal(stage, record)


def _life(stage: Stage, record: dict[str, Any]) -> Iterator[Entry]:
    formed = stage.days_ago(record["formed"])
    key = record["key"]
    organisation = stage.organisations[record["organisation"]]
    public = stage.working_day(formed, record.get("published", 1))
    before = stage.working_day(public, -1) if public > formed else formed

    def step(action: Any, actor: Any, at: datetime, **more: Any) -> None:
        action(document=stage.made[key], actor=actor, at=at, **more)

    drafter, reviewer = stage.drafter_of(organisation), stage.reviewer_of(organisation)
    office = stage.office_of(organisation)
    yield Entry(stage.at(formed, 9), partial(_draft, stage, record, formed))
    yield Entry(stage.at(max(before, formed), 15), partial(step, actions.submit, drafter))
    if record.get("state") == "review":
        return
    if record.get("state") == "registered":
        yield Entry(stage.at(public, 16), partial(step, actions.register_document, office))
        return
    review = partial(step, actions.review_secrecy, reviewer, answers=CLEAN, conclusion="pass")
    yield Entry(stage.at(public, 9, 20), review)
    yield Entry(stage.at(public, 9, 40), partial(step, actions.publish, office))


def _draft(stage: Stage, record: dict[str, Any], formed: date, at: datetime) -> None:
    organisation = stage.organisations[record["organisation"]]
    drafter = stage.drafter_of(organisation)
    document = actions.draft_document(
        organisation=organisation, fields=_fields(record, formed), actor=drafter, at=at
    )
    for name in record.get("attachments", []):
        upload = SimpleUploadedFile(name, TABLE.encode("utf-8-sig"), "text/csv")
        actions.attach_file(document=document, upload=upload, actor=drafter, at=at)
    stage.made[record["key"]] = document


def _fields(record: dict[str, Any], formed: date) -> dict[str, Any]:
    effective = _after(formed, record.get("effective_after"))
    years = record.get("valid_years")
    return {
        "title": record["title"].replace("{year}年年度", "{year}年度").format(year=formed.year),
        "doc_no": record.get("doc_no", "").format(year=formed.year),
        "category": Category.objects.get(code=record["category"]),
        "information_class": record["class"],
        "genre": record["genre"],
        "topic": record["topic"],
        "keywords": record.get("keywords", ""),
        "summary": record["summary"],
        "body": record["body"].strip(),
        "formed_on": formed,
        "issued_on": formed,
        "effective_on": effective,
        "expires_on": _after(effective, 365 * years) if years and effective else None,
        "attribute": record.get("attribute", "proactive"),
        "ground": record.get("ground", ""),
        "attribute_reason": record.get("attribute_reason", ""),
    }


def _after(day: date | None, days: int | None) -> date | None:
    return day + timedelta(days=days) if day and days else None


def _repeal(stage: Stage, record: dict[str, Any]) -> Entry:
    newer = next(r for r in diary.read("documents.toml") if r["key"] == record["repealed_by"])
    formed = stage.days_ago(newer["formed"])
    public = stage.working_day(formed, newer["published"])

    def repeal(at: datetime) -> None:
        document = stage.made[record["key"]]
        actions.change_validity(
            document=document,
            validity=record["validity"],
            repealed_by=stage.made[record["repealed_by"]],
            explanation="新的管理办法施行，试行意见同时废止。",
            actor=stage.office_of(document.organisation),
            at=at,
        )

    return Entry(stage.at(public, 10, 10), repeal)
