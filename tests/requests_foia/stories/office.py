"""Two years of an office: every story's events in their true order, through the real actions."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from stdnum.cn import ric, uscc

from portal.domain.moments import local_day
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from requests_foia import actions, queries
from requests_foia.domain.fees import Basis
from requests_foia.domain.intake import Intake
from requests_foia.domain.opinions import Consulted, Position, Verdict
from requests_foia.domain.party import PartyData
from requests_foia.domain.replies import Ground, ReplyKind
from requests_foia.domain.vocabulary import ApplicantClass, Channel, DeliveryMethod
from requests_foia.models import Application
from tests.factories import requests_foia as cases

from .reading import STORIES, Story, day, moment

PARTIES = {
    "third_party": PartyData(name="东郭先行", is_person=True, address="云溪区梨花街7号"),
    "co_maker": PartyData(name="云溪区教育局", email="office@jiaoyu.example.com"),
    "other_agency": PartyData(name="云溪区档案馆", phone="0000-8612121"),
}
SEARCH = {
    "search_note": "检索了文书档案与业务系统。",
    "search_places": "文书档案、业务系统",
    "search_words": "申请所列名称",
    "searched_by": "档案室",
}
NAMES = [story["name"] for story in STORIES]
REPLY_WORDS = ("text", "reasons", "separation", "withheld", "referral")


def plain(html: str) -> str:
    """A letter's words without its markup."""
    return re.sub(r"<[^>]+>|\s", "", html)


@dataclass
class Life:
    """One story being played: the case, its open questions, and whatever went otherwise."""

    story: Story
    number: int
    place: cases.Bureau
    case: Application | None = None
    due: str = ""
    questions: dict[str, actions.Asked] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def play(self, event: dict[str, Any]) -> None:
        """Take the event's steps and note what is not as written."""
        at = moment(event["at"])
        known = set(self.case.letters.values_list("pk", flat=True)) if self.case else set()
        try:
            for step in event["do"]:
                STEPS[step](self, event, at)
        except TransitionRefused as refused:
            reasons = "；".join(reason.message for reason in refused.refusals)
            if event.get("refused", "\x00") not in reasons:
                self.wrong.append(f"{event['at']} {event['do']} 被拒绝：{reasons}")
            return
        if "refused" in event:
            self.wrong.append(f"{event['at']} {event['do']} 没有被拒绝")
        self.due = event.get("due", self.due)
        self._judge(event, known)

    def _judge(self, event: dict[str, Any], known: set) -> None:
        self.case = cases.refreshed(self.of())
        due = self.case.due_on.isoformat() if self.case.due_on else ""
        owed = obligations.open_of(self.case, "foi.reply")
        ledger = owed.due_on.isoformat() if owed else ""
        self._same(event, "期限", due, self.due)
        self._same(event, "台账", ledger, "" if self.case.closed_at else self.due)
        if told := event.get("told"):
            expected = queries.expected_due(self.case)
            self._same(event, "告诉申请人的期限", expected and str(expected.due_on), told)
        if wanted := event.get("letter"):
            fresh = self.case.letters.exclude(pk__in=known)
            text = "".join(plain(letter.html) for letter in fresh)
            self.wrong += [f"{event['at']} 文书中没有“{w}”" for w in wanted if w not in text]

    def _same(self, event: dict[str, Any], what: str, found: str | None, written: str) -> None:
        if found != written:
            self.wrong.append(f"{event['at']} {what}：{found or '无'}，应为{written or '无'}")

    def of(self) -> Application:
        assert self.case is not None, "案例的第一步应为 file"
        return self.case

    def applicant(self):
        serial = NAMES.index(self.story["name"])
        if self.story["applicant"] == "citizen":
            card = f"33010619800101{serial:03d}"
            number = card + ric.calc_check_digit(card + "0")
            return replace(cases.CITIZEN, name=self.story["name"], id_number=number)
        code = f"913301{serial:011d}"
        return replace(
            cases.COMPANY,
            name=self.story["name"],
            applicant_class=ApplicantClass(self.story["applicant"]),
            credit_code=code + uscc.calc_check_digit(code + "0"),
        )


Said = dict[str, Any]
STEPS: dict[str, Callable[[Life, Said, datetime], object]] = {}


def step(
    play: Callable[[Life, Said, datetime], object],
) -> Callable[[Life, Said, datetime], object]:
    STEPS[play.__name__] = play
    return play


