"""One case for each matter (一事一申请), one case for one matter filed twice (合并)."""

from enum import StrEnum

LEAST_MATTERS, MOST_MATTERS = 2, 10
SIMILAR = 0.6
"""From this likeness on, two requests of one applicant are shown to the office together."""


class LinkKind(StrEnum):
    """Why two cases belong together. The lead is the one that was there first."""

    SPLIT = "split"
    MERGE = "merge"
