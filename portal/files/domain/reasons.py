"""Why a file is refused. The words for people are in ``portal.files.refusals``."""

from enum import StrEnum


class Reason(StrEnum):
    """One thing wrong with an uploaded file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    EXTENSION = "extension"
    MISMATCH = "mismatch"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    ACTIVE = "active"
    EXTERNAL = "external"
    DISGUISED = "disguised"
    BOMB = "bomb"
    UNSAFE_MEMBER = "unsafe_member"
    NESTED = "nested"
    MALWARE = "malware"
    UNSAVED = "unsaved"
