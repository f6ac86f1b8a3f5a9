"""Beginning an annual report: by the office, or by the portal for every body that owes one."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.domain.clock import rule_days
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set_in_force
from portal.domain.workflow import Refusal, TransitionRefused
from portal.obligations.actions import open_obligation
from requests_foia.domain.report import year_of
from requests_foia.models import AnnualReport
from requests_foia.queries.drafting import drafted_parts
from requests_foia.queries.reports import RULES, bodies_owing
from requests_foia.queries.tables import Scope, counted

FIRST_YEAR = 2008
"""The statute came into force in that year; there is no report on an earlier one."""


def open_report(
    *, organisation: Organisation, year: int, at: datetime, actor: User | None = None
) -> AnnualReport:
    """Begin the report of a body on a year: drafted from the figures, owed by its fixed day.

    Raises ``TransitionRefused`` when it exists or the actor is not of the body's office.
    """
    with transaction.atomic():
        faults = _opening_faults(organisation, year, actor, at)
        if faults:
            raise TransitionRefused(faults)
        report = AnnualReport(
            organisation=organisation,
            year=year,
            with_subordinates=organisation.kind == Organisation.Kind.GOVERNMENT,
            created_at=at,
            updated_at=at,
        )
        for part, text in drafted_parts(report, before=at).items():
            setattr(report, part, text)
        report.save(force_insert=True)
        if _is_owed(organisation, year, at):
            _owe(report, at, actor)
        record(
            action="annual_report.open",
            subject=report,
            actor=actor,
            at=at,
            organisation=organisation,
            after={"year": year},
        )
    return report


def open_due_reports(*, at: datetime) -> int:
    """Open last year's report of every body that owes one; returns how many.

    A body that the portal did not serve in that year is left out once its day has passed:
    nobody is late with what could not be counted here.
    """
    year = local_day(at).year - 1
    opened = 0
    for body in bodies_owing(year):
        if not _is_owed(body, year, at):
            continue
        open_report(organisation=body, year=year, at=at)
        opened += 1
    return opened


def _opening_faults(
    organisation: Organisation, year: int, actor: User | None, at: datetime
) -> list[Refusal]:
    today, faults = local_day(at), []
    if AnnualReport.objects.filter(organisation=organisation, year=year).exists():
        faults.append(Refusal("year", _("这个机关这一年度的报告已经建立。")))
    if not FIRST_YEAR <= year < today.year:
        faults.append(Refusal("year", _("年度应为2008年至去年。")))
    if actor and not has_role(actor, Role.OPENNESS_OFFICE, organisation, today):
        faults.append(Refusal("role", _("您在该机构没有办理这一步的岗位。")))
    return faults


def _owe(report: AnnualReport, at: datetime, actor: User | None) -> None:
    open_obligation(
        subject=report,
        rule_key=RULES[Organisation.Kind(report.organisation.kind)],
        rule_set=rule_set_in_force(local_day(at)).id,
        organisation=report.organisation,
        started_on=date(report.year + 1, 1, 1),
        due_on=_due_on(report.organisation, report.year),
        label=_("%(body)s%(year)s年度政府信息公开工作年度报告")
        % {"body": report.organisation, "year": report.year},
        at=at,
        actor=actor,
    )


def _is_owed(organisation: Organisation, year: int, at: datetime) -> bool:
    if organisation.kind not in RULES:
        return False
    with_subordinates = organisation.kind == Organisation.Kind.GOVERNMENT
    scope = Scope(organisation, with_subordinates, *year_of(year), at)
    return local_day(at) <= _due_on(organisation, year) or counted(scope).exists()


def _due_on(organisation: Organisation, year: int) -> date:
    """31 January for departments, 31 March for governments: days that do not roll."""
    rule_key = RULES[Organisation.Kind(organisation.kind)]
    rule = rule_set_in_force(date(year + 1, 1, 1))[rule_key]
    return rule_days(rule, year + 1)[0]
