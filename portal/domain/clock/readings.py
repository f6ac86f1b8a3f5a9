"""Points the law leaves open: the reading that counts and the other one, shown to staff."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portal.domain.messages import gettext_noop


class Reading(NamedTuple):
    """How the open points are read. Every False is the chosen reading."""

    submission_confirms: bool = False
    office_confirms: bool = False
    late_notice_keeps_clock: bool = False
    sending_day_pauses: bool = False
    late_opinion_pauses: bool = False
    pause_survives_restart: bool = False
    extension_survives_restart: bool = False


CHOSEN = Reading()


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One open point: its number in the list of readings, its article, and the other reading."""

    number: str
    article: str
    chosen: str
    other: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the other reading of one open point would answer."""

    point: OpenPoint
    received_on: date
    due_on: date
    provisional: bool


OPEN_POINTS = (
    OpenPoint(
        "2",
        gettext_noop("条例第三十条"),
        gettext_noop("补正或缴费后期限重新计算，此前的征求意见期间不再扣除"),
        gettext_noop("重新计算后，仍在进行的征求意见期间继续扣除"),
        Reading(pause_survives_restart=True),
    ),
    OpenPoint(
        "2",
        gettext_noop("条例第三十条、第三十三条"),
        gettext_noop("补正或缴费后期限重新计算，此前批准的延期不再有效"),
        gettext_noop("重新计算后，此前批准的延期继续有效"),
        Reading(extension_survives_restart=True),
    ),
    OpenPoint(
        "3",
        gettext_noop("条例第三十条"),
        gettext_noop("补正告知迟发，期限仍自收到补正材料之日起算，另记违规"),
        gettext_noop("补正告知迟发，不停止原期限"),
        Reading(late_notice_keeps_clock=True),
    ),
    OpenPoint(
        "4",
        gettext_noop("条例第三十三条第三款"),
        gettext_noop("征求意见书发出当日计入，次日起不计入"),
        gettext_noop("征求意见书发出当日即不计入"),
        Reading(sending_day_pauses=True),
    ),
    OpenPoint(
        "5",
        gettext_noop("条例第三十二条、第三十四条"),
        gettext_noop("征求意见期间至提出意见期限届满为止"),
        gettext_noop("征求意见期间至实际答复之日为止"),
        Reading(late_opinion_pauses=True),
    ),
    OpenPoint(
        "6",
        gettext_noop("条例第三十一条第三项；最高人民法院指导案例26号"),
        gettext_noop("双方确认之日为收到申请之日"),
        gettext_noop("提交成功之日为收到申请之日"),
        Reading(submission_confirms=True),
    ),
    OpenPoint(
        "8",
        gettext_noop("条例第三十一条第二项；国办公开办函〔2015〕207号"),
        gettext_noop("行政机关签收之日为收到申请之日"),
        gettext_noop("政府信息公开工作机构确认之日为收到申请之日"),
        Reading(office_confirms=True),
    ),
)
