"""The holiday arrangements that ship with the product, one reviewed file per year."""

import json
from functools import cache
from pathlib import Path

from portal.domain.calendar import WorkingCalendar
from portal.domain.holidays import PublishedYear, read_published_year

DATA_DIRECTORY = Path(__file__).resolve().parent / "data"
VERSION = "shipped"


@cache
def shipped_years() -> tuple[PublishedYear, ...]:
    """Every shipped year, in order."""
    files = sorted(DATA_DIRECTORY.glob("*.json"))
    return tuple(read_published_year(json.loads(file.read_text("utf-8"))) for file in files)


@cache
def shipped_calendar() -> WorkingCalendar:
    """The calendar of the country as shipped, for where there is no database."""
    years = shipped_years()
    notices = (notice for year in years for notice in year.days)
    return WorkingCalendar(notices, (year.year for year in years), VERSION)
