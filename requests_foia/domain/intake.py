"""What the desk knows of an application that did not come by the website."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """``evidence``: what proves the arrival, such as the number of a registered letter.

    ``is_read_back``: an oral application was written down, read to the applicant and found
    right (条例 art. 29).
    """

    evidence: str = ""
    is_read_back: bool = False
