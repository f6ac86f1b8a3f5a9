"""What a letter must say, and the fixed words that stand in its template for what is filled in.

A shipped template and an agency's own version speak of the same placeholders. An agency's
version is text with placeholders in braces (``{主送}``) and nothing else: no code, no tags
that fetch or run anything.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .replies import REPLIES, ReplyKind, ReplyRule

SHIPPED_VERSION = "2026.4"
"""Of the files under ``templates/requests_foia/letters``; raise it when their words change."""
RECEIPT, CORRECTION, EXTENSION, FEE = "receipt", "correction", "extension", "fee"
REASONS, DELAY = "reasons", "delay"
ASKED, TOLD = "opinion_asked", "third_party_told"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One name between braces; ``is_block`` fills whole paragraphs and stands alone in its own."""

    name: str
    meaning: str
    is_block: bool = False


_PLACEHOLDERS = (
    Placeholder("机关", "制发机关的名称"),
    Placeholder("主送", "收件人的姓名或者名称"),
    Placeholder("您", "对收件人的称呼：您、你单位"),
    Placeholder("文号", "制发时编定的文书号"),
    Placeholder("日期", "制发日期"),
    Placeholder("受理编号", "申请的受理编号"),
    Placeholder("条款", "所依据的《条例》条款，例如“第三十七条”"),
    Placeholder("不予公开事由", "不予公开的理由类别"),
    Placeholder("事由条款", "不予公开理由所依据的条款"),
    Placeholder("补正期限", "补正的最后一天"),
    Placeholder("原答复期限", "延期以前的答复期限"),
    Placeholder("答复期限", "现在的答复期限"),
    Placeholder("延期工作日", "延长的工作日数"),
    Placeholder("延期理由", "延长答复期限的理由"),
    Placeholder("说明期限", "说明理由的最后一天"),
    Placeholder("说明理由情况", "何时请申请人说明理由、申请人是否说明"),
    Placeholder("延迟工作日", "延迟答复的工作日数"),
    Placeholder("延迟理由", "不能在规定期限内答复的原因"),
    Placeholder("收到日期", "收到申请的日期"),
    Placeholder("涉及信息", "申请公开的信息中征求意见的部分"),
    Placeholder("意见期限", "提出意见的工作日数"),
    Placeholder("答复网址", "凭答复码在网上提出意见的网址"),
    Placeholder("计收方式", "按件计收或者按量计收"),
    Placeholder("费用", "信息处理费的金额（元）"),
    Placeholder("缴费期限", "缴费的日数"),
    Placeholder("征求事项", "请对方回答的事项", is_block=True),
    Placeholder("征求缘由", "依据哪一条、何时向谁征求意见", is_block=True),
    Placeholder("征求情况", "何时征求意见、对方的意见", is_block=True),
    Placeholder("公开决定", "决定公开及其依据", is_block=True),
    Placeholder("收费标准", "按件或者按量的计收标准", is_block=True),
    Placeholder("收费计算", "本件的计算过程", is_block=True),
    Placeholder("缴纳方式", "缴费的方式", is_block=True),
    Placeholder("认定情况", "数量、频次为什么明显超过合理范围", is_block=True),
    Placeholder("案由", "何时收到、受理编号、申请内容", is_block=True),
    Placeholder("补正内容", "一次性告知的补正事项", is_block=True),
    Placeholder("检索情况", "检索说明", is_block=True),
    Placeholder("理由", "理由说明", is_block=True),
    Placeholder("区分说明", "不能作区分处理的说明", is_block=True),
    Placeholder("答复内容", "答复的正文", is_block=True),
    Placeholder("附件", "附件清单", is_block=True),
    Placeholder("救济途径", "行政复议、行政诉讼的途径和期限", is_block=True),
)
PLACEHOLDERS: Mapping[str, Placeholder] = MappingProxyType({p.name: p for p in _PLACEHOLDERS})

_EVERY = ("机关", "主送", "文号", "日期", "案由")


@dataclass(frozen=True, slots=True)
class LetterForm:
    """What the letters of one kind may and must contain; ``article`` fills ``{条款}``."""

    kind: str
    article: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = field(default=("您", "受理编号"))

    @property
    def allowed(self) -> frozenset[str]:
        return frozenset(self.required) | frozenset(self.optional)


def _reply_form(rule: ReplyRule) -> LetterForm:
    demanded = (
        ("条款", bool(rule.article)),
        ("不予公开事由", rule.needs_ground),
        ("事由条款", rule.needs_ground),
        ("检索情况", rule.kind is ReplyKind.NOT_EXISTING),
        ("理由", rule.needs_reasons),
        ("区分说明", rule.needs_separation),
        ("答复内容", True),
        ("附件", rule.discloses),
        ("救济途径", True),
    )
    required = (*_EVERY, *(name for name, is_needed in demanded if is_needed))
    asked = ("说明理由情况",) if rule.asks_reasons else ()
    return LetterForm(rule.kind, rule.article, required, ("您", "受理编号", "理由", "附件", *asked))


