"""What stands around and between the words: icons, states, notices, buttons, head tags."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.components.icons import ICONS
from portal.components.tones import NOTICE_ICONS, STATUS_ICONS, known_tone

register = template.Library()


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, Any]:
    """A decorative drawing, hidden from screen readers: words always stand beside it."""
    return {"path": ICONS[name], "name": name}


@register.inclusion_tag("components/crumb.html")
def crumb(label: object, url: str = "") -> dict[str, Any]:
    """One step of the breadcrumb; without ``url`` it is the current page."""
    return {"label": label, "url": url}


@register.inclusion_tag("components/page_meta.html")
def page_meta(
    *,
    column: object = "",
    description: object = "",
    keywords: object = "",
    kind: object = "",
    title: object = "",
    published_at: datetime | None = None,
    source: object = "",
) -> dict[str, Any]:
    """The head tags of 政府网站发展指引 (国办发〔2017〕47号).

    3 on the home page, 7 on a column page (``column`` given), 10 on an article (``title`` and
    ``published_at`` given too).
    """
    return {
        "site": settings.PORTAL_SITE,
        "column": column,
        "description": description or column,
        "keywords": keywords or column,
        "kind": kind or column,
        "title": title,
        "published_at": published_at,
        "source": source,
    }


@register.inclusion_tag("components/button.html")
def button(
    label: object,
    *,
    url: str = "",
    kind: str = "primary",
    name: str = "",
    value: str = "",
    icon: str = "",
    start: bool = False,
) -> dict[str, Any]:
    """A link dressed as a button when ``url`` is given, else a submit button.

    ``kind``: primary, secondary, danger or quiet. ``start`` draws the large first-step arrow.
    """
    return {
        "label": label,
        "url": url,
        "kind": kind,
        "name": name,
        "value": value,
        "icon": icon,
        "start": start,
    }


@register.filter
def message_tone(tags: str) -> str:
    """The tone of a ``django.contrib.messages`` level."""
    tones = {"success": "green", "warning": "amber", "error": "red"}
    return next((tone for level, tone in tones.items() if level in tags.split()), "blue")


@register.inclusion_tag("components/status.html")
def status(text: object, *, tone: str = "neutral") -> dict[str, Any]:
    """A state as word, shape and colour. ``tone``: neutral, blue, green, amber or red."""
    return {"text": text, "tone": known_tone(tone), "icon": STATUS_ICONS[tone]}


@register.simple_block_tag
def notice(
    content: str, *, title: object = "", tone: str = "blue", live: bool = False
) -> SafeString:
    """A message set apart from the text; ``live`` announces it when the page was just posted to."""
    return render_to_string(
        "components/notice.html",
        {
            "content": content,
            "title": title,
            "tone": known_tone(tone),
            "icon": NOTICE_ICONS[tone],
            "live": live,
        },
    )
