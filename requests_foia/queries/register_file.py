"""The register as a file: one line for each case, without anything that names a person.

Free text stays out of it: what people ask for may say who they are. Who may know the
applicant takes the second file, ``people_lines``, whose reading the audit chain records.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.domain.moments import local
from requests_foia.domain.filing import ApplicantData
from requests_foia.models import ApplicantDetails, Application, labels

from .register import days_left

CHUNK_ROWS = 2000
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the case, and how its value is put into words."""

    field: str
    word: Callable[[Any], object] = lambda value: value
    name: str | Promise = ""

    @property
    def heading(self) -> str:
        field: Any = Application._meta.get_field(self.field)
        return str(self.name or capfirst(field.verbose_name))


def _moment(at: datetime | None) -> str:
    return local(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(value: bool) -> str:
    return str(_("是")) if value else ""


def _of(words: Mapping[Any, Any]) -> Callable[[str], object]:
    return lambda value: words.get(value, value)


COLUMNS = (
    Column("number"),
    Column("organisation", str),
    Column("channel", _of(labels.CHANNELS)),
    Column("applicant_class", _of(labels.APPLICANT_CLASSES)),
    Column("submitted_at", _moment),
    Column("received_on", _day),
    Column("confirmed_at", _moment),
    Column("registered_at", _moment),
    Column("state", _of(labels.STATES)),
    Column("due_on", _day),
    Column("due_is_provisional", _yes),
    Column("assigned_unit", lambda unit: str(unit or "")),
    Column("officer", lambda person: str(person or "")),
    Column("replied_on", _day),
    Column("outcome", _of({**labels.REPLY_KINDS, **labels.ENDINGS})),
    Column("ground", _of(labels.GROUNDS)),
    Column("closed_at", _moment),
    Column("archived_at", _moment),
    Column("statistics_row"),
    Column("wanted_form", _of(labels.WANTED_FORMS)),
    Column("wanted_way", _of(labels.WANTED_WAYS)),
    Column("needs_help", _yes),
    Column("rule_set"),
)
LEFT = _("剩余工作日（负数为逾期）")
# What a person typed; none of it may be in the file for everybody.
_TYPED = ("content", "title", "document_number", "help_note")
_KEYS = ("code_hash", "idempotency_hash")

# What is known of an applicant, in the order in which staff see it.
PEOPLE_FIELDS = (
    "name",
    "id_type",
    "id_number",
    "credit_code",
    "legal_representative",
    "contact_person",
    "phone",
    "fax",
    "email",
    "address",
    "postcode",
)


def register_names() -> list[str]:
    """The head of the file."""
    return [*(column.heading for column in COLUMNS), str(LEFT)]


def plain_rows(rows: QuerySet[Application]) -> QuerySet[Application]:
    """``rows`` with what the file needs, and without what it may not hold."""
    return (
        rows.prefetch_related(None)
        .select_related("organisation", "assigned_unit", "officer")
        .defer(*_TYPED, *_KEYS)
    )


def lines_of_chunk(rows: Sequence[Application], on: date) -> Iterable[list[object]]:
    """One line for each of the rows; a constant number of queries for all of them."""
    left = days_left(rows, on)
    for row in rows:
        cells = [column.word(getattr(row, column.field)) for column in COLUMNS]
        yield [*(_plain(cell) for cell in cells), left.get(row)]


def register_lines(rows: QuerySet[Application], on: date) -> Iterator[list[object]]:
    """The file's lines, a chunk of cases at a time: memory does not grow with the rows."""
    found = plain_rows(rows).iterator(chunk_size=CHUNK_ROWS)
    while chunk := list(islice(found, CHUNK_ROWS)):
        yield from lines_of_chunk(chunk, on)


def people_names() -> list[str]:
    """The head of the file that names the applicants."""
    fields = {field.name: field for field in ApplicantDetails._meta.fields}
    people = [str(capfirst(fields[name].verbose_name)) for name in PEOPLE_FIELDS]
    typed = [str(capfirst(Application._meta.get_field(name).verbose_name)) for name in _TYPED]  # type: ignore[union-attr]
    return [*register_names(), *typed, *people]


def people_lines(
    people: Sequence[tuple[Application, ApplicantData]], on: date
) -> Iterable[list[object]]:
    """The same lines with what was typed and who applied."""
    lines = lines_of_chunk([case for case, _said in people], on)
    for (case, said), line in zip(people, lines, strict=True):
        typed = [getattr(case, name) for name in _TYPED]
        values = {name: getattr(said, name) for name in PEOPLE_FIELDS}
        values["id_type"] = str(labels.ID_TYPES[said.id_type]) if said.id_type else ""
        yield [*line, *typed, *values.values()]


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Promise) else value