# What everybody who is asked for an opinion has to know. The applicant is not named to them.
_ASKING = ("机关", "主送", "文号", "日期", "受理编号", "涉及信息", "征求事项", "条款", "意见期限")
_ASKING_TOO = ("您", "收到日期", "答复网址")
_OTHERS = (
    LetterForm("third_party_question", "第三十二条", _ASKING, _ASKING_TOO),
    LetterForm("co_maker_question", "第三十四条", _ASKING, _ASKING_TOO),
    LetterForm("other_agency_question", "第三十三条第三款", _ASKING, _ASKING_TOO),
    LetterForm(ASKED, "第三十三条第三款", (*_EVERY, "征求缘由", "条款")),
    LetterForm(
        TOLD,
        "第三十二条",
        ("机关", "主送", "文号", "日期", "征求情况", "公开决定", "理由", "救济途径"),
        ("您", "受理编号", "条款", "涉及信息"),
    ),
    LetterForm(
        FEE,
        "第四十二条",
        (
            *(*_EVERY, "条款", "理由", "计收方式", "费用", "收费标准", "收费计算"),
            *("缴纳方式", "缴费期限", "救济途径"),
        ),
    ),
)
_NOTICES = (
    LetterForm(RECEIPT, "第三十三条第二款", (*_EVERY, "条款", "答复期限")),
    LetterForm(CORRECTION, "第三十条", (*_EVERY, "条款", "补正内容", "补正期限")),
    LetterForm(
        EXTENSION,
        "第三十三条第二款",
        (*_EVERY, "条款", "延期理由", "答复期限"),
        ("您", "受理编号", "原答复期限", "延期工作日"),
    ),
    LetterForm(
        REASONS,
        "第三十五条",
        (*_EVERY, "条款", "认定情况", "说明期限"),
        ("您", "受理编号", "答复期限"),
    ),
    LetterForm(
        DELAY,
        "第三十五条",
        (*_EVERY, "条款", "延迟理由", "答复期限"),
        ("您", "受理编号", "原答复期限", "延迟工作日"),
    ),
)
FORMS: Mapping[str, LetterForm] = MappingProxyType(
    {form.kind: form for form in (*_NOTICES, *_OTHERS, *map(_reply_form, REPLIES.values()))}
)
"""Kinds an agency may word by itself. A kind that stands only in its file is not among them."""

_NAMED = re.compile(r"\{([^{}<>]{0,30})\}")
_OWN_PARAGRAPH = re.compile(r"<p[^>]*>\s*\{([^{}<>]{1,30})\}\s*</p>")
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class TextFaults:
    """What stands against a version of a template, each a tuple of names as they were typed."""

    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    not_alone: tuple[str, ...] = ()
    stray_brace: bool = False

    def __bool__(self) -> bool:
        return bool(self.missing or self.unknown or self.not_alone or self.stray_brace)


def faults_of(kind: str, text: str) -> TextFaults:
    """Everything that keeps ``text`` from serving as the template of ``kind``.

    >>> faults_of("extension", "<p>{机关}{主送}{文号}{日期}{条款}{答复期限}{案由}{密码}</p>")
    TextFaults(missing=('延期理由',), unknown=('密码',), not_alone=('案由',), stray_brace=False)
    """
    form = FORMS[kind]
    named = list(dict.fromkeys(_NAMED.findall(text)))
    alone = {name for name in _OWN_PARAGRAPH.findall(text) if name in PLACEHOLDERS}
    rest = set(_NAMED.findall(_OWN_PARAGRAPH.sub("", text)))
    return TextFaults(
        missing=tuple(name for name in form.required if name not in named),
        unknown=tuple(name for name in named if name not in form.allowed),
        not_alone=tuple(
            name
            for name in named
            if name in PLACEHOLDERS
            and PLACEHOLDERS[name].is_block
            and (name in rest or name not in alone)
        ),
        stray_brace=bool(_BRACE.search(_NAMED.sub("", text))),
    )


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders replaced, once: what is filled in is never read again.

    The values are HTML already; a block takes the place of the paragraph it stands in. A
    name that nobody knows stays as it was typed.

    >>> fill("<p>{主送}：</p><p>{理由}</p>", {"主送": "{理由}", "理由": "<p>因为。</p>"})
    '<p>{理由}：</p><p>因为。</p>'
    """
    pieces = re.compile(f"{_OWN_PARAGRAPH.pattern}|{_NAMED.pattern}")

    def put(found: re.Match[str]) -> str:
        alone, inline = found[1], found[2]
        if (alone if alone is not None else inline) not in values:
            return found[0]
        if alone is not None and not PLACEHOLDERS[alone].is_block:
            return found[0].replace("{" + alone + "}", values[alone])
        return values[alone if alone is not None else inline]

    return pieces.sub(put, text)


def as_placeholders(names: Iterable[str] = PLACEHOLDERS) -> dict[str, str]:
    """What a shipped template is filled with to become the first text of an own version."""
    return {
        name: f"<p>{{{name}}}</p>" if PLACEHOLDERS[name].is_block else f"{{{name}}}"
        for name in names
    }
