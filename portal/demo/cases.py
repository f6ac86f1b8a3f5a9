"""Applications of the district in every state, one of them overdue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from stdnum.cn import ric, uscc

from portal.agencies.models import Organisation, User
from requests_foia import actions
from requests_foia.domain.fees import Basis
from requests_foia.domain.filing import ApplicantData, ContentData
from requests_foia.domain.opinions import Consulted, Position, Verdict
from requests_foia.domain.party import PartyData
from requests_foia.domain.replies import REPLIES, Ground, ReplyKind
from requests_foia.domain.vocabulary import (
    ApplicantClass,
    Channel,
    DeliveryMethod,
    IdType,
    WantedForm,
    WantedWay,
)
from requests_foia.models import Application

from . import diary
from .diary import Entry
from .stage import Stage

UNITS = {
    "yxzj": ("yxzj-gx", "drafter"),
    "yxjy": ("yxjy-jj", "edu-drafter"),
}


@dataclass
class Case:
    """One application on the stage, and what its steps need to know."""

    stage: Stage
    record: dict[str, Any]
    number: int
    filed_on: date
    application: Application | None = None
    code: str = ""
    asked: list[actions.Asked] = field(default_factory=list)

    @property
    def organisation(self) -> Organisation:
        return self.stage.organisations[self.record["organisation"]]

    @property
    def current(self) -> Application:
        assert self.application is not None  # noqa: S101 - filing comes first
        return Application.objects.get(pk=self.application.pk)


def entries(stage: Stage, shown: list[Case]) -> Iterator[Entry]:
    """The entries of every case; ``shown`` receives the cases with their codes."""
    for number, record in enumerate(diary.read("applications.toml"), start=1):
        case = Case(stage, record, number, stage.working_day(stage.today, -record["filed"]))
        shown.append(case)
        yield Entry(stage.at(case.filed_on, 9, 5 + number), filing(case))
        for order, step in enumerate(record.get("steps", [])):
            day = stage.working_day(case.filed_on, step["after"])
            yield Entry(stage.at(day, 10 + order, number), step_of(case, step))


def filing(case: Case) -> Callable[[datetime], None]:
    def file(at: datetime) -> None:
        channel = Channel(case.record.get("channel", "web"))
        filed = actions.file_application(
            organisation=case.organisation,
            channel=channel,
            applicant=_applicant(case),
            content=_content(case),
            idempotency_key=f"demo-{case.number}",
            at=at,
            actor=None if channel is Channel.WEB else case.stage.office_of(case.organisation),
        )
        case.application, case.code = filed.application, filed.code

    return file


def _applicant(case: Case) -> ApplicantData:
    given = dict(case.record["applicant"])
    given["applicant_class"] = ApplicantClass(given["applicant_class"])
    if "id_type" in given:
        given["id_type"] = IdType(given["id_type"])
        given["id_number"] = _id_number(case.number)
    else:
        given["credit_code"] = _credit_code(case.number)
    return ApplicantData(**given)


def _content(case: Case) -> ContentData:
    help_note = case.record.get("help_note", "")
    electronic = "email" in case.record["applicant"]
    return ContentData(
        **case.record["content"],
        wanted_form=WantedForm.ELECTRONIC if electronic else WantedForm.PAPER,
        wanted_way=WantedWay.EMAIL if electronic else WantedWay.PICKUP,
        needs_help=bool(help_note),
        help_note=help_note,
    )


def _id_number(number: int) -> str:
    """A number with a correct check digit of a birth that cannot be an applicant's."""
    base = f"11010119000101{number:03d}"
    return base + ric.calc_check_digit(base + "0")


def _credit_code(number: int) -> str:
    base = f"91990103MA{number:06d}"
    body = base + _organisation_check_digit(base[8:])
    return body + uscc.calc_check_digit(body)


def _organisation_check_digit(code: str) -> str:
    """The ninth character of an organisation code (GB 11714)."""
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(values.index(c) * w for c, w in zip(code, weights, strict=True))
    return "0X987654321"[total % 11]


