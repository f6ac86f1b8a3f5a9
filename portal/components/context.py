"""What every page's frame needs; reads settings and cookies only, never the database."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MODE_COOKIE = "portal_mode"
THEME_COOKIE = "portal_theme"
MODES = ("standard", "elder")
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Door:
    """One of the five things a visitor can do here: a verb, where it leads, what lies behind."""

    verb: Promise | str
    url_name: str
    path_prefixes: tuple[str, ...]
    promise: Promise | str


DOORS = (
    Door(
        _("查信息"),
        "disclosure:list",
        ("/disclosure/", "/search/", "/organisations/", "/rules/", "/reports/"),
        _("文件、规划、预决算、机构职能"),
    ),
    Door(
        _("提申请"),
        "requests:new",
        ("/requests/new/", "/guide/"),
        _("没有公开的，可以申请公开"),
    ),
    Door(
        _("查进度"),
        "requests:track",
        ("/requests/track/",),
        _("凭编号和查询码看办到哪一步"),
    ),
    Door(
        _("看解读"),
        "interpretation:list",
        ("/interpretation/",),
        _("政策说什么，对您意味着什么"),
    ),
    Door(
        _("提意见"),
        "consultations:list",
        ("/consultations/",),
        _("正在征求意见的草案"),
    ),
)


@dataclass(frozen=True)
class Display:
    """How this visitor asked to see the site."""

    mode: str = "standard"
    theme: str = "auto"

    @property
    def is_elder(self) -> bool:
        return self.mode == "elder"


def display_of(request: HttpRequest | None) -> Display:
    """Reads the display cookies; anything unknown counts as not set."""
    cookies = request.COOKIES if request is not None else {}
    mode, theme = cookies.get(MODE_COOKIE, ""), cookies.get(THEME_COOKIE, "")
    return Display(
        mode=mode if mode in MODES else "standard",
        theme=theme if theme in THEMES else "auto",
    )


def site(request: HttpRequest | None) -> dict[str, Any]:
    """Context processor; also called by hand where no request context exists (page 500)."""
    path = request.path if request is not None else ""
    return {
        "site": settings.PORTAL_SITE,
        "site_base_url": settings.PORTAL_BASE_URL,
        "display": display_of(request),
        "doors": [(door, path.startswith(door.path_prefixes)) for door in DOORS],
    }
