"""Sentences of the law's counter: what is wrong with facts, what staff should know.

The ground floor knows no translation machinery. A `Message` keeps its Chinese text and its
parameters apart, so that a page can translate the text and then fill it in; the marker
`gettext_noop` is what ``makemessages`` looks for.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


def gettext_noop(text: str) -> str:
    """Mark a text for translation and return it unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence said about something: stable `code`, Chinese `text`, and what fills it."""

    code: str
    text: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.params if self.params else self.text

    def translated(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language: its text and the words that fill it."""
        filled = {
            name: translate(value) if isinstance(value, str) and value else value
            for name, value in self.params.items()
        }
        return translate(self.text) % filled if filled else translate(self.text)


class Sentence(NamedTuple):
    """A sentence that can be said: its code, and its text with named places.

    >>> LATE = Sentence("late", "晚了 %(days)d 天")
    >>> str(LATE.about(days=2))
    '晚了 2 天'
    """

    code: str
    text: str

    def about(self, **params: object) -> Message:
        """The sentence, said about these."""
        return Message(self.code, self.text, params)


class DomainError(ValueError):
    """Facts or values that the law's rules refuse; `problems` lists every reason."""

    def __init__(self, *problems: Message) -> None:
        self.problems = problems
        super().__init__("；".join(str(problem) for problem in problems))

    @property
    def codes(self) -> tuple[str, ...]:
        """The stable codes of the reasons, in order."""
        return tuple(problem.code for problem in self.problems)


def raise_any(problems: Iterable[Message], error: type[DomainError]) -> None:
    """Raise `error` with every problem there is, if there is one."""
    found = tuple(problems)
    if found:
        raise error(*found)