def step_of(case: Case, step: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        _STEPS[step["do"]](case, step, at)

    return do


def _office(case: Case) -> User:
    return case.stage.office_of(case.organisation)


def _confirm(case: Case, _step: dict[str, Any], at: datetime) -> None:
    actions.confirm_receipt(application=case.current, actor=_office(case), at=at)


def _register(case: Case, _step: dict[str, Any], at: datetime) -> None:
    actions.register(application=case.current, actor=_office(case), at=at)


def _assign(case: Case, _step: dict[str, Any], at: datetime) -> None:
    unit, officer = UNITS[case.organisation.code]
    actions.assign(
        application=case.current,
        unit=case.stage.organisations[unit],
        officer=case.stage.staff[officer],
        actor=_office(case),
        at=at,
    )


def _request_correction(case: Case, step: dict[str, Any], at: datetime) -> None:
    actions.request_correction(
        application=case.current, missing=step["note"], actor=_office(case), at=at
    )


def _extend(case: Case, step: dict[str, Any], at: datetime) -> None:
    actions.extend_deadline(
        application=case.current,
        working_days=step["working_days"],
        reason=step["note"],
        actor=case.stage.leader_of(case.organisation),
        at=at,
    )


def _ask(case: Case, step: dict[str, Any], at: datetime) -> None:
    asked = actions.ask_opinion(
        application=case.current,
        consulted=Consulted(step["consulted"]),
        party=PartyData(**step["party"]),
        document=step["document"],
        question=step["question"],
        working_days=step.get("working_days"),
        actor=_office(case),
        at=at,
    )
    case.asked.append(asked)


def _arrive(case: Case, _step: dict[str, Any], at: datetime) -> None:
    actions.deliver_question(
        application=case.current,
        opinion=case.asked[-1].opinion,
        method=DeliveryMethod.POST,
        received_on=at.date(),
        proof="EMS 签收回执",
        actor=_office(case),
        at=at,
    )


def _opine(case: Case, step: dict[str, Any], at: datetime) -> None:
    actions.answer_opinion(
        application=case.current,
        opinion=case.asked[-1].opinion,
        position=Position(step["position"]),
        reasons=step["reasons"],
        at=at,
    )


def _decide(case: Case, step: dict[str, Any], at: datetime) -> None:
    actions.decide_third_party(
        application=case.current,
        opinion=case.asked[-1].opinion,
        verdict=Verdict(step["verdict"]),
        is_reasonable=step["is_reasonable"],
        reasons=step["reasons"],
        actor=case.stage.leader_of(case.organisation),
        at=at,
    )


def _draft(case: Case, step: dict[str, Any], at: datetime) -> None:
    actions.draft_reply(
        application=case.current,
        kind=ReplyKind(step["kind"]),
        text=step["text"],
        ground=Ground(step["ground"]) if "ground" in step else None,
        reasons=step.get("reasons", ""),
        separation=step.get("separation", ""),
        withheld=step.get("withheld", ""),
        search_note=step.get("search_note", "已检索本机关档案室和办公系统。"),
        search_places=step.get("search_places", ""),
        search_words=step.get("search_words", ""),
        searched_by=step.get("searched_by", ""),
        **_conversion(step),
        actor=case.stage.staff[UNITS[case.organisation.code][1]],
        at=at,
    )


def _conversion(step: dict[str, Any]) -> dict[str, Any]:
    """Whether it is published for everybody: not here."""
    if not REPLIES[ReplyKind(step["kind"])].discloses:
        return {}
    return {"converts": False, "conversion_reasons": "只涉及申请人关心的个别事项。"}


def _list(case: Case, step: dict[str, Any], at: datetime) -> None:
    """Into the public log: worded by the office, released by the leader."""
    entry = actions.prepare_entry(
        application=case.current,
        subject=step["subject"],
        summary=step["summary"],
        actor=_office(case),
        at=at,
    )
    actions.release_entry(entry=entry, actor=case.stage.leader_of(case.organisation), at=at)


def _propose_fee(case: Case, step: dict[str, Any], at: datetime) -> None:
    actions.propose_fee(
        application=case.current,
        basis=Basis(step["basis"]),
        quantity=step["quantity"],
        reasons=step["reasons"],
        how_to_pay=step["how_to_pay"],
        actor=case.stage.staff[UNITS[case.organisation.code][1]],
        at=at,
    )


def _approve_fee(case: Case, _step: dict[str, Any], at: datetime) -> None:
    leader = case.stage.leader_of(case.organisation)
    actions.approve_fee(application=case.current, actor=leader, at=at)


def _deliver_fee_notice(case: Case, _step: dict[str, Any], at: datetime) -> None:
    actions.deliver_fee_notice(
        application=case.current,
        method=DeliveryMethod.ONLINE,
        received_on=at.date(),
        proof="平台阅读记录",
        actor=_office(case),
        at=at,
    )


def _check(case: Case, step: dict[str, Any], at: datetime) -> None:
    """The checks the draft needs, each by its reviewer."""
    reviewers = {"secrecy": case.stage.reviewer_of, "legality": case.stage.legal_of}
    checks = {"secrecy": actions.check_secrecy, "legality": actions.check_legality}
    reply = case.current.replies.get(returned_at=None)
    for kind in reply.checks.filter(checked_at=None).values_list("kind", flat=True):
        checks[kind](
            application=case.current,
            opinion=step.get("opinion", "经审查，同意。"),
            actor=reviewers[kind](case.organisation),
            at=at,
        )


def _approve(case: Case, _step: dict[str, Any], at: datetime) -> None:
    leader = case.stage.leader_of(case.organisation)
    actions.approve(application=case.current, actor=leader, at=at)


def _issue(case: Case, _step: dict[str, Any], at: datetime) -> None:
    actions.issue(application=case.current, actor=_office(case), at=at)


def _deliver(case: Case, _step: dict[str, Any], at: datetime) -> None:
    actions.deliver(
        application=case.current,
        method=DeliveryMethod.EMAIL,
        proof="邮件发送回执",
        sent_on=at.date(),
        actor=_office(case),
        at=at,
    )


def _archive(case: Case, _step: dict[str, Any], at: datetime) -> None:
    actions.archive(application=case.current, actor=_office(case), at=at)


def _withdraw(case: Case, step: dict[str, Any], at: datetime) -> None:
    actions.withdraw(application=case.current, reason=step["note"], at=at)


_STEPS: dict[str, Callable[[Case, dict[str, Any], datetime], None]] = {
    "confirm": _confirm,
    "register": _register,
    "assign": _assign,
    "request_correction": _request_correction,
    "extend": _extend,
    "ask": _ask,
    "arrive": _arrive,
    "opine": _opine,
    "decide": _decide,
    "draft": _draft,
    "propose_fee": _propose_fee,
    "approve_fee": _approve_fee,
    "deliver_fee_notice": _deliver_fee_notice,
    "check": _check,
    "approve": _approve,
    "issue": _issue,
    "deliver": _deliver,
    "archive": _archive,
    "list": _list,
    "withdraw": _withdraw,
}
