"""The public page: figures anyone can check, and the file behind them."""

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.agencies import OrganisationFactory
from tests.factories.obligations import obligation

URL = reverse("supervision:figures")


def table(page, caption):
    """The rows of the table whose caption begins so."""
    soup = BeautifulSoup(page.content, "html.parser")
    for found in soup.find_all("table"):
        if found.caption and found.caption.get_text(strip=True).startswith(caption):
            rows = found.find("tbody").find_all("tr")
            return [
                [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in rows
            ]
    raise AssertionError(f"no table {caption}")


def words(page):
    return BeautifulSoup(page.content, "html.parser").get_text(" ", strip=True)


def test_the_page_stands_at_its_address():
    assert URL == "/supervision/"


def test_the_year_in_words(client, year):
    text = words(client.get(URL))
    assert "2026年已经办结或者到期的 4 件时限中，2 件按时办结。" in text
    assert "逾期 2 件，其中 1 件至今未办结。" in text
    assert "统计截至 2026-06-01" in text


def test_the_tables_by_month_unit_and_kind(client, year):
    page = client.get(URL)
    assert table(page, "按到期月份") == [
        ["3月", "2", "1", "1", "0", "50.0%"],
        ["4月", "1", "1", "0", "0", "100.0%"],
        ["5月", "1", "0", "1", "1", "0.0%"],
        ["12月", "0", "0", "0", "0", "—"],
    ]
    assert table(page, "按责任单位") == [
        ["云溪区人民政府", "1", "1", "0", "0", "100.0%"],
        ["区民政局", "3", "1", "2", "1", "33.3%"],
    ]
    assert table(page, "按时限种类") == [["答复政府信息公开申请", "4", "2", "2", "1", "50.0%"]]


def test_the_figures_at_the_top(client, year):
    shown = {f["label"]: f["value"] for f in client.get(URL).context["figures"]}
    assert shown == {"按时办结": 2, "按时率": "50.0%", "逾期（含已补办）": 2, "现仍逾期": 1}


def test_the_file_holds_the_finest_figures_and_adds_up(client, year):
    page = client.get(URL)
    link = BeautifulSoup(page.content, "html.parser").find("a", href=lambda h: h and ".csv" in h)
    response = client.get(link["href"])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="on-time-2026.csv"' in response["Content-Disposition"]
    text = response.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["机构代码"] for row in rows} == {"yx", "yx-mz"}
    sums = {
        name: sum(int(row[name]) for row in rows) for name in ("到期", "按时", "逾期", "未到期")
    }
    assert sums == {"到期": 4, "按时": 2, "逾期": 2, "未到期": 1}


def test_no_cell_of_the_file_is_a_formula(client, year):
    body = OrganisationFactory(name="=HYPERLINK(1)")
    obligation(organisation=body)
    text = client.get(reverse("supervision:figures-csv")).content.decode()
    assert "'=HYPERLINK(1)" in text


def test_other_years_are_one_click_away(client, year):
    obligation(due_on=date(2025, 12, 31))
    page = client.get(URL)
    soup = BeautifulSoup(page.content, "html.parser")
    link = soup.find("a", string="2025")["href"]
    assert "2025年已经办结或者到期的 1 件时限中" in words(client.get(URL + link))


@pytest.mark.parametrize(
    "wrong", ["2024", "abc", "", "2026.5", "9" * 5000, "２０２６", "%00", "-1"]
)
@pytest.mark.parametrize("name", ["figures", "figures-csv"])
def test_a_year_without_figures_is_not_found(client, year, name, wrong):
    assert client.get(reverse(f"supervision:{name}") + f"?year={wrong}").status_code in (400, 404)


def test_an_empty_ledger_says_so(client, db, time_machine):
    time_machine.move_to(date(2026, 6, 1))
    assert "还没有到期的时限" in words(client.get(URL))


def test_the_page_names_nobody(client, year):
    """Nothing but bodies, months, kinds and counts."""
    content = (
        client.get(URL).content.decode()
        + client.get(reverse("supervision:figures-csv")).content.decode()
    )
    for row in year.rows.values():
        assert row.label not in content


def test_queries_do_not_grow_with_rows(client, year, django_assert_max_num_queries):
    client.get(URL)
    for _ in range(30):
        obligation(organisation=OrganisationFactory())
    with django_assert_max_num_queries(6):
        client.get(URL)
