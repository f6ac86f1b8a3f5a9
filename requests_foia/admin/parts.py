"""What the history of a case says besides the case's own fields, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation, User
from portal.desk.history import Part
from requests_foia.models import labels, retention_labels


def _of(words: Mapping[Any, Any]) -> Callable[[Any], object]:
    return lambda value: words.get(value, value)


def _unit(code: str) -> object:
    return Organisation.objects.filter(code=code).first() or code


def _person(username: str) -> object:
    return User.objects.filter(username=username).first() or username


AUDIT_PARTS: Mapping[str, Part] = {
    "kind": Part(_("答复类型"), _of(labels.REPLY_KINDS)),
    "ground": Part(_("不予公开的理由"), _of(labels.GROUNDS)),
    "outcome": Part(_("办理结果"), _of({**labels.REPLY_KINDS, **labels.ENDINGS})),
    "method": Part(_("送达方式"), _of(labels.DELIVERY_METHODS)),
    "attachments": Part(_("公开的文件数")),
    "suggests_publication": Part(_("建议主动公开")),
    "is_out_of_log": Part(_("不列入已答复申请目录")),
    "entry": Part(_("公开编号")),
    "converts": Part(_("转为主动公开")),
    "document": Part(_("公开文件")),
    "unit": Part(_("承办机构"), _unit),
    "check": Part(_("审查"), _of(labels.CHECKS)),
    "fee_state": Part(_("收费"), _of(labels.FEE_STATES)),
    "fee_basis": Part(_("计收方式"), _of(labels.FEE_BASES)),
    "fee_earlier": Part(_("当月此前的件数")),
    "fee_quantity": Part(_("件数或者页数")),
    "fee_amount": Part(_("金额（元）")),
    "paid_on": Part(_("缴费日期")),
    "received_on": Part(_("收到日期")),
    "officer": Part(_("承办人"), _person),
    "consulted": Part(_("征求对象"), _of(labels.CONSULTED)),
    "serial": Part(_("征求意见序号")),
    "position": Part(_("意见"), _of(labels.POSITIONS)),
    "verdict": Part(_("第三方权益的决定"), _of(labels.VERDICTS)),
    "is_reasonable": Part(_("理由合理")),
    "serves_public": Part(_("不公开可能对公共利益造成重大影响")),
    "parts": Part(_("关联的受理编号")),
    "lead": Part(_("先提出的申请")),
    "is_late": Part(_("逾期答复")),
    "delivered_on": Part(_("对方收到日期")),
    "members": Part(_("参加会商的机构")),
    "files": Part(_("附件数")),
    "manifest": Part(_("清单校验值")),
    "size": Part(_("字节数")),
    "identity_matches": Part(_("身份与申请所填一致")),
    "until": Part(_("暂缓至")),
    "list": Part(_("销毁清单")),
    **{name: Part(word) for name, word in retention_labels.COUNTED.items() if name != "files"},
}
