"""The words of a letter: the template in force, filled with what the case says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import conditional_escape, strip_spaces_between_tags
from django.utils.safestring import SafeString, mark_safe

from portal.agencies.models import ContactPoint, Organisation
from portal.components.templatetags.portal_dates import long_date
from portal.domain.rulesets import rule_set
from portal.files.queries import files_of
from requests_foia.domain.letters import (
    DELAY,
    EXTENSION,
    FEE,
    FORMS,
    PLACEHOLDERS,
    SHIPPED_VERSION,
    TOLD,
    as_placeholders,
    fill,
)
from requests_foia.domain.replies import GROUNDS, REPLIES, Ground, ReplyKind
from requests_foia.domain.vocabulary import ApplicantClass, Channel, Fact
from requests_foia.models import ApplicantDetails, Application, LetterTemplate, Reply
from requests_foia.queries.linking import merged_numbers
from requests_foia.queries.templates import template_in_force

FOLDER = "requests_foia/letters"
REMEDY_LIMITS = ("reconsideration", "litigation", "litigation_after")
_HANDED_IN = {
    Channel.WEB: "通过互联网提交",
    Channel.COUNTER: "当面提交",
    Channel.ORAL: "口头提出",
    Channel.MAIL_SIGNED: "邮寄",
    Channel.MAIL_PLAIN: "邮寄",
    Channel.FAX: "以传真提交",
    Channel.EMAIL: "以电子邮件提交",
}
_BLOCKS = {
    "补正内容": "asked",
    "征求事项": "question",
    "征求缘由": "asked_whom",
    "征求情况": "position",
    "公开决定": "disclosure",
    "收费标准": "fee_standard",
    "收费计算": "fee_sum",
    "缴纳方式": "fee_ways",
    "认定情况": "asked",
    "检索情况": "search",
    "理由": "reasons",
    "区分说明": "separation",
    "答复内容": "answer",
    "附件": "files",
    "救济途径": "remedy",
}


# The same heading filled with something else in letters of these kinds.
_BLOCKS_OF = {
    TOLD: {"理由": "disclosure_reasons", "救济途径": "remedy_of_party"},
    FEE: {"理由": "fee_reasons", "救济途径": "remedy_of_fee"},
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter addresses, and how: ``you`` is 您 for a person, 你单位 for a body.

    ``is_applicant`` decides who may read it: letters to anybody else never show on the
    applicant's pages, and tell of the application without saying who made it.
    """

    name: str
    you: str = "你单位"
    is_applicant: bool = False


@dataclass(frozen=True, slots=True)
class Worded:
    """A letter's HTML and the version of the template that worded it."""

    html: str
    template: LetterTemplate | None

    @property
    def version(self) -> str:
        """The shipped files' version, or the agency's own."""
        return f"v{self.template.edition}" if self.template else SHIPPED_VERSION


def applicant_of(application: Application) -> Addressee:
    """The applicant as an addressee."""
    name = ApplicantDetails.objects.get(application=application).name
    is_citizen = application.applicant_class == ApplicantClass.CITIZEN
    return Addressee(name, "您" if is_citizen else "你单位", is_applicant=True)


def reply_facts(application: Application, reply: Reply) -> dict[str, object]:
    """What a reply letter knows besides the case."""
    rules = rule_set(application.rule_set)
    return {
        "reply": reply,
        "files": list(files_of(reply)),
        "referred_contact": _contact_of(reply.referred_to),
        "rule": REPLIES[ReplyKind(reply.kind)],
        "ground_rule": GROUNDS[Ground(reply.ground)] if reply.ground else None,
        "limits": {name: rules[f"remedy.{name}"].limit for name in REMEDY_LIMITS},
    }


def _contact_of(body: Organisation | None) -> ContactPoint | None:
    """Where the right body takes applications (条例 art. 36 (五): 告知联系方式)."""
    return body.contacts.filter(kind=ContactPoint.Kind.FOI).first() if body else None


def worded(
    *,
    application: Application,
    kind: str,
    to: Addressee,
    number: str,
    on: date,
    facts: Mapping[str, object],
) -> Worded:
    """The letter as it would go out on that day. Reads only; the same for preview and issue."""
    template = template_in_force(application.organisation, kind, on) if kind in FORMS else None
    context: dict[str, Any] = {
        "application": application,
        "organisation": application.organisation,
        "addressee": to.name,
        "you": to.you,
        "number": number,
        "issued_on": on,
        **_wording(application, kind),
        **facts,
    }
    # The letter is an official document: Chinese, whatever language the page around it has.
    with translation.override("zh-hans"):
        values = _values(kind, to, context)
        if template is None:
            html: str = render_to_string(f"{FOLDER}/{kind}.html", {**context, **values})
        else:
            html = fill(template.text, values)
    return Worded(str(strip_spaces_between_tags(html.strip())), template)


