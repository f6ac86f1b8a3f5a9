"""Draws a piece of template as a page would."""

from typing import Any

from bs4 import BeautifulSoup
from django.template import engines
from django.test import RequestFactory

LOAD = "{% load i18n portal_components portal_dates portal_rules %}"


def draw(source: str, path: str = "/", **context: Any) -> BeautifulSoup:
    request = RequestFactory().get(path)
    template = engines["django"].from_string(LOAD + source)
    return BeautifulSoup(template.render(context, request), "html.parser")


def text(soup: BeautifulSoup) -> str:
    """What is read, blanks folded."""
    return " ".join(soup.get_text(" ").split())