def simple(name: str, action: Callable, person: str, **words: object) -> None:
    """A step that says nothing but who takes it and when."""

    def play(life: Life, _event: Said, at: datetime) -> None:
        action(application=life.of(), actor=getattr(life.place, person), at=at, **words)

    STEPS[name] = play


simple("confirm", actions.confirm_receipt, "clerk")
simple("register", actions.register, "clerk")
simple("receipt", actions.issue_receipt, "clerk")
simple("lapse_correction", actions.lapse_correction, "clerk")
simple("approve_fee", actions.approve_fee, "leader")
simple("waive_fee", actions.waive_fee, "leader", reason="申请人经济困难")
simple("lapse_fee", actions.lapse_fee, "clerk")
simple("send_back", actions.send_back, "leader", note="请写明事实。")
simple("approve", actions.approve, "leader")
simple("issue", actions.issue, "clerk")
simple("archive", actions.archive, "clerk")


@step
def file(life: Life, event: Said, at: datetime) -> None:
    channel = Channel(life.story["channel"])
    by_desk: Said = {}
    if channel is not Channel.WEB:
        by_desk = {
            "handed_in_at": moment(event.get("arrived", event["at"])),
            "actor": life.place.clerk,
            "intake": Intake(evidence="收件登记簿", is_read_back=channel is Channel.ORAL),
        }
    filed = actions.file_application(
        organisation=life.place.body,
        channel=channel,
        applicant=life.applicant(),
        content=replace(cases.CONTENT, content=life.story["content"], title=""),
        idempotency_key=life.story["id"],
        at=at,
        **by_desk,
    )
    life.case = filed.application


@step
def time_passes(_life: Life, _event: Said, at: datetime) -> None:
    actions.confirm_lapsed(at=at)


@step
def assign(life: Life, _event: Said, at: datetime) -> None:
    place = life.place
    actions.assign(
        application=life.of(), unit=place.unit, officer=place.drafter, actor=place.clerk, at=at
    )


@step
def ask_correction(life: Life, event: Said, at: datetime) -> None:
    actions.request_correction(
        application=life.of(),
        missing=event["missing"],
        working_days=event.get("days"),
        actor=life.place.clerk,
        at=at,
    )


@step
def correct(life: Life, event: Said, at: datetime) -> None:
    on_paper = {"actor": life.place.clerk, "received_on": day(event["on"])} if "on" in event else {}
    actions.receive_correction(
        application=life.of(), corrected_content=event["content"], at=at, **on_paper
    )


@step
def extend(life: Life, event: Said, at: datetime) -> None:
    actions.extend_deadline(
        application=life.of(),
        working_days=event["days"],
        reason=event["reason"],
        actor=life.place.leader,
        at=at,
    )


@step
def ask_reasons(life: Life, event: Said, at: datetime) -> None:
    actions.ask_reasons(
        application=life.of(), finding=event["reason"], actor=life.place.clerk, at=at
    )


@step
def give_reasons(life: Life, event: Said, at: datetime) -> None:
    actions.receive_reasons(application=life.of(), reasons=event["content"], at=at)


@step
def judge_reasons(life: Life, event: Said, at: datetime) -> None:
    actions.judge_reasons(
        application=life.of(),
        is_reasonable=event["reasonable"],
        opinion="核对了登记簿。",
        actor=life.place.clerk,
        at=at,
    )


@step
def delay(life: Life, event: Said, at: datetime) -> None:
    actions.delay_reply(
        application=life.of(),
        working_days=event["days"],
        reason=event["reason"],
        actor=life.place.leader,
        at=at,
    )


@step
def propose_fee(life: Life, event: Said, at: datetime) -> None:
    words = {**cases.FEE, "basis": Basis(event["basis"]), "quantity": event["quantity"]}
    actions.propose_fee(application=life.of(), actor=life.place.drafter, at=at, **words)


@step
def deliver_fee(life: Life, _event: Said, at: datetime) -> None:
    actions.deliver_fee_notice(
        application=life.of(),
        method=DeliveryMethod.POST,
        received_on=local_day(at),
        proof="EMS 回执",
        actor=life.place.clerk,
        at=at,
    )


