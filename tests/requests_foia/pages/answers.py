"""What a citizen and an organisation type, page by page. The people are invented."""

from django.test import Client
from django.urls import reverse

CITIZEN = {
    "body": {"organisation": "yx"},
    "applicant": {"applicant_class": "citizen"},
    "identity": {
        "name": "林知远",
        "id_type": "id_card",
        "id_number": "11010519491231002X",
        "phone": "13800138000",
        "email": "lin@example.com",
        "address": "云溪区梧桐路12号3单元401室",
        "postcode": "100000",
    },
    "information": {
        "content": "2025年梧桐路北侧地块的征收补偿安置方案",
        "title": "征收补偿安置方案",
        "document_number": "云政发〔2025〕12号",
    },
    "files": {"seen": "1"},
    "delivery": {"wanted_form": "electronic", "wanted_way": "email", "fax": ""},
    "help": {"needs_help": "no", "help_note": ""},
}
BUSINESS = CITIZEN | {
    "applicant": {"applicant_class": "business"},
    "identity": {
        "name": "云溪澄明科技有限公司",
        "credit_code": "91110000600037341L",
        "legal_representative": "周怀瑾",
        "contact_person": "沈亦舟",
        "phone": "010-12345678",
        "email": "",
        "address": "云溪区临江路8号",
        "postcode": "",
    },
    "delivery": {"wanted_form": "paper", "wanted_way": "mail", "email": "", "fax": ""},
    "help": {"needs_help": "yes", "help_note": "请用大字版"},
}
PAGES = tuple(CITIZEN)


def step_url(page: str) -> str:
    return reverse("requests:step", args=[page])


def fill_in(client: Client, answers: dict[str, dict[str, str]], upto: str = "") -> None:
    """Answers the pages in order, ``upto`` excluded."""
    for page, values in answers.items():
        if page == upto:
            return
        response = client.post(step_url(page), values)
        assert response.status_code == 303, (page, response.context["form"].errors)


def filing_fields(client: Client) -> dict[str, str]:
    """The hidden fields of the page "check and file"."""
    form = client.get(reverse("requests:check")).context["form"]
    return {name: str(form.initial[name]) for name in ("key", "digest")}


def file_all(client: Client, answers: dict[str, dict[str, str]] = CITIZEN) -> tuple[str, str]:
    """The whole journey; number and code as the citizen sees them."""
    fill_in(client, answers)
    response = client.post(reverse("requests:check"), filing_fields(client))
    assert response.status_code == 303, response.content.decode()
    receipt = client.get(response.url).context["receipt"]
    return receipt.number, receipt.code
