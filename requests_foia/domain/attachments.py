"""Files that come with an application: what for, and how many."""

from enum import StrEnum

MOST_FILES = 10
MOST_BYTES = 50 * 2**20
"""Of one application and purpose together; the size of each is ``PORTAL_UPLOAD_MAX_BYTES``."""


class Purpose(StrEnum):
    """What a file of an application is for; it decides who may read it.

    The applicant and whoever handles the case read all but ``IDENTITY``: that one is shown
    to the openness office alone, and only until the identity is verified.
    """

    MATERIAL = "material"
    CORRECTION = "correction"
    ORIGINAL = "original"
    IDENTITY = "identity"
