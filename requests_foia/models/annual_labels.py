"""The words of the annual tables, exactly as 国办公开办函〔2021〕30号 prints them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_foia.domain.annual import Outcome, RemedyKind
from requests_foia.domain.report import ReportState

COLUMNS: Mapping[str, Promise] = {
    "citizen": _("自然人"),
    "business": _("商业企业"),
    "research": _("科研机构"),
    "welfare": _("社会公益组织"),
    "legal_service": _("法律服务机构"),
    "other": pgettext_lazy("table three", "其他"),
    "total": pgettext_lazy("table three", "总计"),
}
ORGANISATIONS = _("法人或其他组织")

# Chapter (一 … 四), group ((一) … (七)) and row of table three; an empty word repeats the above.
ROWS: Mapping[str, Promise] = {
    "1": _("一、本年新收政府信息公开申请数量"),
    "2": _("二、上年结转政府信息公开申请数量"),
    "3.1": _("（一）予以公开"),
    "3.2": _("（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    "3.3.1": _("1.属于国家秘密"),
    "3.3.2": _("2.其他法律行政法规禁止公开"),
    "3.3.3": _("3.危及“三安全一稳定”"),
    "3.3.4": _("4.保护第三方合法权益"),
    "3.3.5": _("5.属于三类内部事务信息"),
    "3.3.6": _("6.属于四类过程性信息"),
    "3.3.7": _("7.属于行政执法案卷"),
    "3.3.8": _("8.属于行政查询事项"),
    "3.4.1": _("1.本机关不掌握相关政府信息"),
    "3.4.2": _("2.没有现成信息需要另行制作"),
    "3.4.3": _("3.补正后申请内容仍不明确"),
    "3.5.1": _("1.信访举报投诉类申请"),
    "3.5.2": _("2.重复申请"),
    "3.5.3": _("3.要求提供公开出版物"),
    "3.5.4": _("4.无正当理由大量反复申请"),
    "3.5.5": _("5.要求行政机关确认或重新出具已获取信息"),
    "3.6.1": _("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    "3.6.2": _("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    "3.6.3": _("3.其他"),
    "3.7": _("（七）总计"),
    "4": _("四、结转下年度继续办理"),
}
GROUPS: Mapping[str, Promise] = {
    "3.3": _("（三）不予公开"),
    "3.4": _("（四）无法提供"),
    "3.5": _("（五）不予处理"),
    "3.6": _("（六）其他处理"),
}
RESULTS = _("三、本年度办理结果")
CORNER = _("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）")

REMEDY_KINDS: Mapping[RemedyKind, Promise] = {
    RemedyKind.RECONSIDERATION: _("行政复议"),
    RemedyKind.DIRECT_LAWSUIT: _("行政诉讼（未经复议直接起诉）"),
    RemedyKind.LAWSUIT_AFTER: _("行政诉讼（复议后起诉）"),
}
OUTCOMES: Mapping[Outcome, Promise] = {
    Outcome.UPHELD: _("结果维持"),
    Outcome.CORRECTED: _("结果纠正"),
    Outcome.OTHER: _("其他结果"),
}
PENDING = _("尚未审结")
TOTAL = pgettext_lazy("table three", "总计")

STATES: Mapping[ReportState, Promise] = {
    ReportState.DRAFT: _("起草"),
    ReportState.REVIEW: _("待审核"),
    ReportState.REVIEWED: _("待签发"),
    ReportState.SIGNED: _("待发布"),
    ReportState.PUBLISHED: pgettext_lazy("document", "已发布"),
}
PARTS: Mapping[str, Promise] = {
    "overview": _("一、总体情况"),
    "proactive": _("二、主动公开政府信息情况"),
    "requests": _("三、收到和处理政府信息公开申请情况"),
    "remedies": _("四、政府信息公开行政复议、行政诉讼情况"),
    "problems": _("五、存在的主要问题及改进情况"),
    "others": _("六、其他需要报告的事项"),
}
CHECKS: Mapping[str, Promise] = {
    "a": _("各列：第一项加第二项，等于第三项加第四项"),
    "b": _("各列：办理结果总计，等于各分项之和"),
    "c": _("各行：总计列，等于其余各列之和"),
    "d": _("表四：各类总计，等于四种结果之和"),
    "e": _("年度衔接：本年“二、上年结转”，等于上年“四、结转下年度”"),
    "f": _("现行有效件数，等于上年数加制发减废止"),
    "g": _("每件办结的申请只计入一行"),
    "h": _("各项均为不小于零的数"),
}
