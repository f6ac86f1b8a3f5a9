"""The committed table: what each role gets for every route, object and method."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLResolver

from .actors import ROLES, Actor
from .kinds import kind_of, wanted
from .routes import address, routes
from .world import World

PATH = Path(__file__).with_name("matrix.csv")
METHODS = ("GET", "POST")

Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Row:
    """One request and its expected status for each role."""

    route: str
    name: str
    method: str
    expected: Mapping[str, int]

    @property
    def cell(self) -> Cell:
        return self.route, self.name, self.method


def rows() -> list[Row]:
    with PATH.open(encoding="utf-8", newline="") as source:
        return [
            Row(
                line["route"],
                line["object"],
                line["method"],
                {role: int(line[role]) for role in ROLES},
            )
            for line in csv.DictReader(source)
        ]


def cells(resolver: URLResolver, world: World) -> Iterator[Cell]:
    """Every request the table must speak of: route, object, method."""
    for route in routes(resolver):
        kind = kind_of(route)
        names = wanted(route, world.objects[kind]) if kind else ["-"]
        for name in names:
            for method in METHODS:
                yield route, name, method


def path_of(world: World, route: str, name: str) -> str:
    """The address of ``route`` for the object of that name."""
    kind = kind_of(route)
    return address(route, world.objects[kind][name] if kind else {})


def differences(world: World, actor: Actor, role: str, rows: Iterable[Row]) -> list[str]:
    """Where the site and the table disagree on ``role``."""
    found = []
    for row in rows:
        got = actor.ask(row.method, path_of(world, row.route, row.name)).status_code
        if got != row.expected[role]:
            told = f"{row.method} {row.route} ({row.name}): {got}"
            found.append(f"{told}, the table says {row.expected[role]}")
    return found
