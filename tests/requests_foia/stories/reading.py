"""The stories as written, and the tables that follow from what is written alone."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from portal.domain.moments import SHANGHAI
from tests.requests_foia.annual.register import CLASSES, DETAILS, ORDER, Known

Story = dict[str, Any]
STORIES: list[Story] = [
    story
    for file in sorted(Path(__file__).parent.glob("*.toml"))
    for story in tomllib.loads(file.read_text("utf-8"))["story"]
]
CONFIRMED = {"web", "fax", "email", "mail_plain"}
ENDS = {"deliver", "lapse_correction", "lapse_fee", "withdraw"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def taken(story: Story, steps: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The events by which the case took one of these steps."""
    for event in story["events"]:
        if "refused" not in event and set(steps) & set(event["do"]):
            yield event


def year_table(year: int) -> dict[str, dict[str, int]]:
    """Table three of a year, from the rows that the stories name."""
    table = {row: dict.fromkeys([*CLASSES, "total"], 0) for row in ORDER}
    for story in STORIES:
        rows = story["rows"].get(str(year), [])
        for row in [*rows, *(["3.7"] if set(rows) & set(DETAILS) else [])]:
            table[row][story["applicant"]] += 1
            table[row]["total"] += 1
    return table


def paper_register() -> list[Known]:
    """Every story that ever stands in a table, as a clerk would have written it in a book."""
    found = []
    for story in STORIES:
        ended = next(taken(story, ENDS), None)
        begins = {"confirm", "time_passes"} if story["channel"] in CONFIRMED else {"file"}
        began = next(taken(story, begins), ended)
        entered_on = day(story["received"]) or day(story["ended"])
        if began is None or entered_on is None:
            continue
        details = [row for rows in story["rows"].values() for row in rows if row in DETAILS]
        found.append(
            Known(
                body=0,
                applicant_class=story["applicant"],
                entered_on=entered_on,
                entered_at=moment(began["at"]),
                ended_on=day(story["ended"]),
                ended_at=moment(ended["at"]) if ended else None,
                row=details[0] if details else "",
            )
        )
    return found
