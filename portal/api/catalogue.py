"""What the API offers, read off the addresses themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.base import get_urlconf
from django.utils.functional import Promise
from rest_framework.views import APIView

from .parameters import Parameter
from .views.resources import Resource

PREFIX = "api/v1/"


@dataclass(frozen=True, slots=True)
class Offer:
    """One resource: its name in the address, for whom it is, and what may be asked of it."""

    name: str
    title: str | Promise
    audience: str
    scope: str
    fields: Sequence[str]
    filters: Mapping[str, Parameter]

    @property
    def path(self) -> str:
        return f"/{PREFIX}{self.name}/"


def offers() -> tuple[Offer, ...]:
    """All resources, by name: the lists, and every single answer that names its audience."""
    return _offers(get_urlconf() or settings.ROOT_URLCONF)


def known_scopes() -> list[str]:
    return sorted({offer.scope for offer in offers() if offer.scope})


def scope_words(scope: str) -> str:
    """What a scope lets read: the resources it opens, in words; its own name for none."""
    titles = [str(offer.title) for offer in offers() if offer.scope == scope]
    return "、".join(dict.fromkeys(titles)) or scope


@lru_cache(maxsize=8)
def _offers(urlconf: str) -> tuple[Offer, ...]:
    found = (
        _offer(path.removeprefix(PREFIX).strip("^$/"), view)
        for path, view in _views(get_resolver(urlconf), "")
        if path.startswith(PREFIX)
    )
    return tuple(sorted(found, key=lambda offer: offer.name))


def _offer(name: str, view: type[APIView]) -> Offer:
    fields, filters = [], getattr(view, "known", {})
    if issubclass(view, Resource):
        fields, filters = view.serializer_class.names(), view.allowed_filters
    title, audience = getattr(view, "title", name), getattr(view, "audience", "")
    return Offer(name, title, audience, getattr(view, "required_scope", ""), fields, filters)


def _views(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, type[APIView]]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, path)
        elif view := _offering(pattern):
            yield path, view


def _offering(pattern: URLPattern) -> type[APIView] | None:
    """The view behind an address, unless it is a member of a list or nobody's."""
    view = getattr(pattern.callback, "cls", getattr(pattern.callback, "view_class", None))
    actions = getattr(pattern.callback, "actions", None)
    is_member = actions is not None and actions.get("get") != "list"
    return view if hasattr(view, "audience") and not is_member else None
