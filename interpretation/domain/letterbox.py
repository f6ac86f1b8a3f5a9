"""Where another app hands in what belongs in the letterbox; filled when a letterbox exists."""

from collections.abc import Callable

Receiver = Callable[..., str]
"""``receive(organisation=…, title=…, content=…, source=…, at=…, actor=…)``: take a message in
and answer with its number. Called inside the caller's transaction."""

_receivers: list[Receiver] = []


def register_receiver(receiver: Receiver) -> None:
    """Called from ``AppConfig.ready`` by whoever keeps the letterbox; the last one counts."""
    _receivers[:] = [receiver]


def receiver() -> Receiver | None:
    """Who takes messages, or None while there is no letterbox."""
    return _receivers[0] if _receivers else None
