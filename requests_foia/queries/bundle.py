"""Everything a bundle of evidence holds: each part as it stands in the case now."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any

from django.db.models import Model, Q
from django.template.loader import render_to_string
from django.utils import translation

from portal.audit.models import AuditEntry
from portal.domain.clock import ClockError
from portal.files.contents import open_content
from portal.files.models import StoredFile
from portal.files.queries import files_of
from portal.obligations.queries import of
from portal.printing.queries import prints_of
from requests_foia.domain.bundle import Part, as_json
from requests_foia.models import Application, Letter, RemedyRecord, labels

from . import bundle_facts as facts
from .bundle_facts import Said, for_programs, told
from .letters import LETTER_PRINT
from .reckoning import reckoning
from .sent_files import sent_files

OWN_ACTS = ("request_bundle", "build_bundle", "download_bundle", "destroy_bundle")
"""What is done to the bundle itself is no part of the case: else no two would be the same."""
LONGEST_CHAIN = 20_000
"""Links between a case's entries that go along; a longer chain is verified in the house."""


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter of the readable file: a heading and its records."""

    title: str
    records: list[list[Said]]


@dataclass
class _Gathered:
    """What has been put together so far."""

    parts: list[Part] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)

    def text(self, path: str, content: str) -> None:
        data = content.encode()
        self.parts.append(Part(path, len(data), partial(io.BytesIO, data)))

    def json(self, path: str, value: object) -> None:
        self.text(path, as_json(value))

    def stored(self, path: str, file: StoredFile) -> dict[str, object]:
        """The file, or why it is not among the parts."""
        said = for_programs(told(file, facts.FILE))
        if not file.is_released:
            return {**said, "left_out": str(file.get_scan_state_display())}
        self.files.append(file)
        self.parts.append(Part(path, file.size, _opener(file)))
        return {**said, "path": path}


def bundle_parts(application: Application) -> list[Part]:
    """The parts of the bundle of a case; in Chinese, whoever asks.

    Call it in a transaction that holds the case, so that all parts are of one moment. The
    bytes of stored files are read later: they never change.
    """
    with translation.override("zh-hans"):
        found = _Gathered()
        _application(application, found)
        _course(application, found)
        _replies(application, found)
        _letters(application, found)
        _opinions(application, found)
        _others(application, found)
        _clock(application, found)
        _audit(application, found)
        context: dict[str, Any] = {"case": application, "sections": found.sections}
        found.text("case.html", render_to_string("requests_foia/bundle/case.html", context))
        context["longest_chain"] = LONGEST_CHAIN
        for path, name in (("README.txt", "readme.txt"), ("verify.py", "verify.txt")):
            found.text(path, render_to_string(f"requests_foia/bundle/{name}", context))
    return found.parts


def _application(case: Application, found: _Gathered) -> None:
    asked, who = told(case, facts.APPLICATION), told(case.details, facts.APPLICANT_FIELDS)
    sent = list(_numbered(sent_files(case), "attachments", found))
    found.json(
        "application.json",
        {"application": for_programs(asked), "applicant": for_programs(who), "attachments": sent},
    )
    found.sections += [Section("申请", [asked]), Section("申请人", [who])]
    found.sections.append(Section("申请人交来的文件", _file_records(sent)))


def _course(case: Application, found: _Gathered) -> None:
    for path, title, rows, names in (
        ("steps.json", "办理经过", case.steps.select_related("actor"), facts.STEP),
        (
            "facts.json",
            "计算期限所依据的事实",
            case.events.select_related("recorded_by", "approved_by", "party"),
            facts.FACT,
        ),
    ):
        _table(path, title, rows, names, found)


def _replies(case: Application, found: _Gathered) -> None:
    rows, records, searched = [], [], []
    people = ("drafted_by", "returned_by", "approved_by", "issued_by", "referred_to")
    for number, reply in enumerate(case.replies.select_related(*people), start=1):
        said, search = told(reply, facts.REPLY), told(reply, facts.SEARCH)
        checks = [told(check, facts.CHECK) for check in reply.checks.select_related("checked_by")]
        given = list(_numbered(files_of(reply), f"replies/{number:02d}", found))
        rows.append(
            for_programs(
                said,
                search=for_programs(search),
                checks=[for_programs(check) for check in checks],
                files=given,
            )
        )
        records += [said, *checks, *_file_records(given)]
        searched.append(search)
    found.json("replies.json", rows)
    found.sections += [Section("答复的起草与审查", records), Section("检索记录", searched)]


def _letters(case: Application, found: _Gathered) -> None:
    letters = list(case.letters.select_related("issued_by", "delivery__recorded_by"))
    printed = prints_of(letters, LETTER_PRINT)
    rows, records = [], []
    for number, letter in enumerate(letters, start=1):
        path = f"letters/{number:02d}"
        said, delivery = _letter_said(letter), getattr(letter, "delivery", None)
        delivered = told(delivery, facts.DELIVERY) if delivery else []
        # The very bytes that the letter's hash is of; the page beside it is for reading.
        found.text(f"{path}.body.html", letter.html)
        found.text(f"{path}.html", _letter_page(letter))
        job = printed.get(str(letter.pk))
        pdf = found.stored(f"{path}.pdf", job.file) if job and job.file else None
        more = {"body": f"{path}.body.html", "page": f"{path}.html", "pdf": pdf}
        rows.append(for_programs(said, **more, delivery=for_programs(delivered) or None))
        records += [said, delivered] if delivered else [said]
    found.json("letters.json", rows)
    found.sections.append(Section("文书与送达", records))


def _letter_said(letter: Letter) -> list[Said]:
    said = told(letter, facts.LETTER)
    name = str(labels.letter_name(letter.kind))
    return [Said(s.name, s.label, s.value, name) if s.name == "kind" else s for s in said]


def _letter_page(letter: Letter) -> str:
    return render_to_string("requests_foia/bundle/letter.html", {"letter": letter})


def _opinions(case: Application, found: _Gathered) -> None:
    rows, records = [], []
    asked = case.opinions.select_related("party", "letter", "verdict__decided_by", "recorded_by")
    for opinion in asked:
        said = told(opinion, facts.OPINION)
        who = told(opinion.party, facts.PARTY_FIELDS)
        verdict = getattr(opinion, "verdict", None)
        decided = told(verdict, facts.VERDICT) if verdict else []
        sent = list(_numbered(files_of(opinion), f"opinions/{opinion.serial:02d}", found))
        rows.append(
            for_programs(
                said,
                party=for_programs(who),
                letter=opinion.letter.number,
                verdict=for_programs(decided) or None,
                files=sent,
            )
        )
        records += [[*who, *said, *decided], *_file_records(sent)]
    alone = case.verdicts.filter(opinion__isnull=True).select_related("decided_by")
    decisions = [told(verdict, facts.VERDICT) for verdict in alone]
    found.json(
        "opinions.json",
        {"asked": rows, "decided_without_asking": [for_programs(one) for one in decisions]},
    )
    found.sections.append(Section("征求意见", records + decisions))


def _others(case: Application, found: _Gathered) -> None:
    _table("fees.json", "信息处理费", case.fees.order_by("pk"), facts.FEE, found)
    remedies = RemedyRecord.objects.filter(application=case, struck_at__isnull=True)
    ordered = remedies.select_related("recorded_by").order_by("filed_on", "pk")
    _table("remedies.json", "复议与诉讼", ordered, facts.REMEDY, found)


def _clock(case: Application, found: _Gathered) -> None:
    limits = of(case).select_related("organisation").order_by("created_at", "pk")
    kept = [for_programs(told(limit, facts.LIMIT), trace=limit.trace) for limit in limits]
    try:
        answer = reckoning(case) if case.received_on else None
    except ClockError:
        answer = None
    reply: dict[str, Any] = {}
    if answer:
        reply = {
            "received_on": answer.received_on.isoformat(),
            "started_on": answer.started_on.isoformat(),
            "due_on": answer.due_on.isoformat() if answer.due_on else None,
            "extended_by_working_days": answer.extended_by,
            "provisional": answer.provisional,
            "remarks": [str(remark) for remark in answer.remarks],
            "trace": [day.as_json() for day in answer.trace],
        }
    found.json("clock.json", {"rule_set": case.rule_set, "reply": reply, "limits": kept})
    context = {"case": case, "answer": answer}
    found.text("clock.html", render_to_string("requests_foia/bundle/clock.html", context))
    found.sections.append(Section("时限", [told(limit, facts.LIMIT) for limit in limits]))


def _audit(case: Application, found: _Gathered) -> None:
    """The entries of the case and of its files, each with what its hash is of."""
    own = Q(subject_type=case._meta.label_lower, subject_id=str(case.pk))
    own &= ~Q(action__in=[f"requests_foia.{verb}" for verb in OWN_ACTS])
    keys = [str(file.pk) for file in found.files]
    files = Q(subject_type=StoredFile._meta.label_lower, subject_id__in=keys)
    entries = list(AuditEntry.objects.filter(own | files).order_by("seq"))
    found.json(
        "audit/entries.json", [{"facts": entry.facts(), "hash": entry.hash} for entry in entries]
    )
    links = ["seq,prev_hash,hash\n"]
    if entries:
        first, last = entries[0].seq, entries[-1].seq
        between = AuditEntry.objects.filter(seq__range=(first, last)).order_by("seq")
        if last - first >= LONGEST_CHAIN:
            between = between.filter(seq__in=[entry.seq for entry in entries])
        rows = between.values_list("seq", "prev_hash", "hash")
        links += [f"{seq},{before},{own_hash}\n" for seq, before, own_hash in rows]
    found.text("audit/chain.csv", "".join(links))


def _table(
    path: str, title: str, rows: Iterable[Model], names: Iterable[str], found: _Gathered
) -> None:
    names = tuple(names)
    records = [told(row, names) for row in rows]
    found.json(path, [for_programs(record) for record in records])
    found.sections.append(Section(title, records))


def _numbered(
    files: Iterable[StoredFile], folder: str, found: _Gathered
) -> Iterator[dict[str, object]]:
    for number, file in enumerate(files, start=1):
        yield found.stored(f"{folder}/{number:02d}.{file.extension}", file)


def _file_records(files: Iterable[Mapping[str, object]]) -> list[list[Said]]:
    names = {
        "original_name": "文件名",
        "path": "在本包中",
        "left_out": "未收入的原因",
        "sha256": "SHA-256",
    }
    return [
        [Said(key, label, one[key], str(one[key])) for key, label in names.items() if key in one]
        for one in files
    ]


def _opener(file: StoredFile) -> Callable[[], IO[bytes]]:
    return partial(open_content, file)
