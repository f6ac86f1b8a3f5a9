"""What stands in the way of a step of an annual report."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from disclosure.queries.steps import Attempt
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal
from requests_foia.domain.annual import Check
from requests_foia.domain.report import PARTS
from requests_foia.models import AnnualReport, annual_labels
from requests_foia.queries.figures import checks_of, figures_of
from requests_foia.queries.reports import scope_of


def _parts_are_written(attempt: Attempt) -> list[Refusal]:
    report: AnnualReport = attempt.subject
    missing = [part for part in PARTS if not getattr(report, part).strip()]
    sentence = _("“%(part)s”还没有写。")
    return [Refusal(part, sentence % {"part": annual_labels.PARTS[part]}) for part in missing]


def _year_is_over(attempt: Attempt) -> list[Refusal]:
    if local_day(attempt.at).year > attempt.subject.year:
        return []
    sentence = _("报告期至%(year)s年12月31日，期满后才能提交。")
    return [Refusal("year", sentence % {"year": attempt.subject.year})]


def _not_the(name: str, sentence: Callable[[], str]) -> Callable[[Attempt], list[Refusal]]:
    def guard(attempt: Attempt) -> list[Refusal]:
        if getattr(attempt.subject, f"{name}_id") != attempt.actor.pk:
            return []
        return [Refusal(name, sentence())]

    return guard


def _figures_balance(attempt: Attempt) -> list[Refusal]:
    sentence = _("数字不平：%(check)s。")
    return [
        Refusal(f"check_{check.name}", sentence % {"check": annual_labels.CHECKS[check.name]})
        for check in _broken(attempt)
        if not check.is_soft
    ]


def _differences_are_explained(attempt: Attempt) -> list[Refusal]:
    """Silent until the form is filled in: its answer is the explanation."""
    if attempt.answers is None or attempt.answer("explanation"):
        return []
    sentence = _("请说明不一致的原因：%(check)s。")
    return [
        Refusal("explanation", sentence % {"check": annual_labels.CHECKS[check.name]})
        for check in _broken(attempt)
        if check.is_soft
    ]


def _broken(attempt: Attempt) -> list[Check]:
    scope = scope_of(attempt.subject, before=attempt.at)
    return [check for check in checks_of(scope, figures_of(scope)) if not check.holds]


GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "parts_are_written": _parts_are_written,
    "year_is_over": _year_is_over,
    "not_the_submitter": _not_the(
        "submitted_by", lambda: _("审核人不得是提交人，请由另一人审核。")
    ),
    "not_the_reviewer": _not_the("reviewed_by", lambda: _("签发人不得是审核人。")),
    "not_the_signer": _not_the("signed_by", lambda: _("发布人不得是签发人。")),
    "figures_balance": _figures_balance,
    "differences_are_explained": _differences_are_explained,
}
