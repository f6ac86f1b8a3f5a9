"""What of a case names people, or may: all of it goes, and the case itself stays countable.

Free text is destroyed, not masked: masks find numbers, but no names.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Model

from portal.files.actions import destroy_rows
from portal.files.models import StoredFile
from portal.outbox.actions import forget_about
from portal.printing.actions import stop_printing
from requests_foia.domain.public_log import EntryState
from requests_foia.domain.retention import DESTROYED
from requests_foia.models import (
    AnsweredEntry,
    ApplicantDetails,
    Application,
    ApplicationStep,
    AskedAlike,
    CaseEvent,
    ConversionReview,
    Deliberation,
    DeliberationView,
    Delivery,
    EvidenceBundle,
    FeeCharge,
    Letter,
    Opinion,
    OpinionParty,
    Reply,
    ReplyCheck,
    SelfCheckEntry,
    ThirdPartyVerdict,
    UnitTask,
)
from requests_foia.queries.retention import counts_of, subjects_of

REASON = "归档后保存期满，按批准的清单销毁"
BundleState = EvidenceBundle.State
_PERSON = ("name", "contact_person", "phone", "email", "address")
OWN_WORDS: Mapping[str, str] = {
    "title": "",
    "document_number": "",
    "content": DESTROYED,
    "help_note": "",
    "code_hash": "",
}
"""What becomes of the words of the case itself; without its hash no code opens it any more."""
WORDS: Mapping[type[Model], tuple[str, Mapping[str, str]]] = {
    ApplicantDetails: (
        "application",
        dict.fromkeys(
            (
                *_PERSON,
                *("id_type", "id_number", "id_number_index", "credit_code", "credit_code_index"),
                *("legal_representative", "fax", "postcode"),
            ),
            "",
        ),
    ),
    OpinionParty: ("opinion__application", dict.fromkeys(_PERSON, "")),
    Opinion: ("application", dict.fromkeys(("document", "question", "reasons"), "")),
    ThirdPartyVerdict: ("application", {"reasons": ""}),
    CaseEvent: ("application", {"text": "", "evidence": ""}),
    ApplicationStep: ("application", {"note": "", "public_note": ""}),
    Letter: ("application", {"html": "", "addressee": ""}),
    Delivery: ("letter__application", {"proof": DESTROYED}),
    Reply: (
        "application",
        {
            "text": DESTROYED,
            **dict.fromkeys(("reasons", "separation", "withheld", "search_note"), ""),
            **dict.fromkeys(("search_places", "search_words", "searched_by"), ""),
            **dict.fromkeys(("referral", "return_note"), ""),
        },
    ),
    ReplyCheck: ("reply__application", {"opinion": DESTROYED}),
    ConversionReview: ("application", {"reasons": DESTROYED}),
    AskedAlike: ("cases", {"reasons": DESTROYED}),
    SelfCheckEntry: ("application", {"reasons": DESTROYED}),
    UnitTask: ("application", {"task": DESTROYED, "result": DESTROYED}),
    Deliberation: ("application", {"topic": DESTROYED, "conclusion": DESTROYED}),
    DeliberationView: ("deliberation__application", {"view": DESTROYED}),
    FeeCharge: (
        "application",
        {"reasons": DESTROYED, "how_to_pay": DESTROYED, "proof": "", "end_note": ""},
    ),
}
"""By table: how its rows hang on the case, and what stands in their columns afterwards."""
STAMPED = (ApplicantDetails, OpinionParty)
"""The tables of people, whose rows say when they were emptied."""


def forget_case(case: Application, *, at: datetime) -> dict[str, int]:
    """Destroy what names people in a locked case; answers how much of what there was.

    Number, days, class, kind of reply, statistics, ledger, audit, and number and hash of each
    letter stay. Bytes of files go when the transaction commits.
    """
    counts = dict(counts_of([case])[str(case.pk)])
    subjects = subjects_of([case])
    for label, keys in subjects.items():
        rows = StoredFile.objects.filter(subject_type=label, subject_id__in=list(keys))
        destroy_rows(rows=rows, actor=None, at=at, reason=REASON)
    letters = Letter._meta.label_lower
    stop_printing(subject_type=letters, keys=subjects[letters], at=at)
    forget_about(subjects=subjects, at=at)
    for model, (path, words) in WORDS.items():
        changes: dict[str, object] = {**words}
        if model in STAMPED:
            changes["forgotten_at"] = at
        model._base_manager.filter(**{path: case}).update(**changes)
    # A released entry of the public log was held against the names and stays; a draft was not.
    unreleased = AnsweredEntry.objects.filter(application=case).exclude(state=EntryState.RELEASED)
    unreleased.update(subject=DESTROYED, summary="", letter_text="", explanation="")
    bundles = case.bundles.filter(state__in=(BundleState.WAITING, BundleState.READY))
    bundles.update(state=BundleState.DESTROYED)
    for opinion in case.opinions.all():
        # The column is unique; what stands there now is the hash of nothing.
        Opinion.objects.filter(pk=opinion.pk).update(code_hash=f"destroyed:{opinion.pk}")
    case.forgotten_at = case.updated_at = at
    case.version += 1
    for name, value in OWN_WORDS.items():
        setattr(case, name, value)
    case.save(update_fields=[*OWN_WORDS, "forgotten_at", "updated_at", "version"])
    return counts
