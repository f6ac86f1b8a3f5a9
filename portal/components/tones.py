"""The tones a state or a notice may have, and the shape that goes with each.

``target`` is the warning of a body's own target: never the red of the law's last day.
"""

# A state is told by a word and a shape before its colour.
STATUS_ICONS = {
    "neutral": "ring",
    "blue": "dot",
    "green": "check",
    "amber": "clock",
    "target": "flag",
    "red": "warning",
}
NOTICE_ICONS = {
    "neutral": "info",
    "blue": "info",
    "green": "check",
    "amber": "warning",
    "target": "info",
    "red": "warning",
}


def known_tone(tone: str) -> str:
    """``tone`` itself; raises ``ValueError`` for one that no style knows."""
    if tone not in STATUS_ICONS:
        raise ValueError(f"unknown tone {tone!r}; known: {', '.join(STATUS_ICONS)}")
    return tone
