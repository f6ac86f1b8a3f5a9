"""Said by ``check --deploy``, so that nobody waits in vain for a PDF."""

from typing import Any

from django.core.checks import Warning as Caution
from django.core.checks import register

from .paper import missing


@register(deploy=True)
def printer_is_complete(**_options: Any) -> list[Caution]:
    """A warning, no error: letters are valid as HTML, only their PDF has to wait."""
    lacking = missing()
    return [Caution(lacking, id="printing.W001")] if lacking else []
