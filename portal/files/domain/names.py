"""File names as people gave them, made harmless without losing their meaning."""

import re
import unicodedata

NAME_MAX_BYTES = 255
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_UNNAMED = "未命名"


def clean_name(name: str) -> str:
    """The name without paths, control and direction characters, at most 255 bytes long.

    >>> clean_name("../../etc/附件\\r\\n.pdf"), clean_name("\u202efdp.exe")
    ('附件.pdf', 'fdp.exe')
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # Cc controls, Cf directions and zero widths, Cs lone surrogates, Co/Cn unassigned.
    visible = "".join(char for char in plain if unicodedata.category(char)[0] != "C")
    stem, extension = split_name(_FORBIDDEN.sub("_", " ".join(visible.split())).strip(". "))
    return _shortened(stem or _UNNAMED, extension)


def split_name(name: str) -> tuple[str, str]:
    """
    >>> split_name("报告.PDF"), split_name("报告")
    (('报告', 'pdf'), ('报告', ''))
    """
    stem, dot, extension = name.rpartition(".")
    return (stem.rstrip(". "), extension.strip().lower()) if dot else (name, "")


def _shortened(stem: str, extension: str) -> str:
    tail = f".{extension}" if extension else ""
    room = max(NAME_MAX_BYTES - len(tail.encode()), 1)
    return stem.encode()[:room].decode(errors="ignore").rstrip() + tail
