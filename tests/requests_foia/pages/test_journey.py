"""From the first page to the receipt."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from requests_foia.domain.vocabulary import ApplicantClass, IdType, WantedWay
from requests_foia.models import ApplicantDetails, Application, Draft
from tests.factories.agencies import OrganisationFactory

from .answers import (
    BUSINESS,
    CITIZEN,
    PAGES,
    file_all,
    filing_fields,
    fill_in,
    step_url,
)

pytestmark = pytest.mark.django_db
CHECK, FILED = "requests:check", "requests:filed"


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_a_citizen_files_an_application(client: Client, district) -> None:
    number, code = file_all(client)

    application = Application.objects.get()
    details = ApplicantDetails.objects.get(application=application)
    assert application.number == number == "YXGK-2026-00001"
    assert application.organisation == district
    assert application.content == CITIZEN["information"]["content"]
    assert (details.name, details.id_number) == ("林知远", "11010519491231002X")
    assert details.email == "lin@example.com"
    page = text_of(client.get(reverse(FILED)))
    assert code in page
    assert number in page
    # Submitted Friday; confirmed on Monday 23 November at the latest; 20 working days on.
    assert "最迟应于 2026年12月21日（星期一） 前答复" in page


def test_an_organisation_files_an_application(client: Client, district) -> None:
    file_all(client, BUSINESS)

    application = Application.objects.get()
    details = ApplicantDetails.objects.get(application=application)
    assert application.applicant_class == "business"
    assert application.help_note == "请用大字版"
    assert details.credit_code == "91110000600037341L"
    assert details.contact_person == "沈亦舟"


@pytest.mark.parametrize("way", [*WantedWay])
def test_every_way_of_delivery_can_be_filed(client: Client, district, way: str) -> None:
    delivery = {"wanted_form": "paper", "wanted_way": way, "fax": "010-87654321"}
    file_all(client, CITIZEN | {"delivery": delivery})
    details = ApplicantDetails.objects.get()
    assert Application.objects.get().wanted_way == way
    assert details.fax == "01087654321"


@pytest.mark.parametrize("kind", [k for k in IdType if k is not IdType.ID_CARD])
def test_every_document_proves_an_identity(client: Client, district, kind: str) -> None:
    identity = CITIZEN["identity"] | {"id_type": kind, "id_number": "e1234 5678"}
    file_all(client, CITIZEN | {"identity": identity})
    assert ApplicantDetails.objects.get().id_number == "E12345678"


@pytest.mark.parametrize("capacity", [c for c in ApplicantClass if c is not ApplicantClass.CITIZEN])
def test_every_kind_of_organisation_can_file(client: Client, district, capacity: str) -> None:
    file_all(client, BUSINESS | {"applicant": {"applicant_class": capacity}})
    assert Application.objects.get().applicant_class == capacity


def test_each_page_leads_to_the_next_and_says_where_one_is(client: Client, district) -> None:
    for position, page in enumerate(PAGES, start=1):
        response = client.get(step_url(page))
        assert response.status_code == 200
        assert f"第 {position} 步，共 8 步" in text_of(response)
        answer = client.post(step_url(page), CITIZEN[page])
        following = PAGES[position] if position < len(PAGES) else None
        assert answer.url == (step_url(following) if following else reverse(CHECK))
        assert answer.status_code == 303


def test_no_page_asks_what_the_information_is_for(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    for page in PAGES:
        names = BeautifulSoup(client.get(step_url(page)).content, "html.parser").select(
            "main form [name]"
        )
        assert not {"purpose", "usage", "reason"} & {field["name"] for field in names}


@pytest.mark.parametrize("page", [*PAGES[1:], "check"])
def test_no_page_can_be_skipped(client: Client, district, page: str) -> None:
    url = reverse(CHECK) if page == "check" else step_url(page)
    first = reverse("requests:new") if page == "check" else step_url(PAGES[0])
    assert client.get(url).url == first
    posted = client.post(url, CITIZEN.get(page, {}))
    assert Draft.objects.count() == 0
    assert posted.status_code in (303, 409)


def test_a_later_page_leads_back_to_the_first_open_one(client: Client, district) -> None:
    fill_in(client, CITIZEN, upto="identity")
    assert client.get(step_url("delivery")).url == step_url("identity")
    assert client.get(reverse(CHECK)).url == step_url("identity")


def test_an_unknown_page_is_not_found(client: Client, district) -> None:
    assert client.get(step_url("purpose")).status_code == 404


def test_changing_the_capacity_asks_for_the_identity_again(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    changed = client.post(step_url("applicant"), {"applicant_class": "research"})
    assert changed.url == step_url("identity")
    again = client.get(step_url("identity"))
    assert "统一社会信用代码" in text_of(again)
    assert 'value="13800138000"' in again.content.decode()


def test_changing_one_answer_leads_back_to_the_check(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    information = CITIZEN["information"] | {"title": "另一个名称"}
    assert client.post(step_url("information"), information).url == reverse(CHECK)
    assert "另一个名称" in text_of(client.get(reverse(CHECK)))


def test_the_check_shows_every_answer_and_where_to_change_it(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    response = client.get(reverse(CHECK))
    page, text = BeautifulSoup(response.content, "html.parser"), text_of(response)
    shown = ["云溪区人民政府", "公民", "居民身份证", "电子邮件", "不需要"]
    typed = [*CITIZEN["identity"].values(), *CITIZEN["information"].values()]
    assert all(value in text for value in [*shown, *typed] if value != "id_card")
    links = [a["href"].split("#")[0] for a in page.select(".summary-change a")]
    assert set(links) == {step_url(name) for name in PAGES}


def test_a_double_click_files_once(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    fields = filing_fields(client)
    answers = [client.post(reverse(CHECK), fields) for _ in range(5)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(303, reverse(FILED))}
    assert Application.objects.count() == 1
    assert len({client.get(reverse(FILED)).content.count(b"YXGK") for _ in range(3)}) == 1


def test_the_back_button_after_filing_changes_nothing(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    fields = filing_fields(client)
    client.post(reverse(CHECK), fields)
    before = client.get(reverse(FILED)).context["receipt"]

    edited = client.post(step_url("information"), {"content": "别的内容"})
    assert edited.url == reverse("requests:new")
    assert "已经提交的申请不能再改" in text_of(client.get(edited.url))
    client.post(reverse(CHECK), fields)
    assert client.get(reverse(FILED)).context["receipt"] == before
    assert Application.objects.get().content == CITIZEN["information"]["content"]


def test_another_content_under_the_same_key_gets_a_clear_page(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    fields = filing_fields(client)
    client.post(step_url("information"), {"content": "在另一个窗口改过"})

    refused = client.post(reverse(CHECK), fields)
    assert refused.status_code == 409
    assert "填写的内容和您核对时不一样了" in text_of(refused)
    assert Application.objects.count() == 0

    client.post(reverse(CHECK), filing_fields(client))
    late = client.post(reverse(CHECK), fields)
    assert late.status_code == 409
    assert "这份申请已经提交过了" in text_of(late)
    assert Application.objects.get().content == "在另一个窗口改过"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"key": "x", "digest": "y"},
        {"key": str(uuid4()), "digest": "0" * 64},
        {"key": "0" * 5000, "digest": "0" * 5000},
    ],
)
def test_a_foreign_or_broken_filing_form_files_nothing(client: Client, district, fields) -> None:
    fill_in(client, CITIZEN)
    assert client.post(reverse(CHECK), fields).status_code == 409
    assert Application.objects.count() == 0
    assert "没有提交" in text_of(client.post(reverse(CHECK), fields))


def test_a_draft_is_reached_by_its_own_cookie_only(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    fields = filing_fields(client)
    stranger = Client()
    assert stranger.get(reverse(CHECK)).url == reverse("requests:new")
    assert stranger.post(reverse(CHECK), fields).status_code == 409
    stranger.cookies["foi_draft"] = "guessed"
    assert stranger.get(step_url("identity")).url == step_url("body")
    assert stranger.get(reverse(FILED)).url == reverse("requests:new")
    assert Application.objects.count() == 0


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, district) -> None:
    fill_in(client, CITIZEN, upto="applicant")
    cookie = client.cookies["foi_draft"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == reverse("requests:index")
    assert not cookie["max-age"]
    assert cookie.value not in Draft.objects.values_list("token_hash", flat=True)


def test_a_page_with_personal_data_is_never_stored_by_a_cache(client: Client, district) -> None:
    file_all(client)
    for name in (FILED, "requests:new"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]


def test_reloading_the_receipt_shows_the_same(client: Client, district) -> None:
    _number, code = file_all(client)
    assert all(code in text_of(client.get(reverse(FILED))) for _ in range(3))


def test_the_receipt_can_be_saved(client: Client, district) -> None:
    number, code = file_all(client)
    response = client.get(reverse("requests:receipt"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    assert number in response.content.decode()
    assert code in response.content.decode()


def test_what_was_filed_is_no_longer_in_the_draft(client: Client, district) -> None:
    file_all(client)
    assert Draft.objects.get().answers == {}


def test_no_log_line_names_the_applicant(client: Client, district, caplog) -> None:
    caplog.set_level("DEBUG")
    fill_in(client, CITIZEN, upto="identity")
    client.post(step_url("identity"), CITIZEN["identity"] | {"postcode": "wrong"})
    number, code = file_all(client)
    client.post(reverse("requests:track"), {"number": number, "code": code}, follow=True)
    logged = " ".join(str(record.__dict__) for record in caplog.records)
    assert reverse(CHECK) in logged
    personal = [v for k, v in CITIZEN["identity"].items() if k not in ("id_type", "postcode")]
    assert not [secret for secret in [*personal, code] if secret in logged]


def test_clearing_leaves_nothing_on_the_device(client: Client, district) -> None:
    fill_in(client, CITIZEN)
    client.post(reverse("requests:discard"))
    assert Draft.objects.count() == 0
    assert client.get(step_url("identity")).url == step_url("body")


def test_beginning_again_offers_to_go_on(client: Client, district) -> None:
    assert client.get(reverse("requests:new")).url == step_url("body")
    fill_in(client, CITIZEN, upto="information")
    offer = client.get(reverse("requests:new"))
    assert "接着填写，还是重新开始？" in text_of(offer)
    assert step_url("information") in offer.content.decode()


def test_a_day_later_the_draft_is_out_of_reach(client: Client, district, clock) -> None:
    fill_in(client, CITIZEN)
    clock.shift(24 * 3600 + 1)
    response = client.get(reverse("requests:new"), follow=True)
    assert "已经清除" in text_of(response)
    assert client.get(reverse(CHECK)).url == reverse("requests:new")


def test_a_body_that_stopped_taking_applications_is_asked_for_again(
    client: Client, district
) -> None:
    fill_in(client, CITIZEN)
    fields = filing_fields(client)
    district.is_active = False
    district.save(update_fields=["is_active"])
    OrganisationFactory(code="other")
    assert client.get(reverse(CHECK)).url == step_url("body")
    assert client.post(reverse(CHECK), fields).status_code == 409


def test_many_bodies_can_be_searched_by_name(client: Client, district) -> None:
    for number in range(12):
        OrganisationFactory(code=f"b{number}", name=f"云溪区第{number}办事处")
    found = client.get(step_url("body"), {"q": "第11办"}).content.decode()
    assert "云溪区第11办事处" in found
    assert "云溪区第10办事处" not in found
    none = client.get(step_url("body"), {"q": "没有这样的机关%_"})
    assert none.status_code == 200
    # What is not on the narrowed page can still be chosen.
    assert client.post(step_url("body") + "?q=第11办", {"organisation": "yx"}).status_code == 303


def test_the_form_speaks_english(client: Client, district) -> None:
    client.cookies["django_language"] = "en"
    for page in PAGES:
        assert client.get(step_url(page)).status_code == 200
        client.post(step_url(page), CITIZEN[page])
    client.post(reverse(CHECK), filing_fields(client))
    page = client.get(reverse(FILED))
    assert page.status_code == 200
    assert '<html lang="en"' in page.content.decode()
    assert Application.objects.get().language == "en"
