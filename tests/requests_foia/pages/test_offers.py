"""Before somebody applies: what is public already is offered, and using it is counted."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from portal.search import actions
from requests_foia.models import Application, Draft, FoundInstead
from requests_foia.queries import found_instead as queries
from requests_foia.views import found_instead as views
from tests.pages.content import document, indexed

from .answers import CITIZEN, filing_fields, fill_in, step_url

pytestmark = pytest.mark.django_db
WANTED = CITIZEN["information"]
NEAREST, INSTEAD = "/requests/new/nearest/", "/requests/new/instead/"


@pytest.fixture
def plan(district):
    """The very plan the citizen is about to ask for, and something else."""
    found = indexed(1, "梧桐路北侧地块征收补偿安置方案", "补偿标准和安置房源。")
    indexed(2, "既有住宅加装电梯补贴办法", "按照标准给予补贴。")
    actions.take_in_waiting()
    return found


def offered(content: bytes) -> list[str]:
    soup = BeautifulSoup(content, "html.parser")
    return [link["href"] for link in soup.select(".offer-title a")]


def buttons(content: bytes) -> list[str]:
    soup = BeautifulSoup(content, "html.parser")
    return [button["value"] for button in soup.select("button[name=entry]")]


def address(found) -> str:
    return f"/disclosure/{found.index_no}/"


def test_while_typing_the_nearest_is_offered(client: Client, plan) -> None:
    fill_in(client, CITIZEN, upto="information")
    response = client.post(NEAREST, {"content": WANTED["content"]})
    assert offered(response.content) == [address(plan)]
    assert "no-store" in response["Cache-Control"]
    assert client.post(NEAREST, {"content": "今天天气真好啊"}).status_code == 204
    assert client.post(NEAREST, {}).status_code == 204
    assert client.post(NEAREST, {"content": "梧桐" * 20_000}).status_code in (200, 204)


def test_an_offer_says_that_it_is_no_longer_in_force(client: Client, plan) -> None:
    type(plan).objects.filter(pk=plan.pk).update(validity="repealed")
    fill_in(client, CITIZEN, upto="information")
    assert "已废止" in client.post(NEAREST, WANTED).content.decode()


def test_strangers_get_no_offers_and_nobody_gets_too_many(client, plan, monkeypatch) -> None:
    assert client.post(NEAREST, {"content": WANTED["content"]}).status_code == 204
    fill_in(client, CITIZEN, upto="information")
    monkeypatch.setattr(views, "OFFERS_PER_HOUR", 2)
    codes = [client.post(NEAREST, {"content": "梧桐路"}).status_code for _ in range(3)]
    assert codes[2] == 429
    assert client.post(step_url("information"), WANTED).status_code == 303


def test_without_scripts_the_check_offers_it(client: Client, plan) -> None:
    fill_in(client, CITIZEN)
    page = client.get(reverse("requests:check"))
    assert offered(page.content) == [address(plan)]
    # Coming back to the question shows it too; it never stands in the way.
    assert offered(client.get(step_url("information")).content) == [address(plan)]
    assert client.post(reverse("requests:check"), filing_fields(client)).status_code == 303
    assert Application.objects.count() == 1


def test_choosing_it_leads_there_counts_once_and_keeps_the_draft(client, plan, district) -> None:
    fill_in(client, CITIZEN, upto="information")
    entry = buttons(client.post(NEAREST, WANTED).content)[0]
    for _click in range(3):
        answer = client.post(INSTEAD, WANTED | {"entry": entry})
        assert (answer.status_code, answer.url) == (303, address(plan))
    assert "还留着" in client.get(address(plan)).content.decode()
    row = FoundInstead.objects.get()
    assert (str(row.on), row.organisation, row.times) == ("2026-11-20", district, 1)
    assert Draft.objects.get().answers["information"] == WANTED
    assert client.get("/requests/new/").status_code == 200
    # Another citizen on the same day is another one.
    other = Client()
    fill_in(other, CITIZEN)
    other.post(INSTEAD, {"entry": entry})
    assert FoundInstead.objects.get().times == 2
    assert Application.objects.count() == 0
    for page in ("files", "delivery", "help"):
        client.post(step_url(page), CITIZEN[page])
    assert client.post(reverse("requests:check"), filing_fields(client)).status_code == 303


@pytest.mark.parametrize("entry", ["", "0", "-1", "x", "9" * 30, "999999"])
def test_a_choice_that_is_none_loses_nothing(client: Client, plan, entry: str) -> None:
    assert client.post(INSTEAD, {"entry": entry}).url == "/requests/new/"
    fill_in(client, CITIZEN, upto="information")
    answer = client.post(INSTEAD, WANTED | {"entry": entry})
    assert (answer.status_code, answer.url) == (303, step_url("information"))
    assert WANTED["content"] in client.get(answer.url).content.decode()
    assert not FoundInstead.objects.exists()


def test_what_was_withdrawn_meanwhile_is_not_offered_and_not_counted(client, plan) -> None:
    fill_in(client, CITIZEN)
    entry = buttons(client.get(reverse("requests:check")).content)[0]
    type(plan).objects.filter(pk=plan.pk).update(state="withdrawn", withdrawn_at=plan.created_at)
    assert offered(client.get(reverse("requests:check")).content) == []
    assert client.post(INSTEAD, {"entry": entry}).url == step_url("information")
    assert not FoundInstead.objects.exists()


def test_a_search_out_of_order_keeps_nobody_from_filing(client, plan, monkeypatch) -> None:
    def broken(*_args, **_kwargs):
        raise DatabaseError

    monkeypatch.setattr(queries, "nearest", broken)
    fill_in(client, CITIZEN)
    assert client.post(NEAREST, WANTED).status_code == 204
    assert client.post(reverse("requests:check"), filing_fields(client)).status_code == 303


def test_the_count_stands_in_the_public_figures(client: Client, plan, district) -> None:
    fill_in(client, CITIZEN)
    client.post(INSTEAD, {"entry": buttons(client.get(reverse("requests:check")).content)[0]})
    page = BeautifulSoup(client.get("/supervision/").content, "html.parser")
    cells = [cell.get_text(strip=True) for cell in page.select("td, th")]
    assert cells[cells.index("云溪区人民政府") + 1] == "1"
    said = APIClient().get("/api/v1/application-statistics/?organisation=yx").json()["results"]
    assert [(row["month"], row["found_instead"]) for row in said] == [("2026-11", 1)]
    elsewhere = APIClient().get("/api/v1/application-statistics/?organisation=other").json()
    assert elsewhere["results"] == []


def brought(client: Client, query: dict[str, str]) -> str:
    """Opens a link to the form and goes on to the question; what stands there."""
    start = client.get("/requests/new/", query)
    client.post(start.url, CITIZEN["body"])
    fill_in(client, {page: CITIZEN[page] for page in ("applicant", "identity")})
    page = BeautifulSoup(client.get(step_url("information")).content, "html.parser")
    return page.select_one("textarea").get_text().lstrip("\r\n")


@pytest.mark.parametrize(
    ("about", "shown"),
    [
        ("幸福路小学 征收补偿", "幸福路小学 征收补偿"),
        ("<script>alert(1)</script>&\"'", "<script>alert(1)</script>&\"'"),
        ("a\u202eb\u200bc", "a?bc"),
        ("补" * 5000, "补" * 500),
    ],
)
def test_a_link_may_bring_the_words_along(client: Client, district, about, shown) -> None:
    assert brought(client, {"about": about}) == shown
    assert not Application.objects.exists()
    # Once there is a draft, no address carries them.
    assert "about" not in client.get("/requests/new/").headers.get("Location", "")


def test_a_link_may_choose_the_body(client: Client, district) -> None:
    start = client.get("/requests/new/", {"to": "yx", "about": "补偿方案", "name": "x"})
    assert parse_qs(urlsplit(start.url).query) == {"to": ["yx"], "about": ["补偿方案"]}
    page = BeautifulSoup(client.get(start.url).content, "html.parser")
    assert page.select_one("input[checked]")["value"] == "yx"
    unknown = client.get(step_url("body"), {"to": "<nobody>"})
    assert b"checked" not in unknown.content


def test_what_was_answered_is_not_overwritten_by_a_link(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    offer = client.get("/requests/new/", {"about": "别的"})
    assert offer.status_code == 200
    assert Draft.objects.get().answers["information"] == WANTED
    again = client.post("/requests/new/discard/", {"next": "new", "about": "别的"})
    assert parse_qs(urlsplit(again.url).query) == {"about": ["别的"]}


def test_other_documents_are_not_offered(client: Client, district) -> None:
    document(3, title="梧桐路北侧地块征收补偿安置方案（草稿）", state="draft")
    actions.reconcile()
    fill_in(client, CITIZEN, upto="information")
    assert client.post(NEAREST, WANTED).status_code == 204