@step
def pay(life: Life, event: Said, at: datetime) -> None:
    actions.record_payment(
        application=life.of(),
        paid_on=local_day(at),
        amount=event["amount"],
        proof="非税票据",
        actor=life.place.clerk,
        at=at,
    )


@step
def ask(life: Life, event: Said, at: datetime) -> None:
    life.questions[event["who"]] = actions.ask_opinion(
        application=life.of(),
        consulted=Consulted(event["who"]),
        party=PARTIES[event["who"]],
        document=life.story["content"],
        question="是否同意公开，请说明理由。",
        working_days=event.get("days"),
        actor=life.place.clerk,
        at=at,
    )


@step
def arrived(life: Life, event: Said, at: datetime) -> None:
    actions.deliver_question(
        application=life.of(),
        opinion=life.questions[event["who"]].opinion,
        method=DeliveryMethod.POST,
        received_on=local_day(at),
        proof="EMS 回执",
        actor=life.place.clerk,
        at=at,
    )


@step
def opened(life: Life, event: Said, at: datetime) -> None:
    actions.open_question(code=life.questions[event["who"]].code, at=at)


@step
def answer(life: Life, event: Said, at: datetime) -> None:
    position, on_paper = Position(event["position"]), {}
    if "on" in event:
        on_paper = {
            "actor": life.place.clerk,
            "received_on": day(event["on"]),
            "evidence": "来函",
        }
    actions.answer_opinion(
        application=life.of(),
        opinion=life.questions[event["who"]].opinion,
        position=position,
        reasons="" if position is Position.AGREE else "涉及未公开的经营信息。",
        at=at,
        **on_paper,
    )


@step
def silence(_life: Life, _event: Said, at: datetime) -> None:
    actions.lapse_opinions(at=at)


@step
def take_back(life: Life, event: Said, at: datetime) -> None:
    actions.withdraw_question(
        application=life.of(),
        opinion=life.questions[event["who"]].opinion,
        reason="已自行查明不涉及第三方权益",
        actor=life.place.clerk,
        at=at,
    )


@step
def decide(life: Life, event: Said, at: datetime) -> None:
    actions.decide_third_party(
        application=life.of(),
        opinion=life.questions[event["who"]].opinion,
        verdict=Verdict(event["verdict"]),
        is_reasonable=event.get("reasonable", False),
        reasons="经权衡第三方权益与公共利益。",
        actor=life.place.leader,
        at=at,
    )


@step
def draft(life: Life, _event: Said, at: datetime) -> None:
    reply = life.story["reply"]
    actions.draft_reply(
        application=life.of(),
        kind=ReplyKind(reply["kind"]),
        ground=Ground(reply["ground"]) if "ground" in reply else None,
        actor=life.place.drafter,
        at=at,
        **{word: reply[word] for word in REPLY_WORDS if word in reply},
        **SEARCH,
    )


@step
def check(life: Life, _event: Said, at: datetime) -> None:
    cases.checked(life.place, life.of(), at)


@step
def deliver(life: Life, event: Said, at: datetime) -> None:
    method = DeliveryMethod(event["method"])
    on = day(event["on"]) if "on" in event else local_day(at)
    actions.deliver(
        application=life.of(),
        method=method,
        proof="送达记录",
        actor=life.place.clerk,
        at=at,
        **{"signed_on" if method is DeliveryMethod.DIRECT else "sent_on": on},
    )


@step
def withdraw(life: Life, event: Said, at: datetime) -> None:
    by = {"actor": life.place.clerk, "reason": event["reason"]} if "reason" in event else {}
    actions.withdraw(application=life.of(), at=at, **by)


def play_all(place: cases.Bureau, watch: Callable[[datetime], None]) -> dict[str, Life]:
    """Every story at once, event by event in the order of time.

    ``watch`` is called with the moment of each event before it happens. A story that breaks
    off says so and is left where it stands.
    """
    lives = {s["id"]: Life(s, number, place) for number, s in enumerate(STORIES)}
    timeline = sorted(
        (
            (event["at"], life.number, event)
            for life in lives.values()
            for event in life.story["events"]
        ),
        key=lambda one: one[:2],
    )
    ids = list(lives)
    for at, number, event in timeline:
        watch(moment(at))
        life = lives[ids[number]]
        try:
            life.play(event)
        except Exception as broken:
            life.wrong.append(f"{at} {event['do']} 中断：{broken!r}")
    return lives
