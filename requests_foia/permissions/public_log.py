"""What stands in the way of listing an answered application before the public."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.queries.content import personal_data_in
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal
from requests_foia.domain.public_log import (
    bare,
    is_copied,
    may_quote_letter,
    names_day,
    tells_secret,
)
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import AnsweredEntry, ApplicantDetails, Application, OpinionParty

from .attempt import Attempt
from .words import text_faults

SUBJECT_LIMIT, SUMMARY_LIMIT, LETTER_LIMIT = 100, 2000, 20000
FIELDS = {
    "subject": gettext_lazy("主题"),
    "summary": gettext_lazy("摘要"),
    "letter_text": gettext_lazy("答复内容"),
}
_PARTICULARS = (
    "name",
    "id_number",
    "credit_code",
    "legal_representative",
    "contact_person",
    "phone",
    "fax",
    "email",
    "address",
)
_PARTY_PARTICULARS = ("name", "contact_person", "phone", "fax", "email", "address")
_SHORTEST = 2


def entry_faults(
    case: Application, *, subject: str, summary: str, letter_text: str
) -> list[Refusal]:
    """Every reason why these words may not stand in the log.

    Read are the applicant's and third parties' particulars, only to find them in the words;
    no refusal repeats one.
    """
    words = {"subject": subject, "summary": summary, "letter_text": letter_text}
    faults = text_faults("subject", subject, _("请用机关自己的话写明主题。"), limit=SUBJECT_LIMIT)
    faults += text_faults("summary", summary, "", limit=SUMMARY_LIMIT)
    faults += text_faults("letter_text", letter_text, "", limit=LETTER_LIMIT)
    if case.is_out_of_log:
        faults.append(_left_out())
    faults += _secrets(case, words)
    for field, text in words.items():
        if text.strip():
            faults += _identifying(case, field, text)
    return faults


def _secrets(case: Application, words: dict[str, str]) -> Iterator[Refusal]:
    if tells_secret(case.ground):
        if words["summary"].strip() or words["letter_text"].strip():
            text = _("因国家秘密、公共安全等不予公开的，只能列出主题和结果，摘要和答复内容须留空。")
            yield Refusal("secret", text)
    elif words["letter_text"].strip() and not may_quote_letter(case.outcome, case.ground):
        yield Refusal("letter_text", _("没有公开信息的答复，不列出答复内容。"))


def _identifying(case: Application, field: str, text: str) -> Iterator[Refusal]:
    place = FIELDS[field]
    for sentence in personal_data_in({str(place): text}):
        yield Refusal(field, sentence)
    own = bare(text)
    for known in _known_particulars(case):
        if len(known) >= _SHORTEST and known in own:
            sentence = _("%(place)s含有申请人或者第三方的姓名、名称或者联系方式，请删去。")
            yield Refusal(field, sentence % {"place": place})
            break
    numbers = [case.number, *case.letters.values_list("number", flat=True)]
    if any(bare(number) in own for number in numbers if bare(number)):
        sentence = _("%(place)s含有申请编号或者文书文号，请删去。")
        yield Refusal(field, sentence % {"place": place})
    if names_day(text, _days(case)):
        sentence = _("%(place)s含有这件申请的确切日期，只能写到月份。")
        yield Refusal(field, sentence % {"place": place})
    if is_copied(text, [case.title, case.content, case.help_note]):
        sentence = _("%(place)s照抄了申请人的原话，请用机关自己的话改写。")
        yield Refusal(field, sentence % {"place": place})


def _known_particulars(case: Application) -> Iterator[str]:
    details = ApplicantDetails.objects.filter(application=case).first()
    parties = OpinionParty.objects.filter(opinion__application=case)
    for row, names in ((details, _PARTICULARS), *((one, _PARTY_PARTICULARS) for one in parties)):
        for name in names:
            if value := bare(str(getattr(row, name, "") or "")):
                yield value


def _days(case: Application) -> set[date]:
    moments = [case.submitted_at, case.confirmed_at, case.registered_at, case.closed_at]
    days = {local_day(at) for at in moments if at} | {case.received_on, case.replied_on}
    days |= set(case.events.values_list("happened_on", flat=True))
    return {day for day in days if day}


def _left_out() -> Refusal:
    return Refusal("left_out", _("申请人要求不列入已答复的申请。"))


def _was_answered(attempt: Attempt) -> list[Refusal]:
    if attempt.application.outcome in set(ReplyKind):
        return []
    return [Refusal("no_answer", _("这件申请没有答复，不列入已答复的申请。"))]


def _entry_is_missing(attempt: Attempt) -> list[Refusal]:
    if not AnsweredEntry.objects.filter(application=attempt.application).exists():
        return []
    return [Refusal("entry_exists", _("这件申请已经拟过条目。"))]


def _applicant_allows_entry(attempt: Attempt) -> list[Refusal]:
    return [_left_out()] if attempt.application.is_out_of_log else []


LOG_GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "was_answered": _was_answered,
    "entry_is_missing": _entry_is_missing,
    "applicant_allows_entry": _applicant_allows_entry,
}
