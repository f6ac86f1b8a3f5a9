"""What can be found: the apps above register their public content here at start-up."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from portal.agencies.models import Organisation

_CHUNK = 500


@dataclass(frozen=True)
class Entry:
    """One findable thing, as ``actions.index_entry`` takes it. No personal data, ever."""

    subject: Model
    kind: str
    title: str
    text: str
    url: str
    published_at: datetime
    organisation: Organisation | None
    number: str = ""


@dataclass(frozen=True)
class Standing:
    """What a reader must know of a result before opening it, as the status component takes it."""

    words: str | Promise
    tone: str


def _none_stands_out(ids: Collection[str], at: datetime) -> dict[str, Standing]:
    return {}


@dataclass(frozen=True)
class Source:
    """All public content of one kind; ``label`` names the kind to visitors.

    ``public`` is the one queryset of what the public may read at this moment: a search
    shows nothing that it does not hold, however stale the index. ``entry`` tells how a
    row of it is found. ``standings`` tells, by subject id, of those that stand out. What
    ``answers_requests`` is offered to people who are about to ask for information.
    """

    kind: str
    label: str | Promise
    public: Callable[[], QuerySet[Any]]
    entry: Callable[[Any], Entry]
    standings: Callable[[Collection[str], datetime], Mapping[str, Standing]] = _none_stands_out
    answers_requests: bool = False

    def entries(self) -> Iterator[Entry]:
        """Everything of this kind that can be found, for rebuilding the index."""
        return map(self.entry, self.public().iterator(chunk_size=_CHUNK))

    def still_public(self, ids: Collection[str]) -> set[str]:
        """Those of the subject ids that the public may read."""
        found = self.public().order_by().filter(pk__in=ids).values_list("pk", flat=True)
        return set(map(str, found))


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Called from ``AppConfig.ready``; a kind registered again replaces itself."""
    _sources[source.kind] = source


def all_sources() -> list[Source]:
    """Every source in the order of registration."""
    return list(_sources.values())


def source_of(kind: str) -> Source | None:
    """The source of a kind; None when no app vouches for it."""
    return _sources.get(kind)


class _Found(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def subject_id(self) -> str: ...


AnyFound = TypeVar("AnyFound", bound=_Found)


def only_public(found: Sequence[AnyFound]) -> list[AnyFound]:
    """Those whose app shows them to the public now; one query for each kind among them."""
    ids: dict[str, set[str]] = defaultdict(set)
    for one in found:
        ids[one.kind].add(one.subject_id)
    public = {kind: source.still_public(ids[kind]) for kind in ids if (source := source_of(kind))}
    return [one for one in found if one.subject_id in public.get(one.kind, ())]


def with_standings(
    found: Sequence[AnyFound], at: datetime
) -> list[tuple[AnyFound, Standing | None]]:
    """Each with what its app says a reader must know of it first."""
    said: dict[tuple[str, str], Standing] = {}
    for source in all_sources():
        ids = [one.subject_id for one in found if one.kind == source.kind]
        for subject_id, standing in (source.standings(ids, at) if ids else {}).items():
            said[source.kind, subject_id] = standing
    return [(one, said.get((one.kind, one.subject_id))) for one in found]


def kind_label(kind: str) -> str | Promise:
    """The visitors' word for a kind; the kind itself when no source names it."""
    source = _sources.get(kind)
    return source.label if source else kind
