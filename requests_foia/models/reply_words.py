"""What the reply wizard says of each kind: its letter, and its row of table three."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_foia.domain.replies import Remedy, ReplyKind

LETTERS: Mapping[ReplyKind, Promise] = {
    ReplyKind.DISCLOSED: _("政府信息公开告知书"),
    ReplyKind.ALREADY_PUBLIC: _("政府信息公开申请答复书"),
    ReplyKind.PARTIAL: _("政府信息部分公开告知书"),
    ReplyKind.REFUSED: _("政府信息不予公开告知书"),
    ReplyKind.SPECIAL_PROCEDURE: _("政府信息公开申请答复书"),
    ReplyKind.NOT_EXISTING: _("政府信息不存在告知书"),
    ReplyKind.NOT_HELD: _("政府信息公开申请答复书"),
    ReplyKind.NEEDS_PROCESSING: _("政府信息公开申请答复书"),
    ReplyKind.UNCLEAR: _("政府信息公开申请答复书"),
    ReplyKind.PETITION: _("政府信息公开申请告知书"),
    ReplyKind.DUPLICATE: _("政府信息公开申请不予重复处理告知书"),
    ReplyKind.PUBLICATION: _("政府信息公开申请告知书"),
    ReplyKind.EXCESSIVE: _("政府信息公开申请不予处理告知书"),
    ReplyKind.REISSUE: _("政府信息公开申请告知书"),
}
REMEDIES: Mapping[Remedy, Promise] = {
    Remedy.APPEAL_FIRST: _("先申请行政复议，对复议决定不服的再提起行政诉讼"),
    Remedy.APPEAL_OR_SUE: _("申请行政复议，或者直接提起行政诉讼"),
}
ROWS: Mapping[str, Promise] = {
    "3.1": _("（一）予以公开"),
    "3.2": _("（二）部分公开"),
    "3.3.1": _("（三）不予公开：1.属于国家秘密"),
    "3.3.2": _("（三）不予公开：2.其他法律行政法规禁止公开"),
    "3.3.3": _("（三）不予公开：3.危及“三安全一稳定”"),
    "3.3.4": _("（三）不予公开：4.保护第三方合法权益"),
    "3.3.5": _("（三）不予公开：5.属于三类内部事务信息"),
    "3.3.6": _("（三）不予公开：6.属于四类过程性信息"),
    "3.3.7": _("（三）不予公开：7.属于行政执法案卷"),
    "3.3.8": _("（三）不予公开：8.属于行政查询事项"),
    "3.4.1": _("（四）无法提供：1.本机关不掌握相关政府信息"),
    "3.4.2": _("（四）无法提供：2.没有现成信息需要另行制作"),
    "3.4.3": _("（四）无法提供：3.补正后申请内容仍不明确"),
    "3.5.1": _("（五）不予处理：1.信访举报投诉类申请"),
    "3.5.2": _("（五）不予处理：2.重复申请"),
    "3.5.3": _("（五）不予处理：3.要求提供公开出版物"),
    "3.5.4": _("（五）不予处理：4.无正当理由大量反复申请"),
    "3.5.5": _("（五）不予处理：5.要求行政机关确认或重新出具已获取信息"),
}
