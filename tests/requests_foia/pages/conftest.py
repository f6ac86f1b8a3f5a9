"""A district that takes applications, on a fixed Friday."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from portal.agencies.models import Organisation
from portal.domain.moments import SHANGHAI
from tests.factories.agencies import ContactPointFactory, OrganisationFactory

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FRIDAY, tick=False) as travelled:
        yield travelled


@pytest.fixture
def district(db: None) -> Organisation:
    body = OrganisationFactory(code="yx", name="云溪区人民政府", address="云溪区中心路1号")
    ContactPointFactory(organisation=body)
    return body
