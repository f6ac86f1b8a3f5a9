"""How a step of the workflow looks on the desk, and which action it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.utils.functional import Promise

from portal.agencies.models import User
from portal.desk.steps import Confirmation
from requests_foia.models import Application

Call = Callable[[Application, User, datetime, Mapping[str, Any]], object]
FormArguments = Callable[[Application], dict[str, Any]]
OwnFormArguments = Callable[[Application, User], dict[str, Any]]
RequestArguments = Callable[[Application, HttpRequest], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Button:
    """How one event of the workflow looks on the desk."""

    label: Promise
    call: Call
    form_class: type[Form] = Confirmation
    form_arguments: FormArguments | None = None
    # The same where the form depends on who fills it in.
    own_form_arguments: OwnFormArguments | None = None
    # The same for a form that also follows from what the page was asked.
    request_arguments: RequestArguments | None = None
    explanation: Promise | str = ""
    # What has happened; ``%(due)s`` is the day by which the case is to be answered now.
    done: Promise | str = ""
    is_primary: bool = True
    is_dangerous: bool = False

    def arguments(self, case: Application, user: User) -> dict[str, Any]:
        """What the form is made with."""
        if self.own_form_arguments:
            return self.own_form_arguments(case, user)
        return self.form_arguments(case) if self.form_arguments else {}


def calling(action: Callable[..., object]) -> Call:
    """The action takes exactly what the form says."""

    def call(case: Application, actor: User, at: datetime, said: Mapping[str, Any]) -> None:
        action(application=case, actor=actor, at=at, **said)

    return call
