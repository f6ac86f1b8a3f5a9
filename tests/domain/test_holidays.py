"""Holiday files: the shipped years are right, and a wrong file is refused with its reasons."""

import json
from copy import deepcopy
from datetime import date, timedelta

import chinese_calendar
import pytest

from portal.calendar.shipped import DATA_DIRECTORY, shipped_years
from portal.domain.holidays import HolidayFileError, read_published_year
from tests.domain.facts import CALENDAR

YEAR_2026 = json.loads((DATA_DIRECTORY / "2026.json").read_text("utf-8"))


def test_2007_to_2026_are_shipped_each_with_its_notice():
    years = shipped_years()
    assert [year.year for year in years] == list(range(2007, 2027))
    assert all(year.notice.startswith(("国办发明电〔", "国发明电〔")) for year in years)
    assert {notice.notice for year in years for notice in year.days} > {"国办发明电〔2025〕7号"}


def test_the_shipped_days_agree_with_a_second_source_for_every_day():
    day, differences = date(2007, 1, 1), []
    while day <= date(2026, 12, 31):
        if CALENDAR.is_working(day) != chinese_calendar.is_workday(day):
            differences.append(day)
        day += timedelta(days=1)
    assert differences == []


def test_the_commonly_published_form_is_read():
    published = {
        "year": 2026,
        "papers": ["https://www.gov.cn/notice.htm"],
        "days": [{k: v for k, v in row.items() if k != "notice"} for row in YEAR_2026["days"]],
    }
    year = read_published_year(published)
    assert (year.notice, year.url) == ("", "https://www.gov.cn/notice.htm")
    assert len(year.days) == len(YEAR_2026["days"])


def changed(change):
    document = deepcopy(YEAR_2026)
    change(document)
    return document


def drop(day):
    def change(document):
        document["days"] = [row for row in document["days"] if row["date"] != day]

    return change


@pytest.mark.parametrize(
    ("document", "code", "words"),
    [
        ([], "not_object", "应为 JSON 对象"),
        ({"days": []}, "no_year", "缺少年份"),
        (changed(lambda d: d.update(year="2026")), "no_year", "缺少年份"),
        (changed(lambda d: d.update(days=[])), "no_days", "通知尚未公布，不能载入"),
        (changed(lambda d: d.pop("days")), "no_days", "通知尚未公布，不能载入"),
        (changed(lambda d: d["days"].append(d["days"][3])), "twice", "2026-01-04 出现了两次"),
        (changed(drop("2026-02-18")), "gap", "2026-02-18 没有列出"),
        (
            changed(lambda d: d["days"].append({"date": "2026-13-01"})),
            "bad_row",
            "第 40 行应有 date",
        ),
        (
            changed(
                lambda d: d["days"].append({"date": "2026-02-30", "name": "春节", "isOffDay": True})
            ),
            "bad_row",
            "第 40 行应有 date",
        ),
        (changed(lambda d: d["days"][0].update(name="元\x00旦")), "bad_row", "第 1 行应有 date"),
        (changed(lambda d: d["days"][0].update(name="节" * 51)), "bad_row", "第 1 行应有 date"),
        (
            changed(lambda d: d["notices"][0].update(url="x" * 301)),
            "long_notice",
            "至多 300 个字符",
        ),
        (
            changed(
                lambda d: d["days"].append(
                    {"date": "2027-05-01", "name": "劳动节", "isOffDay": True}
                )
            ),
            "outside",
            "2027-05-01 不属于 2026 年",
        ),
        (
            changed(
                lambda d: d.update(days=[r for r in d["days"] if not r["name"].startswith("端午")])
            ),
            "no_holiday",
            "2026 年的放假安排缺少端午",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(document, code, words):
    with pytest.raises(HolidayFileError) as refusal:
        read_published_year(document)
    assert code in refusal.value.codes
    assert words in str(refusal.value)


def test_every_reason_is_listed_at_once():
    document = changed(drop("2026-02-18"))
    drop("2026-10-04")(document)
    with pytest.raises(HolidayFileError) as refusal:
        read_published_year(document)
    assert refusal.value.codes == ("gap", "gap")
