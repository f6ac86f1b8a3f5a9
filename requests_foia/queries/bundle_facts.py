"""What a bundle tells of each row: named fields, each with its value and its words.

The fields are listed one by one: a new column of a table is in no bundle until it is here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst

from portal.agencies.models import ROLE_NAMES
from portal.domain.moments import local
from requests_foia.domain.workflow import APPLICANT, PARTY
from requests_foia.models.step_labels import STEPS

APPLICATION = (
    *("number", "organisation", "channel", "applicant_class", "submitted_at", "received_on"),
    *("title", "document_number", "content", "wanted_form", "wanted_way", "needs_help"),
    *("help_note", "confirmed_at", "confirmed_by_system", "registered_at", "rule_set", "due_on"),
    *("due_is_provisional", "state", "assigned_unit", "officer", "replied_on", "outcome"),
    *("ground", "closed_at", "archived_at"),
)
APPLICANT_FIELDS = (
    *("name", "id_type", "id_number", "credit_code", "legal_representative", "contact_person"),
    *("phone", "fax", "email", "address", "postcode"),
)
FACT = (
    *("kind", "happened_on", "happened_at", "delivered_on", "working_days", "party", "text"),
    *("evidence", "approved_by", "recorded_by", "recorded_at"),
)
STEP = ("at", "event", "actor", "role", "from_state", "to_state", "note", "public_note")
REPLY = (
    *("kind", "ground", "text", "reasons", "separation", "withheld", "referred_to", "referral"),
    *("drafted_by", "drafted_at", "returned_by", "returned_at", "return_note"),
    *("approved_by", "approved_at", "issued_by", "issued_at"),
)
SEARCH = ("drafted_at", "search_places", "search_words", "searched_by", "search_note")
CHECK = ("kind", "opinion", "checked_by", "checked_at")
LETTER = (
    *("number", "kind", "addressee", "to_applicant", "issued_at", "issued_by"),
    *("template_version", "sha256", "pdf_sha256"),
)
DELIVERY = ("method", "sent_on", "signed_on", "proof", "recorded_by", "recorded_at")
OPINION = (
    *("serial", "consulted", "document", "question", "state", "position", "reasons"),
    *("answered_at", "is_late", "recorded_by", "silent_at", "withdrawn_at"),
)
PARTY_FIELDS = ("name", "is_person", "contact_person")
VERDICT = (*("verdict", "is_reasonable", "serves_public", "reasons", "decided_by", "decided_at"),)
FEE = (
    *("state", "basis", "month", "earlier", "quantity", "amount", "reasons", "how_to_pay"),
    *("proposed_by", "proposed_at", "decided_by", "decided_at", "paid_on", "paid_amount"),
    *("proof", "ended_at", "end_note"),
)
REMEDY = ("kind", "body", "number", "filed_on", "decided_on", "outcome", "recorded_by")
LIMIT = (
    *("rule_key", "rule_set", "organisation", "started_on", "due_on", "due_at", "provisional"),
    *("state", "closed_at", "delay_reason"),
)
FILE = ("original_name", "size", "sha256", "uploaded_at")

_ROLES = {
    **{str(role): name for role, name in ROLE_NAMES.items()},
    APPLICANT: "申请人",
    PARTY: "被征求意见人",
    "": "系统",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One field of one row: for programs ``name`` and ``value``, for people the rest."""

    name: str
    label: str
    value: object
    word: str


def told(row: Model, names: Iterable[str]) -> list[Said]:
    """The named fields of ``row``, in that order."""
    return [_said(row, name) for name in names]


def for_programs(said: Iterable[Said], **more: object) -> dict[str, object]:
    """The same as an object of JSON; ``more`` are facts that no field holds."""
    return {**{one.name: one.value for one in said}, **more}


def _said(row: Model, name: str) -> Said:
    value = getattr(row, name)
    if isinstance(value, Model):
        value = str(value)
    elif isinstance(value, datetime):
        value = local(value).isoformat()
    elif isinstance(value, date):
        value = value.isoformat()
    return Said(name, _label(row, name), value, _word(row, name, value))


def _label(row: Model, name: str) -> str:
    try:
        field: Any = row._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(capfirst(getattr(field, "verbose_name", name)))


def _word(row: Model, name: str, value: object) -> str:
    words: Mapping[str, object] = {"event": STEPS, "role": _ROLES}.get(name, {})  # type: ignore[assignment]
    if words:
        return str(words.get(str(value), value))
    if name == "from_state":
        states: Any = row._meta.get_field("to_state")
        return str(dict(states.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    shown = getattr(row, f"get_{name}_display", None)
    word = shown() if shown else value
    return "" if word is None else str(word)
