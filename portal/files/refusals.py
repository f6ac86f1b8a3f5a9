"""The words for a refused file: every reason at once, each with what to do about it."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .domain.kinds import KINDS
from .domain.reasons import Reason

_MESSAGES = {
    Reason.EMPTY: gettext_noop("文件是空的，请重新选择。"),
    Reason.TOO_LARGE: gettext_noop("文件超过 %(limit_mb)s MB，请压缩或分成几个文件。"),
    Reason.EXTENSION: gettext_noop("不接收这种格式的文件。可以上传：%(extensions)s。"),
    Reason.MISMATCH: gettext_noop("文件内容与扩展名不符，请用原来的程序重新保存后再上传。"),
    Reason.DAMAGED: gettext_noop("文件已损坏或没有完整上传，请重新保存后再上传。"),
    Reason.ENCRYPTED: gettext_noop("文件设有密码，无法检查，请取消密码后再上传。"),
    Reason.MACROS: gettext_noop("文件含有宏，请另存为不含宏的格式后再上传。"),
    Reason.ACTIVE: gettext_noop("文件含有打开时会运行的内容（脚本、控件等），请去除后再上传。"),
    Reason.EXTERNAL: gettext_noop("文件打开时会读取外部内容，请去除外部引用后再上传。"),
    Reason.DISGUISED: gettext_noop("文件里混有另一种格式的内容，请用原来的程序重新保存后再上传。"),
    Reason.BOMB: gettext_noop("文件展开后过大，无法安全打开，请缩小后再上传。"),
    Reason.UNSAFE_MEMBER: gettext_noop("文件内部含有不安全的组成部分，请重新保存后再上传。"),
    Reason.NESTED: gettext_noop("文件内部嵌有压缩包或其他程序的文件，请单独上传这些文件。"),
    Reason.MALWARE: gettext_noop("文件含有病毒，已拒绝接收。"),
    Reason.UNSAVED: gettext_noop("服务器暂时存不下这个文件，请稍后再传。其他内容不受影响。"),
}


def words(reasons: Iterable[Reason]) -> list[str]:
    """The reasons as sentences, in a fixed order."""
    facts = {
        "limit_mb": settings.PORTAL_UPLOAD_MAX_BYTES // 2**20,
        "extensions": _("、").join(KINDS),
    }
    given = set(reasons)
    return [_(text) % facts for reason, text in _MESSAGES.items() if reason in given]


class UploadRefused(Exception):
    """A file that is not taken; ``reasons`` are sentences for the person who sent it."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.codes = frozenset(reasons)
        self.reasons = words(self.codes)
        super().__init__(" ".join(self.reasons))
