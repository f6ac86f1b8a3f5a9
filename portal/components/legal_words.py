"""Words of the law and the calendar that reach the public from data, not from templates.

Rule sets and calendars are written in Chinese. Listing their words here lets the message
catalogue carry them; ``tests/components/test_legal_words.py`` fails when one is missing.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

HOLIDAYS = (
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明节"),
    gettext_noop("劳动节"),
    gettext_noop("端午节"),
    gettext_noop("中秋节"),
    gettext_noop("国庆节"),
    gettext_noop("国庆节、中秋节"),
    gettext_noop("中秋节、国庆节"),
    gettext_noop("抗战胜利70周年纪念日"),
)
LETTERS = (
    gettext_noop("征求第三方意见"),
    gettext_noop("征求共同制作机关意见"),
    gettext_noop("征求其他机关意见"),
)
RULES = (
    gettext_noop("主动公开政府信息"),
    gettext_noop("信息形成或者变更之日"),
    gettext_noop("双方确认收到申请"),
    gettext_noop("互联网、传真、电子邮件申请到达之日"),
    gettext_noop("条例第三十一条第三项（期限为本平台所定）"),
    gettext_noop("答复政府信息公开申请"),
    gettext_noop("收到申请之日；补正的，收到补正材料之日；收费的，缴费之日"),
    gettext_noop("条例第三十三条第二款"),
    gettext_noop("延长答复期限"),
    gettext_noop("当前答复期限届满之日"),
    gettext_noop("一次性告知补正"),
    gettext_noop("收到申请之日"),
    gettext_noop("条例第三十条"),
    gettext_noop("申请人补正"),
    gettext_noop("补正告知书送达之日"),
    gettext_noop("条例第三十条（“合理的补正期限”，天数为本平台默认）"),
    gettext_noop("第三方提出意见"),
    gettext_noop("第三方收到征求意见书之日"),
    gettext_noop("条例第三十二条"),
    gettext_noop("申请人缴纳信息处理费"),
    gettext_noop("收到收费通知之日"),
    gettext_noop("国办函〔2020〕109号"),
    gettext_noop("条例第二十六条"),
    gettext_noop("申请行政复议"),
    gettext_noop("知道行政行为之日"),
    gettext_noop("《行政复议法》第二十条"),
    gettext_noop("不服复议决定提起行政诉讼"),
    gettext_noop("收到复议决定书之日或者复议期满之日"),
    gettext_noop("《行政诉讼法》第四十五条；《行政复议法》第三十四条"),
    gettext_noop("直接提起行政诉讼"),
    gettext_noop("《行政诉讼法》第四十六条"),
    gettext_noop("《中华人民共和国政府信息公开条例》（国务院令第711号）"),
)


def in_words(text: str) -> str:
    """A word of the law or the calendar in the reader's language; itself when none is known."""
    return _(text) if text else ""
