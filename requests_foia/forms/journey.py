"""The pages of the application form in their order, and what they add up to."""

from collections.abc import Callable, Mapping
from typing import Any

from requests_foia.queries.draft import attached_to

from .applicant import ApplicantForm
from .attachments import AttachmentsForm
from .body import BodyForm
from .delivery import DeliveryForm
from .help import HelpForm
from .identity import identity_form
from .information import InformationForm
from .step import Answers, StepForm

_STEPS: Mapping[str, Callable[..., StepForm]] = {
    "body": BodyForm,
    "applicant": ApplicantForm,
    "identity": identity_form,
    "information": InformationForm,
    "files": AttachmentsForm,
    "delivery": DeliveryForm,
    "help": HelpForm,
}
SLUGS = tuple(_STEPS)


class Journey:
    """One citizen's way through the form, as far as the answers go.

    Answers are judged anew each time, because an earlier page may have changed what a
    later one asks.
    """

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def form(self, slug: str, data: Any = None, files: Any = None) -> StepForm:
        """The form of a page, filled with what was answered before."""
        return _STEPS[slug](data, files=files, answers=self.answers)

    def answered(self, slug: str) -> StepForm:
        """The form of a page, bound to the answers the draft keeps."""
        return self.form(slug, self.answers.get(slug, {}))

    def first_open(self) -> str | None:
        """The first page without a valid answer."""
        return next((slug for slug in SLUGS if not self.answered(slug).is_valid()), None)

    def is_reachable(self, slug: str) -> bool:
        """Whether all pages before this one are answered."""
        earlier = SLUGS[: SLUGS.index(slug)]
        return all(self.answered(step).is_valid() for step in earlier)

    def facts(self) -> dict[str, str]:
        """Every valid answer by its name; call only when no page is open."""
        facts: dict[str, str] = {}
        for slug in SLUGS:
            form = self.answered(slug)
            if not form.is_valid():
                raise ValueError(f"page {slug} is not answered")
            facts |= {name: value for name, value in form.values().items() if value}
        attached = " ".join(attached_to(self.answers))
        return {**facts, "files": attached} if attached else facts
