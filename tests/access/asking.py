"""Asking again and again, and remembering what was no decent answer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.http import QueryDict

from .actors import Actor

# CPU seconds, so that a busy machine makes no difference.
SECONDS = 2


class Asker:
    """An actor's hostile requests: each must end below 500, and soon."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.faults: list[str] = []
        self.count = 0

    def ask(self, method: str, path: str, data: Any = None, **more: Any) -> int:
        began = time.process_time()
        status = self.actor.ask(method, path, data, **more).status_code
        taken = time.process_time() - began
        self.count += 1
        if status >= 500 or taken > SECONDS:
            said = f"{method} {path[:150]} {str(data or '')[:150]}"
            self.faults.append(f"{said}: {status} after {taken:.1f} s")
        return status


@contextmanager
def names_read() -> Iterator[set[str]]:
    """The parameters that somebody looks up meanwhile."""
    names: set[str] = set()
    look_up = QueryDict.__getitem__

    def noting(query: QueryDict, name: str) -> Any:
        names.add(name)
        return look_up(query, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QueryDict, "__getitem__", noting)
        yield names
