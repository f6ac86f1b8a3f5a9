"""The Chinese names of the domain's words, in the order people choose them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_foia.domain.checks import Check
from requests_foia.domain.conversion import Prompt
from requests_foia.domain.fees import Basis, FeeState
from requests_foia.domain.linking import LinkKind
from requests_foia.domain.opinions import Consulted, OpinionState, Position, Verdict
from requests_foia.domain.public_log import EntryState
from requests_foia.domain.replies import Ending, Ground, ReplyKind
from requests_foia.domain.vocabulary import (
    ApplicantClass,
    Channel,
    DeliveryMethod,
    Fact,
    IdType,
    State,
    WantedForm,
    WantedWay,
)

Word = TypeVar("Word", bound=StrEnum)

CHANNELS: Mapping[Channel, Promise] = {
    Channel.WEB: _("互联网"),
    Channel.COUNTER: _("当面提交"),
    Channel.MAIL_SIGNED: _("邮寄（签收）"),
    Channel.MAIL_PLAIN: _("平常信函"),
    Channel.FAX: _("传真"),
    Channel.EMAIL: _("电子邮件"),
    Channel.ORAL: _("口头（代为填写）"),
}
RECEIPT_DAYS = {
    Channel.COUNTER: _("当面提交的，以提交之日为收到申请之日（条例第三十一条第一项）。"),
    Channel.ORAL: _(
        "口头提出、由工作人员当面代为填写的，以申请人确认之日为收到申请之日"
        "（条例第二十九条第一款、第三十一条第一项）。"
    ),
    Channel.MAIL_SIGNED: _("邮寄的，以行政机关签收之日为收到申请之日（条例第三十一条第二项）。"),
    Channel.MAIL_PLAIN: _(
        "平常信函等无需签收的，应当在收到的当日与申请人确认，以确认之日为收到申请之日"
        "（条例第三十一条第二项）。"
    ),
    Channel.FAX: _("传真的，以双方确认之日为收到申请之日（条例第三十一条第三项）。"),
    Channel.EMAIL: _("电子邮件的，以双方确认之日为收到申请之日（条例第三十一条第三项）。"),
}
"""Which day counts as the receipt of what came on this channel, and why."""
APPLICANT_CLASSES: Mapping[ApplicantClass, Promise] = {
    ApplicantClass.CITIZEN: _("公民"),
    ApplicantClass.BUSINESS: _("商业企业"),
    ApplicantClass.RESEARCH: _("科研机构"),
    ApplicantClass.WELFARE: _("社会公益组织"),
    ApplicantClass.LEGAL_SERVICE: _("法律服务机构"),
    ApplicantClass.OTHER: _("其他组织"),
}
ID_TYPES: Mapping[IdType, Promise] = {
    IdType.ID_CARD: _("居民身份证"),
    IdType.PASSPORT: _("护照"),
    IdType.HK_MACAO_TAIWAN: _("港澳台居民证件"),
    IdType.RESIDENCE_PERMIT: _("外国人永久居留身份证"),
    IdType.OTHER: _("其他有效证件"),
}
WANTED_FORMS: Mapping[WantedForm, Promise] = {
    WantedForm.ELECTRONIC: _("电子"),
    WantedForm.PAPER: _("纸质"),
}
WANTED_WAYS: Mapping[WantedWay, Promise] = {
    WantedWay.EMAIL: _("电子邮件"),
    WantedWay.MAIL: _("邮寄"),
    WantedWay.PICKUP: _("自行领取"),
    WantedWay.INSPECT: _("当场查阅、抄录"),
    WantedWay.FAX: _("传真"),
}
STATES: Mapping[State, Promise] = {
    State.RECEIVED: _("待确认收到"),
    State.CONFIRMED: _("待登记"),
    State.REGISTERED: _("待分办"),
    State.WAITING_CORRECTION: _("待补正"),
    State.WAITING_FEE: _("待缴费"),
    State.HANDLING: _("办理中"),
    State.REVIEW: _("审核中"),
    State.APPROVED: _("待制发"),
    State.REPLIED: _("待送达"),
    State.DELIVERED: _("已送达"),
    State.ARCHIVED: _("已归档"),
    State.ABANDONED: _("视为放弃"),
    State.WITHDRAWN: _("已撤回"),
    State.MERGED: _("已合并办理"),
}
FACTS: Mapping[Fact, Promise] = {
    Fact.SUBMITTED: _("申请提交"),
    Fact.POSTED: _("申请寄出"),
    Fact.SIGNED: _("签收申请"),
    Fact.ARRIVED: _("申请到达"),
    Fact.CONFIRMED: _("双方确认收到"),
    Fact.CORRECTION_REQUESTED: _("告知补正"),
    Fact.CORRECTION_RECEIVED: _("收到补正"),
    Fact.CORRECTION_LAPSED: _("逾期未补正"),
    Fact.THIRD_PARTY_ASKED: _("征求第三方意见"),
    Fact.THIRD_PARTY_ANSWERED: _("第三方答复"),
    Fact.JOINT_AGENCY_ASKED: _("征求共同制作机关意见"),
    Fact.JOINT_AGENCY_ANSWERED: _("共同制作机关答复"),
    Fact.OTHER_AGENCY_ASKED: _("征求其他机关意见"),
    Fact.OTHER_AGENCY_ANSWERED: _("其他机关答复"),
    Fact.QUESTION_WITHDRAWN: _("不再征求意见"),
    Fact.FEE_NOTICED: _("通知缴费"),
    Fact.FEE_NOTICE_DELIVERED: _("收到收费通知书"),
    Fact.FEE_WAIVED: _("免收费用"),
    Fact.FEE_PAID: _("缴费"),
    Fact.FEE_LAPSED: _("逾期未缴费"),
    Fact.EXTENDED: _("告知延期"),
    Fact.REASONS_ASKED: _("请申请人说明理由"),
    Fact.REASONS_GIVEN: _("申请人说明理由"),
    Fact.REASONS_LAPSED: _("逾期未说明理由"),
    Fact.REASONS_ACCEPTED: _("认定理由合理"),
    Fact.REASONS_REJECTED: _("认定理由不合理"),
    Fact.DELAYED: _("告知延迟答复"),
    Fact.SPLIT: _("拆分，原来的申请内容"),
    Fact.REPLIED: _("作出答复"),
    Fact.WITHDRAWN: _("撤回申请"),
}
REPLY_KINDS: Mapping[ReplyKind, Promise] = {
    ReplyKind.DISCLOSED: _("予以公开"),
    ReplyKind.ALREADY_PUBLIC: _("已主动公开"),
    ReplyKind.PARTIAL: _("部分公开"),
    ReplyKind.REFUSED: _("不予公开"),
    ReplyKind.SPECIAL_PROCEDURE: _("依照专门规定办理"),
    ReplyKind.NOT_EXISTING: _("信息不存在"),
    ReplyKind.NOT_HELD: _("不属于本机关负责公开"),
    ReplyKind.NEEDS_PROCESSING: _("需要另行制作"),
    ReplyKind.UNCLEAR: _("补正后仍不明确"),
    ReplyKind.PETITION: _("信访、投诉、举报类申请"),
    ReplyKind.DUPLICATE: _("重复申请"),
    ReplyKind.PUBLICATION: _("要求提供公开出版物"),
    ReplyKind.EXCESSIVE: _("无正当理由大量反复申请"),
    ReplyKind.REISSUE: _("要求确认或重新出具已获取信息"),
}
ENDINGS: Mapping[Ending, Promise] = {
    Ending.CORRECTION_LAPSED: _("逾期不补正"),
    Ending.FEE_LAPSED: _("逾期不缴费"),
    Ending.WITHDRAWN: _("申请人撤回"),
    Ending.MERGED: _("合并到先提出的申请"),
}
LINKS: Mapping[LinkKind, Promise] = {
    LinkKind.SPLIT: _("拆分"),
    LinkKind.MERGE: _("合并"),
}
GROUNDS: Mapping[Ground, Promise] = {
    Ground.STATE_SECRET: _("属于国家秘密"),
    Ground.LAW_FORBIDS: _("法律、行政法规禁止公开"),
    Ground.SAFETY: _("公开可能危及国家安全、公共安全、经济安全、社会稳定"),
    Ground.THIRD_PARTY: _("涉及商业秘密、个人隐私，公开会损害第三方合法权益"),
    Ground.INTERNAL: _("内部事务信息"),
    Ground.PROCESS: _("过程性信息"),
    Ground.ENFORCEMENT_FILE: _("行政执法案卷信息"),
}
NOTICES: dict[str, Promise] = {
    "receipt": _("接收回执"),
    "correction": _("补正告知书"),
    "extension": _("延期答复告知书"),
    "reasons": _("说明理由告知书"),
    "delay": _("延迟答复告知书"),
    "fee": _("信息处理费收费通知书"),
    "third_party_question": _("征求第三方意见书"),
    "co_maker_question": _("征求共同制作机关意见书"),
    "other_agency_question": _("征求意见函"),
    "opinion_asked": _("征求意见告知书"),
    "third_party_told": _("公开告知书"),
}
"""Letters that are no reply, by the name of their template."""
FEE_BASES: Mapping[Basis, Promise] = {
    Basis.ITEM: _("按件计收"),
    Basis.PAGE: _("按量计收"),
}
FEE_STATES: Mapping[FeeState, Promise] = {
    FeeState.PROPOSED: _("待批准"),
    FeeState.NOTICED: _("待缴费"),
    FeeState.PAID: _("已缴费"),
    FeeState.LAPSED: _("逾期未缴费"),
    FeeState.DROPPED: _("不同意收费"),
    FeeState.WAIVED: _("已免收"),
}
CHECKS: Mapping[Check, Promise] = {
    Check.SECRECY: _("保密审查"),
    Check.LEGALITY: _("合法性审核"),
}
ENTRY_STATES: Mapping[EntryState, Promise] = {
    EntryState.PREPARED: _("待公布"),
    EntryState.RELEASED: _("已公布"),
    EntryState.WITHDRAWN: _("已撤下"),
}
PROMPTS: Mapping[Prompt, Promise] = {
    Prompt.REPLY: _("答复公开了信息"),
    Prompt.ASKED_ALIKE: _("多人申请相同信息"),
    Prompt.SELF_CHECK: _("不予公开信息的年度自查"),
}
DELIVERY_METHODS: Mapping[DeliveryMethod, Promise] = {
    DeliveryMethod.ONLINE: _("本平台送达"),
    DeliveryMethod.EMAIL: _("电子邮件"),
    DeliveryMethod.POST: _("邮政寄送"),
    DeliveryMethod.DIRECT: _("直接送达"),
    DeliveryMethod.FAX: _("传真"),
}
CONSULTED: Mapping[Consulted, Promise] = {
    Consulted.THIRD_PARTY: _("第三方"),
    Consulted.CO_MAKER: _("共同制作机关"),
    Consulted.OTHER_AGENCY: _("其他机关"),
}
POSITIONS: Mapping[Position, Promise] = {
    Position.AGREE: _("同意公开"),
    Position.PARTLY: _("部分同意公开"),
    Position.OBJECT: _("不同意公开"),
}
OPINION_STATES: Mapping[OpinionState, Promise] = {
    OpinionState.OPEN: _("等待答复"),
    OpinionState.ANSWERED: _("已答复"),
    OpinionState.SILENT: _("逾期未答复"),
    OpinionState.WITHDRAWN: _("不再征求"),
}
VERDICTS: Mapping[Verdict, Promise] = {
    Verdict.DISCLOSE: _("公开"),
    Verdict.PARTLY: _("部分公开"),
    Verdict.WITHHOLD: _("不公开"),
}


def letter_name(kind: str) -> Promise | str:
    """What a letter of this kind is called; its own key when nobody has named it."""
    if kind in NOTICES:
        return NOTICES[kind]
    return REPLY_KINDS[ReplyKind(kind)] if kind in set(ReplyKind) else kind


def choices(labels: Mapping[Word, Promise]) -> list[tuple[str, Promise]]:
    """A mapping of labels as Django's choices, with plain strings as values."""
    return [(str(value), label) for value, label in labels.items()]


def values(words: Iterable[StrEnum]) -> list[str]:
    """Plain strings for look-ups and database constraints, sorted to keep migrations stable."""
    return sorted(str(word) for word in words)
