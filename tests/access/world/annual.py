"""Annual figures, remedies and reports of both bodies; only our report is published."""

from collections.abc import Mapping
from datetime import date

from portal.agencies.models import Organisation, User
from requests_foia import actions
from requests_foia.domain.annual import RemedyKind
from requests_foia.models import AnnualReport, ProactiveCount, RemedyRecord
from tests.factories.requests_foia import Bureau

from .values import BODY, ELSEWHERE, NOW, Objects, Values, of

YEAR = NOW.year - 1


def objects(ours: Bureau, theirs: Bureau, filed: Mapping[str, object]) -> dict[str, Objects]:
    """The demo has reported on our year; the other body has only begun to."""
    draft = actions.open_report(organisation=theirs.body, year=YEAR, actor=theirs.clerk, at=NOW)
    report = AnnualReport.objects.get(organisation__code=BODY, year=YEAR)
    edition = report.editions.get()
    counted = {"own": filed["archived"], "elsewhere": filed["elsewhere"]}
    return {
        "casecount": {name: of(one.application.count) for name, one in counted.items()},  # type: ignore[attr-defined]
        "remedyrecord": {
            "own": of(_remedy(ours.body, ours.clerk), "conclude"),
            "elsewhere": of(_remedy(theirs.body, theirs.clerk), "conclude"),
        },
        "annualreport": {"own": of(report, "correct"), "elsewhere": of(draft, "submit")},
        "proactivecount": {
            "own": of(ProactiveCount.objects.get(organisation__code=BODY)),
            "elsewhere": of(ProactiveCount.objects.create(organisation=theirs.body, year=YEAR)),
        },
        "report": {
            "published": _address(BODY),
            "draft": _address(ELSEWHERE),
        },
        "edition": {"published": of(edition), "unknown": {"pk": edition.pk + 1000}},
    }


def _remedy(body: Organisation, clerk: User) -> RemedyRecord:
    return actions.record_remedy(
        organisation=body,
        kind=RemedyKind.RECONSIDERATION,
        body="云溪区人民政府",
        filed_on=date(YEAR, 12, 1),
        actor=clerk,
        at=NOW,
    )


def _address(code: str) -> Values:
    return {"year": YEAR, "code": code}
