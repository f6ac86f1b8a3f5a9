"""How personal data look where the person behind them must not be known."""

import re
from collections.abc import Callable

from .detectors import Kind, find_personal_data

_STAR = "*"


def _keep_ends(value: str, head: int, tail: int) -> str:
    hidden = len(value) - head - tail
    if hidden <= 0:
        return _STAR * len(value)
    return value[:head] + _STAR * hidden + value[len(value) - tail :]


def mask_name(name: str) -> str:
    """
    >>> mask_name("张三"), mask_name("张小三"), mask_name("John Smith")
    ('张*', '张*三', 'J*** S****')
    """
    name = name.strip()
    if name.isascii():
        return " ".join(_keep_ends(word, 1, 0) for word in name.split())
    return _keep_ends(name, 1, 0 if len(name) < 3 else 1)


def mask_phone(phone: str) -> str:
    """
    >>> mask_phone("138 0013 1234"), mask_phone("66012345")
    ('138****1234', '66****45')
    """
    digits = re.sub(r"[^\w+]", "", phone)
    return _keep_ends(digits, 3, 4) if len(digits) >= 11 else _keep_ends(digits, 2, 2)


def mask_id_number(number: str) -> str:
    """
    >>> mask_id_number("11010519491231002X"), mask_id_number("E12345678")
    ('1101**********002X', 'E*******8')
    """
    compact = re.sub(r"\W", "", number)
    return _keep_ends(compact, 4, 4) if len(compact) >= 15 else _keep_ends(compact, 1, 1)


def mask_email(address: str) -> str:
    """
    >>> mask_email("zhangsan@example.com")
    'z***@example.com'
    """
    local, at, host = address.strip().rpartition("@")
    return f"{local[:1] if len(local) > 1 else ''}***{at}{host}" if at else _STAR * len(host)


def mask_text(text: str) -> str:
    """The text with every ID-card number, mobile phone and bank card in it masked.

    >>> mask_text("请致电13800131234")
    '请致电138****1234'
    """
    return _replaced(text, lambda kind, found: _MASKS[kind](found))


def redact_text(text: str) -> str:
    """The text with every piece of personal data taken out altogether (for logs).

    >>> redact_text("call 13800131234")
    'call [mobile]'
    """
    return _replaced(text, lambda kind, _found: f"[{kind}]")


_MASKS = {
    Kind.ID_CARD: mask_id_number,
    Kind.MOBILE: mask_phone,
    Kind.BANK_CARD: mask_id_number,
}


def _replaced(text: str, replacement: Callable[[Kind, str], str]) -> str:
    parts: list[str] = []
    position = 0
    for finding in find_personal_data(text):
        parts.append(text[position : finding.start])
        parts.append(replacement(finding.kind, text[finding.start : finding.end]))
        position = finding.end
    return "".join(parts) + text[position:]
