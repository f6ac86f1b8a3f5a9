"""Loading the arrangement of a year, and refusing a file that cannot be right."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.calendar.actions import load_year
from portal.calendar.models import CalendarChange, CalendarDay, CalendarYear
from portal.calendar.queries import calendar_for
from portal.calendar.shipped import DATA_DIRECTORY
from portal.domain.holidays import HolidayFileError, read_published_year

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 4, 1, tzinfo=UTC)


def arrangement(year=2027):
    """The arrangement of 2026 moved to another year: made up, but of the right form."""
    document = json.loads((DATA_DIRECTORY / "2026.json").read_text("utf-8"))
    document["year"] = year
    document["notices"] = [{"number": "国办发明电〔2026〕9号", "url": "https://www.gov.cn/a.htm"}]
    for row in document["days"]:
        row["date"] = row["date"].replace("2026", str(year))
    return document


def load(document, tmp_path, **options):
    file = tmp_path / "year.json"
    file.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    out = StringIO()
    call_command("load_calendar", str(file), stdout=out, **options)
    return out.getvalue()


def test_a_year_is_loaded_and_no_longer_provisional(tmp_path):
    assert calendar_for().is_provisional(date(2026, 12, 15), date(2027, 1, 13))
    assert load(arrangement(), tmp_path) == "已载入 2027 年：39 天\n"
    calendar = calendar_for()
    assert not calendar.is_provisional(date(2026, 12, 15), date(2027, 1, 13))
    assert calendar.reason(date(2027, 2, 17)) == "春节放假（国办发明电〔2026〕9号）"
    assert CalendarYear.objects.get(year=2027).loaded_at


def test_loading_stands_in_the_history_and_a_refused_file_does_not(tmp_path):
    load(arrangement(), tmp_path)
    with pytest.raises(CommandError, match="已载入"):
        load(arrangement(), tmp_path)
    (change,) = CalendarChange.objects.all()
    assert (change.kind, change.year, change.actor_label) == ("year", 2027, "manage.py")
    assert (change.notice, len(change.before), len(change.after)) == (
        "国办发明电〔2026〕9号",
        0,
        39,
    )
    assert change.reason == "load_calendar year.json"


def test_the_commonly_published_form_keeps_its_address_as_the_notice(tmp_path):
    document = arrangement()
    document["papers"] = ["https://www.gov.cn/zhengce/2027.htm"]
    del document["notices"]
    load(document, tmp_path)
    assert calendar_for().notice(date(2027, 10, 1)) == "https://www.gov.cn/zhengce/2027.htm"


def test_a_loaded_year_is_replaced_only_when_asked(tmp_path):
    load(arrangement(), tmp_path)
    with pytest.raises(CommandError, match="2027 年的放假安排已载入（国办发明电〔2026〕9号）"):
        load(arrangement(), tmp_path)
    changed = arrangement()
    changed["days"] = [row for row in changed["days"] if row["date"] != "2027-10-10"]
    assert load(changed, tmp_path, replace=True) == "已载入 2027 年：38 天\n"
    assert not calendar_for().is_working(date(2027, 10, 10))


def test_days_two_arrangements_agree_on_stand_once(tmp_path):
    document = arrangement()
    document["days"].append({"date": "2026-12-31", "name": "元旦", "isOffDay": True})
    CalendarDay.objects.create(day=date(2026, 12, 31), is_working=False, name="元旦")
    load(document, tmp_path)
    assert CalendarDay.objects.filter(day=date(2026, 12, 31)).count() == 1


def test_a_day_that_contradicts_another_arrangement_is_refused(tmp_path):
    document = arrangement()
    document["days"].append({"date": "2026-12-31", "name": "元旦", "isOffDay": True})
    year = CalendarYear.objects.get(year=2026)
    CalendarDay.objects.create(
        day=date(2026, 12, 31), is_working=True, name="元旦", arrangement=year
    )
    with pytest.raises(CommandError, match="2026-12-31 与已载入的 2026 年安排不一致"):
        load(document, tmp_path)
    assert not CalendarYear.objects.filter(year=2027).exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["days"].append(d["days"][0]), "2027-01-01 出现了两次"),
        (lambda d: d["days"].pop(8), "春节放假有缺口"),
        (lambda d: d.update(days=[]), "通知尚未公布，不能载入"),
    ],
)
def test_a_wrong_file_changes_nothing(change, words, tmp_path):
    document = deepcopy(arrangement())
    change(document)
    before = CalendarDay.objects.count()
    with pytest.raises(CommandError, match=words):
        load(document, tmp_path)
    assert CalendarDay.objects.count() == before


def test_every_mistake_of_a_file_is_named(tmp_path):
    document = arrangement()
    document["days"].append(document["days"][0])
    document["days"].pop(8)
    with pytest.raises(CommandError) as refusal:
        load(document, tmp_path)
    assert len(str(refusal.value).splitlines()) == 2


def test_a_file_that_is_none_is_refused_in_words(tmp_path):
    with pytest.raises(CommandError, match="不能读取"):
        call_command("load_calendar", str(tmp_path / "missing.json"))
    for content in (b"{\n", b"\xff\xfe"):
        (tmp_path / "bad.json").write_bytes(content)
        with pytest.raises(CommandError, match=r"不是 JSON|不能读取"):
            call_command("load_calendar", str(tmp_path / "bad.json"))


def test_a_replacement_that_fails_keeps_the_former_year():
    former = CalendarDay.objects.filter(arrangement=2026).count()
    published = read_published_year(arrangement(2026))
    CalendarDay.objects.create(
        day=date(2026, 10, 2), is_working=True, name="错", organisation_code="x"
    )
    CalendarDay.objects.filter(day="2026-10-03").update(arrangement=None, is_working=True)
    with pytest.raises(HolidayFileError):
        load_year(published=published, at=AT, replace=True)
    assert CalendarDay.objects.filter(arrangement=2026).count() == former - 1
