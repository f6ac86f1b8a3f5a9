"""Interpretations, consultations and what the public said on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from interpretation import actions

from . import diary
from .diary import Entry
from .documents import CLEAN
from .stage import Stage


def entries(stage: Stage) -> Iterator[Entry]:
    tell = {"interpretation": _interpretation, "consultation": _consultation, "comment": _comment}
    for record in diary.read("interpretations.toml"):
        yield from tell[record["record"]](stage, record)


def _release(stage: Stage, key: str, publish: Any, draft: Any, at: datetime) -> Iterator[Entry]:
    """Drafted and handed in the working day before; reviewed and published at ``at``."""
    before = stage.at(stage.working_day(at.date(), -1), 14)

    def submit(moment: datetime) -> None:
        item = stage.made[key]
        actions.submit(item=item, actor=item.author, at=moment)

    def review(moment: datetime) -> None:
        item = stage.made[key]
        reviewer = stage.reviewer_of(item.organisation)
        actions.review(item=item, answers=CLEAN, actor=reviewer, at=moment)

    def release(moment: datetime) -> None:
        publish(stage.made[key], stage.office_of(stage.made[key].organisation), moment)

    yield Entry(before, draft)
    yield Entry(before + timedelta(hours=1), submit)
    yield Entry(at - timedelta(minutes=20), review)
    yield Entry(at, release)


def _interpretation(stage: Stage, record: dict[str, Any]) -> Iterator[Entry]:
    document = next(r for r in diary.read("documents.toml") if r["key"] == record["document"])
    public = stage.working_day(stage.days_ago(document["formed"]), document["published"])
    organisation = stage.organisations[record["organisation"]]
    key = f"interpretation:{record['document']}"

    def draft(at: datetime) -> None:
        stage.made[key] = actions.draft_interpretation(
            organisation=organisation,
            documents=[stage.made[record["document"]]],
            fields={
                "title": record["title"],
                "form": record["form"],
                "interpreter_name": record["interpreter"],
                "interpreter_duty": record["duty"],
                "body": record["body"].strip(),
            },
            actor=stage.drafter_of(organisation),
            at=at,
        )

    def publish(item: Any, office: Any, at: datetime) -> None:
        actions.publish_interpretation(interpretation=item, actor=office, at=at)

    yield from _release(stage, key, publish, draft, stage.at(public, 11))


def _consultation(stage: Stage, record: dict[str, Any]) -> Iterator[Entry]:
    opened = stage.days_ago(record["opened"])
    opens = stage.at(opened, 9)
    closes = diary.moment(opened + timedelta(days=record["days"]), 23, 59)
    organisation = stage.organisations[record["organisation"]]
    key = f"consultation:{record['key']}"

    def draft(at: datetime) -> None:
        stage.made[key] = actions.draft_consultation(
            organisation=organisation,
            fields={
                "title": record["title"],
                "background": record["explanation"],
                "draft_text": record["draft"].strip(),
                "how_to_respond": f"信函请寄{organisation.address}{organisation.name}。",
                "opens_at": opens,
                "closes_at": closes,
            },
            actor=stage.drafter_of(organisation),
            at=at,
        )

    def publish(item: Any, office: Any, at: datetime) -> None:
        actions.publish_consultation(consultation=item, actor=office, at=at)

    def outcome(at: datetime) -> None:
        item = stage.made[key]
        actions.publish_outcome(
            consultation=item,
            outcome=record["outcome"],
            actor=stage.office_of(organisation),
            at=at,
        )

    yield from _release(stage, key, publish, draft, opens)
    if "outcome" in record:
        yield Entry(stage.at(stage.working_day(closes.date(), 12), 10), outcome)


def _comment(stage: Stage, record: dict[str, Any]) -> Iterator[Entry]:
    day = stage.days_ago(record["days_ago"])

    def submit(at: datetime) -> None:
        stage.made[record["text"]] = actions.submit_comment(
            subject=stage.made[record["on"]],
            nickname=record["nickname"],
            text=record["text"],
            contact="",
            at=at,
        ).comment

    def moderate(action: Any, at: datetime, **more: Any) -> None:
        comment = stage.made[record["text"]]
        office = stage.office_of(comment.organisation)
        action(comment=comment, actor=office, at=at, **more)

    yield Entry(stage.at(day, 8, 30), submit)
    if record["state"] == "shown":
        yield Entry(stage.at(day, 9, 30), partial(moderate, actions.show_comment))
    if record["state"] == "hidden":
        hide = partial(moderate, actions.hide_comment, reason=record["reason"])
        yield Entry(stage.at(day, 9, 30), hide)
    if "reply" in record:
        answer = partial(moderate, actions.answer_comment, reply=record["reply"])
        yield Entry(stage.at(stage.working_day(day, 1), 16), answer)
