"""From the answers of all pages to the facts an application is filed with."""

import hashlib
import json
from collections.abc import Mapping

from requests_foia.domain.filing import ApplicantData, ContentData
from requests_foia.domain.vocabulary import ApplicantClass, IdType, WantedForm, WantedWay

Facts = Mapping[str, str]

_APPLICANT_TEXTS = (
    "name",
    "id_number",
    "credit_code",
    "legal_representative",
    "contact_person",
    "phone",
    "email",
    "fax",
    "address",
    "postcode",
)


def applicant_of(facts: Facts) -> ApplicantData:
    """Who applies."""
    id_type = facts.get("id_type")
    return ApplicantData(
        applicant_class=ApplicantClass(facts["applicant_class"]),
        id_type=IdType(id_type) if id_type else None,
        **{name: facts[name] for name in _APPLICANT_TEXTS if name in facts},
    )


def content_of(facts: Facts) -> ContentData:
    """What is asked for."""
    return ContentData(
        content=facts["content"],
        title=facts.get("title", ""),
        document_number=facts.get("document_number", ""),
        wanted_form=WantedForm(facts["wanted_form"]),
        wanted_way=WantedWay(facts["wanted_way"]),
        needs_help=facts["needs_help"] == "yes",
        help_note=facts.get("help_note", ""),
        suggests_publication=bool(facts.get("suggests_publication")),
        is_out_of_log=bool(facts.get("is_out_of_log")),
    )


def digest(facts: Facts) -> str:
    """A fingerprint of what the citizen saw and agreed to file."""
    text = json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