def shipped_text(kind: str) -> str:
    """The shipped template of ``kind`` as the text an agency's first version begins with."""
    names = {name: mark_safe(token) for name, token in as_placeholders().items()}  # noqa: S308
    with translation.override("zh-hans"):
        return _spaced(render_to_string(f"{FOLDER}/{kind}.html", names))


def sample_of(template: LetterTemplate) -> str:
    """A version with the placeholders' names in their places, for whoever words it."""
    shown = {
        name: token if PLACEHOLDERS[name].is_block else f"<strong>{token}</strong>"
        for name, token in as_placeholders().items()
    }
    return fill(template.text, shown)


def _spaced(html: str) -> str:
    """One element a line, for people who read it in a box."""
    tight = strip_spaces_between_tags(html.strip())
    for closing in ("</p>", "</h2>"):
        tight = tight.replace(closing, closing + "\n")
    return "\n".join(line.strip() for line in tight.splitlines() if line.strip())


def _values(kind: str, to: Addressee, context: dict[str, Any]) -> dict[str, SafeString]:
    """What stands in the place of each placeholder, as HTML."""
    reply, ground = context.get("reply"), context.get("ground_rule")
    fact, fee, case = context.get("fact"), context.get("fee"), context["application"]
    inline = {
        "机关": context["organisation"].name,
        "主送": to.name,
        "您": to.you,
        "文号": context["number"],
        "日期": long_date(context["issued_on"]),
        "受理编号": case.number,
        "条款": FORMS[kind].article if kind in FORMS else "",
        "不予公开事由": reply.get_ground_display() if reply and reply.ground else "",
        "事由条款": ground.article if ground else "",
        "补正期限": long_date(context.get("period_ends_on")),
        "原答复期限": long_date(context.get("due_before")),
        "答复期限": long_date(case.due_on),
        "延期工作日": getattr(fact, "working_days", None) or "",
        "延期理由": _clause(fact),
        "说明期限": long_date(context.get("period_ends_on")),
        "说明理由情况": _reasons_told(to, context),
        "延迟工作日": getattr(fact, "working_days", None) or "",
        "延迟理由": _clause(fact),
        "收到日期": long_date(case.received_on),
        "涉及信息": context.get("document", ""),
        "意见期限": context.get("working_days", ""),
        "答复网址": context.get("answer_url", ""),
        "计收方式": fee.get_basis_display() if fee else "",
        "费用": fee.amount if fee else "",
        "缴费期限": context.get("days", ""),
    }
    opening = "opening" if to.is_applicant else "opening_to_others"
    needed = FORMS[kind].allowed if kind in FORMS else frozenset[str]()
    blocks = {"案由": _part(opening, context)} | {
        name: _part(part, context) if name in needed else SafeString("")
        for name, part in {**_BLOCKS, **_BLOCKS_OF.get(kind, {})}.items()
    }
    return {name: conditional_escape(value) for name, value in inline.items()} | blocks


def _clause(fact: Any) -> str:
    """What somebody wrote as a sentence, to stand after “因”."""
    return str(getattr(fact, "text", "")).rstrip("。．.，,；; \n")


def _reasons_told(to: Addressee, context: dict[str, Any]) -> str:
    """That the applicant was asked for reasons, and what came of it (条例 art. 35)."""
    asked_on, given_on = context["reasons_asked_on"], context["reasons_given_on"]
    if asked_on is None:
        return ""
    asked = f"本机关于{long_date(asked_on)}请{to.you}说明理由，"
    if given_on is None:
        return f"{asked}{to.you}在规定期限内没有说明。"
    return f"{asked}{to.you}于{long_date(given_on)}作了说明。"


def _part(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"{FOLDER}/parts/{name}.html", context)


def _wording(application: Application, kind: str) -> dict[str, object]:
    days = dict(application.events.values_list("kind", "happened_on"))
    return {
        "handed_in": _HANDED_IN[Channel(application.channel)],
        "corrected_on": days.get(Fact.CORRECTION_RECEIVED.value),
        # The letter that extends does not tell of itself.
        "extended_on": None if kind == EXTENSION else days.get(Fact.EXTENDED.value),
        "delayed_on": None if kind == DELAY else days.get(Fact.DELAYED.value),
        "along": merged_numbers(application),
        "reasons_asked_on": days.get(Fact.REASONS_ASKED.value),
        "reasons_given_on": days.get(Fact.REASONS_GIVEN.value),
    }
