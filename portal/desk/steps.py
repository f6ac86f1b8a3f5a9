"""A workflow step as the desk shows it: a button, a small page, one call of an action."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise

from portal.agencies.models import User

Words = str | Promise


class Confirmation(forms.Form):
    """A step that needs nothing but a yes."""


def _nothing(request: HttpRequest, record: Any, form: forms.Form) -> None:
    """A step that leads elsewhere has nothing to run."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing a user may do to one record next.

    ``run(request, record, form)`` calls the action with the valid form; it may return a
    sentence for the success message. Whatever it raises that carries reasons (see
    ``reasons_of``) is shown on the page with the typed text kept. ``blockers`` are the
    reasons known beforehand: with any of them the button is off and they are spelled out.
    A step with ``url`` leads there instead.
    """

    event: str
    label: Words
    run: Callable[[HttpRequest, Any, forms.Form], object] = _nothing
    url: str = ""
    blockers: Sequence[Words] = ()
    form_class: type[forms.Form] = Confirmation
    form_kwargs: Mapping[str, Any] = field(default_factory=dict)
    # ``preview(request, record, form)``: pages of HTML as they would go out; nothing is done.
    preview: Callable[[HttpRequest, Any, forms.Form], Sequence[str]] | None = None
    # One or two sentences: what happens, by which article.
    explanation: Words = ""
    done: Words = ""
    # The one step that is expected next, and the ones that hurt.
    is_primary: bool = False
    is_dangerous: bool = False


def reasons_of(error: Exception) -> list[str]:
    """The reasons a typed refusal carries, in order; empty for any other error.

    Understood are ``refusals`` (portal.domain.workflow), ``problems`` (portal.domain.messages),
    ``reasons`` (files, ledger and others) and Django's ValidationError.
    """
    if isinstance(error, ValidationError):
        return list(error.messages)
    for name in ("refusals", "problems", "reasons"):
        if found := getattr(error, name, None):
            return [str(reason) for reason in found]
    return []


def version_of(record: Model) -> str:
    """A mark that changes with every change of the record, empty when it keeps none."""
    for name in ("version", "updated_at"):
        mark = getattr(record, name, None)
        if mark is not None:
            return str(mark)
    return ""


def user_of(request: HttpRequest) -> User:
    """The member of staff who asks; the desk's pages are closed to everybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
