"""What a question, an answer and a decision must say; each answers a list of faults."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.workflow import Refusal
from requests_foia.domain import opinions as law
from requests_foia.domain.opinions import CONSULTATIONS, Consulted, OpinionState, Position, Verdict
from requests_foia.domain.party import LENGTHS, PartyData
from requests_foia.models import ApplicantDetails, Application, Opinion

from .opinions import opinion_end
from .words import TEXT_LIMIT, text_faults

_VERDICT_FAULTS = {
    law.Fault.CONSENTED: gettext_lazy("第三方同意公开的，不得以损害其权益为由不公开（第十五条）。"),
    law.Fault.REASONABLE: gettext_lazy(
        "第三方不同意且理由合理的，不予公开；认为不公开可能对公共利益造成重大影响的，"
        "须作出这一认定才能公开（第三十二条）。"
    ),
    law.Fault.UNREASONABLE: gettext_lazy("认定第三方的理由不合理的，不能据此不公开。"),
    law.Fault.NOT_ASKED: gettext_lazy("没有征求第三方意见的，只能决定不公开（第三十二条）。"),
}


def question_faults(
    case: Application,
    consulted: Consulted,
    party: PartyData,
    document: str,
    question: str,
    working_days: int | None,
) -> Iterator[Refusal]:
    """Why this letter can't be written."""
    for field, limit in LENGTHS.items():
        missing = _("请填写被征求意见的个人或者单位。") if field == "name" else ""
        yield from text_faults(field, getattr(party, field), missing, limit=limit)
    yield from _reachable(party)
    yield from text_faults("document", document, _("请写明涉及的文件。"), limit=300)
    question_missing = _("请写明就什么征求意见。")
    yield from text_faults("question", question, question_missing, limit=TEXT_LIMIT)
    yield from _names_applicant(case, document, question)
    if CONSULTATIONS[consulted].sets_period:
        if working_days is None or not 1 <= working_days <= law.LONGEST_PERIOD:
            text = _("征求其他机关意见的，请写明1至%(longest)d个工作日的期限。")
            yield Refusal("working_days", text % {"longest": law.LONGEST_PERIOD})
    elif working_days is not None:
        yield Refusal("working_days", _("第三方和共同制作机关的意见期限由条例规定，不能另定。"))


def _reachable(party: PartyData) -> Iterator[Refusal]:
    if not (party.address or party.email or party.phone):
        yield Refusal("address", _("请至少填写一种联系方式，征求意见书才能送达。"))
    if party.email:
        try:
            validate_email(party.email)
        except ValidationError:
            yield Refusal("email", _("电子邮箱格式不对，请核对。"))


def _names_applicant(case: Application, *texts: str) -> Iterator[Refusal]:
    """Whoever is asked must not learn who applied."""
    details = ApplicantDetails.objects.get(application=case)
    known = (details.name, details.id_number, details.credit_code, details.phone, details.email)
    if any(value and value in text for value in known for text in texts):
        yield Refusal("question", _("征求意见书不得写明申请人的姓名、名称、证件号码或者联系方式。"))


def answer_faults(
    opinion: Opinion | None,
    position: Position,
    reasons: str,
    *,
    day: date,
    on: date,
    evidence: str | None,
) -> Iterator[Refusal]:
    """Why this answer can't be taken in; ``evidence`` is None for the party itself."""
    yield from _awaited(opinion)
    missing = "" if position is Position.AGREE else _("不同意或者部分同意公开的，请说明理由。")
    yield from text_faults("reasons", reasons, missing, limit=5000)
    if evidence is not None:
        yield from text_faults("evidence", evidence, _("请写明答复的来文或者记录。"), limit=300)
    if day > on:
        yield Refusal("received_on", _("日期不能晚于今天。"))
    elif opinion and day < opinion.asked.happened_on:
        yield Refusal("received_on", _("日期不能早于征求意见书发出之日。"))


def _awaited(opinion: Opinion | None) -> Iterator[Refusal]:
    if opinion is None:
        yield Refusal("opinion", _("这件申请没有这份征求意见。"))
    elif opinion.state == OpinionState.ANSWERED:
        yield Refusal("answered", _("这份征求意见已经答复过。"))
    elif opinion.state == OpinionState.WITHDRAWN:
        yield Refusal("withdrawn", _("这份征求意见已经撤回，不需要答复。"))
    elif hasattr(opinion, "verdict"):
        yield Refusal("decided", _("行政机关已经作出决定，不能再提出意见。"))
    elif opinion.state == OpinionState.SILENT and opinion.consulted == Consulted.CO_MAKER:
        yield Refusal("consented", _("逾期未提出意见，已视为同意公开（第三十四条）。"))


def delivery_faults(
    opinion: Opinion | None, received_on: date, proof: str, *, on: date
) -> Iterator[Refusal]:
    """Why this day can't be the one on which the letter arrived."""
    if opinion is None or opinion.state != OpinionState.OPEN:
        yield Refusal("opinion", _("请选择正在征求的意见。"))
        return
    yield from text_faults("proof", proof, _("请填写送达凭证。"), limit=300)
    if opinion.asked.delivered_on:
        text = _("已登记对方于%(day)s收到，不能更改。")
        yield Refusal("delivered", text % {"day": opinion.asked.delivered_on})
    if received_on > on:
        yield Refusal("received_on", _("日期不能晚于今天。"))
    elif received_on < opinion.asked.happened_on:
        yield Refusal("received_on", _("日期不能早于征求意见书发出之日。"))


def withdrawal_faults(opinion: Opinion | None, reason: str) -> Iterator[Refusal]:
    """Why the question can't be taken back."""
    if opinion is None or opinion.state != OpinionState.OPEN:
        yield Refusal("opinion", _("请选择正在征求的意见。"))
    yield from text_faults("reason", reason, _("请写明不再征求意见的理由。"))


def decision_faults(
    opinion: Opinion | None,
    verdict: Verdict,
    reasons: str,
    *,
    was_asked: bool,
    is_reasonable: bool,
    serves_public: bool,
    on: date,
) -> Iterator[Refusal]:
    """Why the agency can't decide so about a third party's interest."""
    yield from text_faults("reasons", reasons, _("请写明权衡的理由。"), limit=TEXT_LIMIT)
    if was_asked:
        yield from _undecided(opinion, on)
    position = Position(opinion.position) if opinion and opinion.position else None
    for fault in law.verdict_faults(
        position,
        verdict,
        was_asked=was_asked,
        is_reasonable=is_reasonable,
        serves_public=serves_public,
    ):
        yield Refusal(fault, str(_VERDICT_FAULTS[fault]))


def _undecided(opinion: Opinion | None, on: date) -> Iterator[Refusal]:
    if opinion is None or opinion.consulted != Consulted.THIRD_PARTY:
        yield Refusal("opinion", _("请选择征求过意见的第三方。"))
    elif opinion.state == OpinionState.WITHDRAWN:
        yield Refusal("opinion", _("这份征求意见已经撤回。"))
    elif hasattr(opinion, "verdict"):
        yield Refusal("decided", _("已经对这个第三方作出决定。"))
    elif opinion.state == OpinionState.OPEN:
        end = opinion_end(opinion)
        if end is None:
            yield Refusal("opinion_undelivered", _("尚未登记第三方收到征求意见书的日期。"))
        elif on <= end:
            text = _("第三方的意见期限至%(day)s届满，届满前不能作出决定。")
            yield Refusal("opinion_open", text % {"day": end})
