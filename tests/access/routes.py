"""Every route of the site as one string, and how a route becomes an address."""

import re
from collections.abc import Iterator, Mapping

from django.urls import URLResolver, resolve

# <uuid:pk> and (?P<pk>[0-9]+), whose inside may hold one more pair of brackets.
_PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The routes below ``resolver``, as ``ResolverMatch.route`` spells them."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^" if prefix else "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def places(route: str) -> list[str]:
    """The names of what has to be filled in."""
    return [plain or named for plain, named in _PLACE.findall(route)]


def address(route: str, values: Mapping[str, object]) -> str:
    """The address of ``route`` with ``values`` filled in; it must lead back to the route."""
    filled = _PLACE.sub(lambda place: str(values[place[1] or place[2]]), route)
    path = "/" + filled.removesuffix("$")
    assert resolve(path).route == route, f"{path} leads to {resolve(path).route}"
    return path
