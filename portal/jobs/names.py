"""What each scheduled job is called on the desk, by its name in the schedule."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES: Mapping[str, Any] = {
    "outbox.deliver": _("发送通知和邮件"),
    "outbox.forget": _("清理已发送的通知"),
    "obligations.sweep": _("巡查到期和逾期"),
    "obligations.recount": _("重新计算未办结的期限"),
    "requests_foia.confirm_lapsed": _("逾期未确认的申请视为确认"),
    "requests_foia.forget_drafts": _("清理未提交的申请草稿"),
    "audit.verify": _("核验审计链"),
    "requests_foia.forget_identity": _("销毁到期的身份证明"),
    "requests_foia.destroy_due": _("执行批准的个人信息销毁清单"),
    "requests_foia.lapse_opinions": _("逾期未答复的征求意见记为未答复"),
    "requests_foia.find_asked_alike": _("查找多人申请的相同信息"),
    "requests_foia.open_self_checks": _("开列不予公开信息年度自查"),
    "requests_foia.open_reports": _("开列应公布的年度报告"),
    "requests_foia.build_bundles": _("生成证据包"),
    "requests_foia.destroy_bundles": _("销毁到期的证据包和合并打印的文件"),
    "obligations.carry_recount": _("按新的工作日历逐批重算期限"),
    "search.take_in": _("收录新公布的内容"),
    "search.reconcile": _("核对检索收录"),
    "files.reconcile": _("核对文件库"),
    "files.scan": _("检查文件有无病毒"),
    "printing.print": _("排版文书"),
    "guard.forget": _("清理限流记录"),
}


def job_name(name: str) -> str:
    """The job in words; its own name where nobody has put it into words."""
    return str(NAMES.get(name, name))
