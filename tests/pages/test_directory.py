"""Guide, organisations, columns and maps."""

import pytest
from django.test import Client
from pytest_django import Settings

from portal.agencies.models import Organisation
from portal.pages.views import sitemap
from tests.factories.agencies import ContactPointFactory, LeaderFactory, OrganisationFactory
from tests.pages.content import document, indexed
from tests.pages.reading import page, words

pytestmark = pytest.mark.django_db


def test_the_guide_tells_the_limits_of_the_law_in_force(client: Client) -> None:
    soup = page(client, "/guide/")
    rows = {words(row.th): words(row) for row in soup.select("#limits tbody tr")}
    assert "20 个工作日" in rows["答复政府信息公开申请"]
    assert "条例第三十三条" in rows["答复政府信息公开申请"]
    assert "7 个工作日" in rows["一次性告知补正"]


def test_the_guide_names_every_receiving_body(client: Client) -> None:
    body = OrganisationFactory(name="云溪区教育局")
    ContactPointFactory(organisation=body, phone="0000-8613310", fax="0000-8613311")
    OrganisationFactory(name="不受理的", is_foi_subject=False)
    OrganisationFactory(name="撤了的", is_active=False)
    listed = words(page(client, "/guide/").select_one("#bodies"))
    assert "云溪区教育局" in listed
    assert "0000-8613310" in listed
    assert "不受理的" not in listed
    assert "撤了的" not in listed


def test_a_body_shows_what_it_is_and_has_published(client: Client) -> None:
    body = OrganisationFactory(code="edu", functions="管学校\n管老师", address="书院路12号")
    OrganisationFactory(code="edu-office", name="办公室", kind=Organisation.Kind.UNIT, parent=body)
    LeaderFactory(organisation=body, name="周明", duty="局长", is_foi_responsible=True)
    ContactPointFactory(organisation=body)
    document(1, organisation=body)
    told = words(page(client, "/organisations/edu/"))
    for part in ("管学校", "书院路12号", "周明", "分管政务公开", "办公室", "云溪区文件1"):
        assert part in told


def test_a_body_out_of_use_is_not_found(client: Client) -> None:
    OrganisationFactory(code="gone", is_active=False)
    assert client.get("/organisations/gone/").status_code == 404
    assert client.get("/organisations/never/").status_code == 404


def test_units_stand_on_their_body_not_in_the_directory(client: Client) -> None:
    body = OrganisationFactory(name="云溪区教育局")
    OrganisationFactory(name="基教科", kind=Organisation.Kind.UNIT, parent=body)
    directory = words(page(client, "/organisations/"))
    assert "云溪区教育局" in directory
    assert "基教科" not in directory


@pytest.mark.parametrize(("address", "code"), [("/rules/", "rules"), ("/reports/", "reports")])
def test_columns_list_their_category(client: Client, address: str, code: str) -> None:
    document(1, category=code, title="这一栏的")
    document(2, category="budget", title="别的栏的")
    told = words(page(client, address))
    assert "这一栏的" in told
    assert "别的栏的" not in told


def test_columns_carry_seven_head_tags(client: Client) -> None:
    names = [tag["name"] for tag in page(client, "/rules/").select("meta[name^=Column]")]
    assert names == ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]


@pytest.mark.parametrize(
    ("old", "new"), [("/zfxxgk/", "/disclosure/"), ("/ysqgk/", "/requests/new/")]
)
def test_customary_addresses_lead_on(client: Client, old: str, new: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, new)


def test_search_engines_get_every_public_page(client: Client, settings: Settings) -> None:
    settings.PORTAL_BASE_URL = "https://yunxi.example"
    found = indexed(1, "电梯")
    index = client.get("/sitemap.xml", headers={"Host": "testserver"}).content.decode()
    assert "https://yunxi.example/sitemap/1.xml" in index
    section = client.get("/sitemap/1.xml")
    assert section.headers["Content-Type"].startswith("application/xml")
    assert f"<loc>https://yunxi.example/disclosure/{found.index_no}/</loc>" in (
        section.content.decode()
    )
    assert "testserver" not in section.content.decode()


def test_sections_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "ADDRESSES_PER_SECTION", 2)
    for number in range(1, 6):
        indexed(number, f"电梯{number}")
    assert client.get("/sitemap.xml").content.decode().count("<loc>") == 3
    assert client.get("/sitemap/3.xml").status_code == 200
    for beyond in ("0", "4", "99999999999999"):
        assert client.get(f"/sitemap/{beyond}.xml").status_code == 404


def test_robots_are_kept_from_private_doors(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /requests/track/" in lines
    assert "Disallow: /admin/" in lines
    assert lines[-1].startswith("Sitemap: http")


def test_queries_of_the_guide_do_not_grow(client: Client, django_assert_max_num_queries) -> None:
    for _number in range(20):
        ContactPointFactory()
    with django_assert_max_num_queries(8):
        page(client, "/guide/")
