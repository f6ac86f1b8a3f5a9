"""What the clock of an application says: why it refuses facts, and what it remarks."""

from portal.domain.clock.events import (
    Consultation,
    Consulted,
    CorrectionLapsed,
    CorrectionReceived,
    CorrectionRequested,
    Delay,
    Extension,
    FeeLapsed,
    FeeNotice,
    FeePaid,
)
from portal.domain.messages import Sentence, gettext_noop

RECEIPT_NAME = gettext_noop("收到申请")
EVENT_NAMES = {
    CorrectionRequested: gettext_noop("补正告知"),
    CorrectionReceived: gettext_noop("收到补正材料"),
    CorrectionLapsed: gettext_noop("逾期不补正"),
    Consultation: gettext_noop("征求意见"),
    FeeNotice: gettext_noop("收费通知"),
    FeePaid: gettext_noop("缴费"),
    FeeLapsed: gettext_noop("逾期不缴费"),
    Extension: gettext_noop("延期"),
    Delay: gettext_noop("延迟答复"),
}
PAUSE_NAMES = {
    Consulted.THIRD_PARTY: gettext_noop("征求第三方意见"),
    Consulted.JOINT_AGENCY: gettext_noop("征求共同制作机关意见"),
    Consulted.OTHER_AGENCY: gettext_noop("征求其他机关意见"),
}

# Refusals: the facts cannot be as they are told.
BEFORE_RECEIPT = Sentence(
    "before_receipt", gettext_noop("%(event)s（%(day)s）早于收到申请之日（%(received)s）")
)
OUT_OF_ORDER = Sentence(
    "out_of_order",
    gettext_noop("%(event)s（%(day)s）排在更晚的事项（%(previous)s）之后，次序有误"),
)
IN_FUTURE = Sentence("in_future", gettext_noop("%(event)s的日期 %(day)s 晚于今天（%(today)s）"))
BEFORE_SENT = Sentence(
    "before_sent",
    gettext_noop("%(event)s的送达或答复日期 %(day)s 早于发出日期 %(sent)s"),
)
AFTER_LAPSE = Sentence("after_lapse", gettext_noop("申请已视为放弃，不能再登记%(event)s"))
TWICE = Sentence("twice", gettext_noop("%(event)s只能有一次"))
WITHOUT = Sentence("without_request", gettext_noop("没有%(needed)s，不能登记%(event)s"))
NOT_POSITIVE = Sentence("not_positive", gettext_noop("%(event)s的工作日数须大于零"))
ENDLESS = Sentence(
    "endless_pause",
    gettext_noop("规则集没有规定意见期限，尚未答复的征求意见无法确定何时结束"),
)
PERIOD_FIXED = Sentence(
    "period_fixed", gettext_noop("第三方和共同制作机关的意见期限由法规规定，不能另定")
)
NO_LIMIT = Sentence("no_limit", gettext_noop("规则集没有规定期限，不能认定%(event)s"))
TOO_EARLY = Sentence("lapse_too_early", gettext_noop("%(event)s须在期限届满（%(last)s）之后"))

# Remarks: a named rule decided, and staff should know.
LATE_NOTICE = Sentence(
    "correction_notice_late",
    gettext_noop(
        "补正告知（%(day)s）晚于法定的 %(last)s：期限仍自收到补正材料之日起算，告知迟延另记"
    ),
)
LATE_CORRECTION = Sentence(
    "correction_late",
    gettext_noop("补正材料（%(day)s）晚于补正期限（%(last)s），视为有正当理由而受理"),
)
LATE_PAYMENT = Sentence("payment_late", gettext_noop("缴费（%(day)s）晚于缴费期限（%(last)s）"))
PAUSE_TOO_LATE = Sentence(
    "pause_after_due",
    gettext_noop("征求意见书（%(day)s）在答复期限（%(last)s）届满后发出，不影响期限"),
)
ASSUMED_DELIVERY = Sentence(
    "delivery_assumed",
    gettext_noop("征求意见书的送达日期未登记，暂按发出之日（%(day)s）计算意见期限"),
)
PAUSES_OVERLAP = Sentence(
    "pauses_overlap",
    gettext_noop("征求意见期间重叠（%(first)s 至 %(last)s），重叠的日子只扣除一次"),
)
LATE_OPINION = Sentence(
    "opinion_late",
    gettext_noop("意见（%(day)s）晚于意见期限（%(last)s），其后的日子照常计入"),
)
EXTENSION_LATE = Sentence(
    "extension_late",
    gettext_noop("延期（%(day)s）晚于当时的期限届满日（%(last)s），无效"),
)
EXTENSION_TWICE = Sentence("extension_twice", gettext_noop("延期只能一次，%(day)s 的延期无效"))
EXTENSION_TOO_LONG = Sentence(
    "extension_too_long",
    gettext_noop("延期 %(days)s 个工作日超过规定的 %(limit)s 个工作日，无效"),
)
DELAY_LATE = Sentence(
    "delay_late",
    gettext_noop("延迟答复（%(day)s）晚于当时的期限届满日（%(last)s），无效"),
)
DELAY_TWICE = Sentence("delay_twice", gettext_noop("延迟答复只能一次，%(day)s 的延迟无效"))
DELAY_TOO_LONG = Sentence(
    "delay_too_long",
    gettext_noop("延迟 %(days)s 个工作日超过规定的 %(limit)s 个工作日，无效"),
)
DELAY_DROPPED = Sentence("delay_dropped", gettext_noop("期限已重新计算，此前的延迟答复不再有效"))
EXTENSION_DROPPED = Sentence(
    "extension_dropped", gettext_noop("期限已重新计算，此前的延期不再有效")
)
