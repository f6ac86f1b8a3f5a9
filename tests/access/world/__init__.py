"""The demo's district, and on top of it one object in every state the table speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.agencies.models import User
from requests_foia.actions import Filed

from . import annual, applications, files, following, ground, people, publications
from .values import NOW, Objects

__all__ = ["NOW", "World", "build"]


@dataclass(frozen=True)
class World:
    """People by role, keys and filed applications, and for every kind of thing its objects.

    An object holds what fills the places of its routes: ``{"pk": …, "event": …}``.
    """

    people: Mapping[str, User]
    keys: Mapping[str, str]
    filed: Mapping[str, Filed]
    objects: Mapping[str, Objects]


def build() -> World:
    """Everything, in a database that ``load_demo`` has filled."""
    staff = people.staff_by_role()
    ours, theirs = people.bureaus(staff)
    keys = people.keys(staff)
    filed = applications.filed(ours.cases, theirs.cases)
    published = publications.made(ours.documents, theirs.documents)
    objects = {
        **publications.objects(published),
        "application": applications.objects(filed),
        "opinion": applications.opinions(filed),
        "mark": applications.marks(filed),
        "lettertemplate": applications.templates(ours.cases, theirs.cases),
        "file": files.objects(published, filed),
        **ground.objects(staff, filed),
        **following.objects(ours.cases, theirs.cases),
        **annual.objects(ours.cases, theirs.cases, filed),
    }
    return World(staff, keys, filed, objects)
