"""What stands in the way of holding a case and of letting it go."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from portal.domain.workflow import Refusal

from .attempt import Attempt


def _not_destroyed(attempt: Attempt) -> list[Refusal]:
    if attempt.application.forgotten_at is None:
        return []
    return [Refusal("destroyed", _("个人信息已经销毁。"))]


def _is_standing(attempt: Attempt) -> bool:
    return attempt.application.holds.standing(attempt.on).exists()


def _not_held(attempt: Attempt) -> list[Refusal]:
    if not _is_standing(attempt):
        return []
    return [Refusal("held", _("已经暂缓销毁；要更改理由或者期限的，先解除。"))]


def _is_held(attempt: Attempt) -> list[Refusal]:
    if _is_standing(attempt):
        return []
    return [Refusal("no_hold", _("没有暂缓销毁。"))]


HOLD_GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "not_destroyed": _not_destroyed,
    "not_held": _not_held,
    "is_held": _is_held,
}
