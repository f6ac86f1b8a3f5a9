"""The words of keeping and destroying."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_foia.domain.retention import ItemState, ListState, Obstacle

LIST_STATES: Mapping[ListState, Promise] = {
    ListState.DRAWN: _("待批准"),
    ListState.APPROVED: _("已批准，待执行"),
    ListState.DONE: _("已执行"),
    ListState.REFUSED: _("不予销毁"),
}
ITEM_STATES: Mapping[ItemState, Promise] = {
    ItemState.LISTED: _("待销毁"),
    ItemState.DESTROYED: _("已销毁"),
    ItemState.KEPT: _("继续保存"),
}
OBSTACLES: Mapping[Obstacle, Promise] = {
    Obstacle.RULE_OFF: _("机关没有设定保存期限"),
    Obstacle.NOT_DUE: _("保存期限未满，或者不在归档状态"),
    Obstacle.HELD: _("已暂缓销毁"),
    Obstacle.REMEDY_OPEN: _("行政复议或者行政诉讼尚未审结"),
}
"""Why a case stays, in words."""
COUNTED: Mapping[str, Promise] = {
    "people": _("申请人和被征求意见人"),
    "texts": _("文字记录"),
    "letters": _("文书正文"),
    "files": _("文件"),
    "messages": _("通知"),
}
"""What goes, by what it is counted as."""
