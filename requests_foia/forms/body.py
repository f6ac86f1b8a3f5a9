"""Step 1: which body is asked."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.components.forms import HintedRadioSelect
from requests_foia.queries.bodies import receiving_bodies

from .fields import OneOfField
from .step import StepForm

SEARCHED_FROM = 10
"""From this many bodies on, a search field stands above the list."""


class BodyForm(StepForm):
    slug = "body"
    question = _("您要向哪个机关申请？")
    help = _("谁制作或者最先获取这份信息，就向谁申请。不能确定时，选您认为最相关的机关。")
    short_labels = {"organisation": _("受理机关")}

    organisation = OneOfField(
        label=question,
        ask=_("请选择一个机关。"),
        help_text=help,
    )

    def prepare(self) -> None:
        self.bodies = list(receiving_bodies())
        self._offer(self.bodies)
        self.is_searchable = len(self.bodies) >= SEARCHED_FROM
        if self.is_searchable:  # the search stands between the question and the list
            field = self.fields["organisation"]
            field.label, field.help_text = str(self.short_labels["organisation"]), ""

    @property
    def is_one_question(self) -> bool:
        return not self.is_searchable

    def suggest(self, code: str) -> None:
        """Chooses a body beforehand, where nothing was answered yet and it can be chosen."""
        if any(body.code == code for body in self.bodies):
            self.initial.setdefault("organisation", code)

    def narrow(self, term: str) -> None:
        """Shows only the bodies whose name contains the term."""
        term = "".join(term.split()).casefold()
        self._offer([body for body in self.bodies if term in _names(body)])

    def _offer(self, bodies: Sequence[Organisation]) -> None:
        field = self.fields["organisation"]
        field.widget = HintedRadioSelect(hints={body.code: body.address for body in bodies})
        field.choices = [(body.code, _shown(body)) for body in bodies]  # type: ignore[attr-defined]


def _shown(body: Organisation) -> str:
    return (body.english_name if get_language() == "en" else "") or body.name


def _names(body: Organisation) -> str:
    return f"{body.name} {body.short_name} {body.english_name}".casefold()
