"""What an action raises besides ``TransitionRefused``."""

from django.utils.translation import gettext as _


class Conflict(Exception):
    """Somebody else changed the case first; nothing was written.

    ``expected`` is the version the caller had read, ``actual`` the one that stands.
    """

    def __init__(self, expected: int, actual: int) -> None:
        self.expected = expected
        self.actual = actual
        text = _(
            "这件申请刚由他人办理过（您看到的是第%(expected)s版，现为第%(actual)s版），请核对后再提交。"
        )
        self.reasons = (text % {"expected": expected, "actual": actual},)
        super().__init__(*self.reasons)
