"""Which kind of object fills a route, and which of its objects the table must speak of."""

import re
from collections.abc import Iterable

from .routes import places

_ADMIN_MODEL = re.compile(r"admin/\w+/(\w+)/<path:object_id>/")
# Pages that ask the same of every state: one own object and one elsewhere will do.
_SAME_FOR_ALL_STATES = ("<path:object_id>/", "/history/", "/delete/")
# The longest beginning of a route decides; admin pages of a model name it themselves.
_KINDS = {
    "admin/notices/": "notice",
    "admin/(?P<app_label>": "app",
    "admin/(?P<url>": "stray",
    "files/": "file",
    "disclosure/category/": "head",
    "disclosure/": "index number",
    "interpretation/": "interpretation",
    "interpretation/comments/": "comment subject",
    "consultations/": "consultation",
    "requests/new/": "page of the form",
    "requests/track/": "application",
    "requests/answered/": "entry",
    "requests/opinion/": "opinion",
    "verify/": "mark",
    "reports/": "report",
    "api/v1/answered-requests/": "entry",
    "api/v1/annual-reports/": "edition",
    "api/v1/documents/": "document",
    "api/v1/categories/": "head",
    "api/v1/interpretations/": "interpretation",
    "api/v1/consultations/": "consultation",
    "api/v1/comments/": "comment",
    "api/v1/applications/": "application",
    "api/v1/obligations/": "obligation",
    "api/v1/audit/": "auditentry",
    "api/<path": "stray",
    "organisations/": "body",
    "sitemap/": "section",
}


def kind_of(route: str) -> str:
    """The kind whose objects fill the places of ``route``; empty when it has none."""
    if not places(route):
        return ""
    if model := _ADMIN_MODEL.match(route):
        return model[1]
    fitting = [beginning for beginning in _KINDS if route.startswith(beginning)]
    if not fitting:
        raise LookupError(f"no objects for the places of {route}: name its kind here")
    return _KINDS[max(fitting, key=len)]


def wanted(route: str, names: Iterable[str]) -> list[str]:
    """The objects among ``names`` without which the table says too little of ``route``."""
    names = list(names)
    if _ADMIN_MODEL.match(route) and route.endswith(_SAME_FOR_ALL_STATES):
        return [names[0], *(name for name in names[1:] if name == "elsewhere")]
    if "letter_id" not in places(route):
        return [name for name in names if name != "swapped"]
    return names
