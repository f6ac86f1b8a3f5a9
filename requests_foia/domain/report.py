"""The road of an annual report: drafted, reviewed by another, signed, published (条例 art. 49)."""

from datetime import date
from enum import StrEnum

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition, Workflow


class ReportState(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    PUBLISHED = "published"


PARTS = ("overview", "proactive", "requests", "remedies", "problems", "others")
"""The six parts of the report, in their order."""

_OFFICE = (Role.OPENNESS_OFFICE.value,)
_LEADER = (Role.DEPUTY_LEADER.value,)

WORKFLOW = Workflow(
    "annual_report",
    (
        Transition("edit", (ReportState.DRAFT,), ReportState.DRAFT, _OFFICE),
        Transition("refill", (ReportState.DRAFT,), ReportState.DRAFT, _OFFICE),
        Transition(
            "submit",
            (ReportState.DRAFT,),
            ReportState.REVIEW,
            _OFFICE,
            guards=("parts_are_written", "year_is_over"),
        ),
        Transition(
            "send_back",
            (ReportState.REVIEW, ReportState.REVIEWED, ReportState.SIGNED),
            ReportState.DRAFT,
            (*_OFFICE, *_LEADER),
        ),
        Transition(
            "review",
            (ReportState.REVIEW,),
            ReportState.REVIEWED,
            _OFFICE,
            guards=("not_the_submitter", "figures_balance"),
        ),
        Transition(
            "sign",
            (ReportState.REVIEWED,),
            ReportState.SIGNED,
            _LEADER,
            guards=("not_the_reviewer", "figures_balance", "differences_are_explained"),
        ),
        Transition(
            "publish",
            (ReportState.SIGNED,),
            ReportState.PUBLISHED,
            _OFFICE,
            guards=("not_the_signer",),
        ),
        Transition("correct", (ReportState.PUBLISHED,), ReportState.DRAFT, _OFFICE),
    ),
)


def year_of(year: int) -> tuple[date, date]:
    """The reporting period: 1 January to 31 December.

    >>> year_of(2025)
    (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    """
    return date(year, 1, 1), date(year, 12, 31)
