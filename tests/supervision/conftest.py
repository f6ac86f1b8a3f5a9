"""One district with a bureau, a year of time limits, and an auditor's key."""

from datetime import UTC, date, datetime

import pytest
from rest_framework.test import APIClient

from portal.api.actions import issue_key
from portal.obligations import actions
from tests.factories.agencies import OrganisationFactory
from tests.factories.obligations import AT, obligation

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
LATE = datetime(2026, 3, 25, 1, 0, tzinfo=UTC)


class Year:
    """Two in time, one late, one overdue now, one still running."""

    def __init__(self):
        self.district = OrganisationFactory(code="yx", name="云溪区人民政府", position=1)
        self.bureau = OrganisationFactory(
            code="yx-mz", name="区民政局", parent=self.district, position=2
        )
        self.rows = {
            "in_time": self.closed(AT, organisation=self.district),
            "in_time_too": self.closed(AT, organisation=self.bureau, due_on=date(2026, 4, 20)),
            "late": self.closed(LATE, organisation=self.bureau),
            "overdue": obligation(organisation=self.bureau, due_on=date(2026, 5, 15)),
            "running": obligation(organisation=self.bureau, due_on=date(2026, 12, 31)),
        }

    def closed(self, met_at, **facts):
        subject = OrganisationFactory(position=9)
        obligation(subject, **facts)
        return actions.meet_obligation(subject=subject, rule_key="foi.reply", met_at=met_at, at=NOW)


@pytest.fixture
def year(db, time_machine):
    time_machine.move_to(NOW)
    return Year()


@pytest.fixture
def api(year):
    """A client of the API that holds a key for the district with both scopes."""
    return client_for(year.district)


def client_for(organisation, *scopes):
    client = APIClient()
    _key, credentials = issue_key(
        name="区审计局",
        organisation=organisation,
        scopes=scopes or ("obligations:read", "audit:read"),
        expires_at=datetime(2027, 1, 1, tzinfo=UTC),
        actor=None,
        at=NOW,
    )
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {credentials}")
    return client
