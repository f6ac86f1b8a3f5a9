"""A whole year before this one: its applications, remedies and the report published on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from portal.agencies.models import Organisation, User
from portal.desk.actions import record_edit
from requests_foia import actions
from requests_foia.domain.annual import Outcome, RemedyKind
from requests_foia.models import Application, ProactiveCount

from . import cases, diary
from .cases import Case
from .diary import Entry
from .stage import Stage

BUREAU, DISTRICT = "yxzj", "yx"
# So many working days after the filing each step is taken.
_ANSWER = (("assign", 2), ("draft", 6), ("check", 7), ("approve", 8), ("issue", 9), ("deliver", 9))
_ENDINGS = {
    "withdraw": (("withdraw", 3),),
    "lapse": (("request_correction", 3), ("lapse", 25)),
}
_TEXTS = {
    "disclosed": "经检索，您申请的信息予以公开，随文提供。",
    "already_public": "您申请的信息已主动公开，可在本平台“规划和相关政策”栏目查阅。",
    "partial": "您申请的信息部分公开，随文提供；属于内部事务信息的部分不予公开。",
    "refused": "您申请的信息不予公开。",
    "not_held": "您申请的信息不属于本机关负责公开，建议向区教育局提出。",
    "not_existing": "经检索，本机关没有您申请的信息。",
    "needs_processing": "您申请的信息需要加工、分析，本机关不予提供。",
    "petition": "您反映的事项属于投诉，请通过12345热线提出。",
    "duplicate": "您的同一申请本机关已经答复，不再重复处理。",
}
_REASONS = "依照《中华人民共和国政府信息公开条例》的规定，理由见上。"


def entries(stage: Stage) -> Iterator[Entry]:
    """Everything that happened last year, and in January and March to report on it."""
    year = stage.today.year - 1
    for number, record in enumerate(diary.read("last_year.toml"), start=301):
        yield from _case(stage, record, number, year)
    yield from _remedies(stage, year)
    yield Entry(stage.at(date(year, 12, 30)), partial(_key_in, stage, year))
    for body, month, day in ((BUREAU, 1, 19), (DISTRICT, 3, 16)):
        if stage.today >= date(year + 1, month, day):
            moment = stage.at(date(year + 1, month, day), 15)
            yield Entry(moment, partial(_report, stage, stage.organisations[body], year))


def _case(stage: Stage, record: dict[str, Any], number: int, year: int) -> Iterator[Entry]:
    month, day = map(int, record["on"].split("-"))
    filed_on = stage.working_day(stage.working_day(date(year, month, day), 1), -1)
    case = Case(stage, _record(record), number, filed_on)
    yield Entry(stage.at(filed_on, 9, number % 60), cases.filing(case))
    ending = record["ending"]
    steps = (("confirm", 1), ("register", 1), *_ENDINGS.get(ending, (*_ANSWER, ("archive", 12))))
    for order, (name, after) in enumerate(steps):
        step = {"do": name, "note": _NOTES.get(name, ""), "kind": ending, **_reply(record)}
        moment = stage.at(stage.working_day(filed_on, after), 10 + order, number % 60)
        yield Entry(moment, cases.step_of(case, step) if name != "lapse" else partial(_lapse, case))


_NOTES = {
    "withdraw": "已从其他渠道获得。",
    "request_correction": "请说明所需文件的名称、文号或者具体事项。",
}


def _reply(record: dict[str, Any]) -> dict[str, Any]:
    ending = record["ending"]
    ground = {"ground": record["ground"]} if "ground" in record else {}
    reasons = "" if ending in ("disclosed", "already_public") else _REASONS
    apart = "全文均属不予公开的内容，不能区分处理。" if ending == "refused" else ""
    said = {"text": _TEXTS.get(ending, ""), "reasons": reasons, "separation": apart}
    if ending == "partial":
        said["withheld"] = "本机关内部办理流程记录。"
    if ending == "not_existing":
        said |= {"search_places": "档案室、办公系统", "search_words": "信息名称、文号"}
        said["searched_by"] = "办公室"
    return {**said, **ground}


def _record(record: dict[str, Any]) -> dict[str, Any]:
    phone = "13900000099"
    if "person" in record:
        applicant = {
            "applicant_class": "citizen",
            "name": record["person"],
            "id_type": "id_card",
            "phone": phone,
            "address": "云溪区河滨路1号",
            "postcode": "999103",
        }
    else:
        applicant = {
            "applicant_class": record["class"],
            "name": record["company"],
            "legal_representative": "钱进",
            "contact_person": "吴桐",
            "phone": phone,
            "address": "云溪区创业大道9号",
            "postcode": "999103",
        }
    return {"organisation": BUREAU, "content": record["content"], "applicant": applicant}


def _lapse(case: Case, at: datetime) -> None:
    actions.lapse_correction(
        application=case.current, actor=case.stage.office_of(case.organisation), at=at
    )


def _remedies(stage: Stage, year: int) -> Iterator[Entry]:
    known: dict[str, Any] = {
        "organisation": stage.organisations[BUREAU],
        "actor": stage.staff["clerk"],
    }

    def appealed(at: datetime) -> None:
        refused = Application.objects.filter(statistics_row="3.3.6").order_by("submitted_at")
        stage.made["appeal"] = actions.record_remedy(
            kind=RemedyKind.RECONSIDERATION,
            body="云溪区人民政府",
            number=f"云政复〔{year}〕12号",
            filed_on=at.date(),
            application=refused.first(),
            at=at,
            **known,
        )

    def decided(at: datetime) -> None:
        actions.conclude_remedy(
            remedy=stage.made["appeal"],
            outcome=Outcome.UPHELD,
            decided_on=at.date(),
            actor=stage.staff["clerk"],
            at=at,
        )

    def sued(at: datetime) -> None:
        actions.record_remedy(
            kind=RemedyKind.DIRECT_LAWSUIT,
            body="云溪区人民法院",
            number=f"（{year}）溪0103行初27号",
            filed_on=at.date(),
            at=at,
            **known,
        )

    plan: tuple[tuple[int, int, Callable[[datetime], None]], ...] = (
        (5, 20, appealed),
        (7, 8, decided),
        (11, 18, sued),
    )
    for month, day, do in plan:
        yield Entry(stage.at(date(year, month, day)), do)


def _key_in(stage: Stage, year: int, at: datetime) -> None:
    row = ProactiveCount(
        organisation=stage.organisations[BUREAU],
        year=year,
        licences=412,
        penalties=37,
        coercions=3,
    )
    names = ("organisation", "year", "licences", "penalties", "coercions")
    record_edit(record=row, fields=names, actor=stage.staff["clerk"], at=at)


def _report(stage: Stage, body: Organisation, year: int, at: datetime) -> None:
    """One person drafts, another reviews, the leader signs."""
    first, second = _office(stage, body)
    report = actions.open_report(organisation=body, year=year, actor=first, at=at)
    facts: dict[str, Any] = {"at": at, "report": report}
    problems = (
        "（一）主要问题\n部分答复的说理不够充分，补正告知有时过于笼统。\n\n"
        "（二）改进情况\n修订答复文书范本，对承办人员开展两次培训，答复前由合法性审核员把关。"
    )
    actions.edit_report(parts={"problems": problems}, actor=first, **facts)
    actions.submit_report(actor=first, **facts)
    actions.review_report(actor=second, **facts)
    actions.sign_report(actor=stage.leader_of(body), **facts)
    actions.publish_report(actor=first, **facts)


def _office(stage: Stage, body: Organisation) -> tuple[User, User]:
    if body.code == BUREAU:
        return stage.staff["clerk"], stage.staff["openness"]
    return stage.staff["openness"], stage.staff["openness-second"]
