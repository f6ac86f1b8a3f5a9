import pytest

from portal.agencies.domain.roles import Role
from tests.factories.agencies import OrganisationFactory, staff


@pytest.fixture
def district():
    return OrganisationFactory(code="district", name="云溪区人民政府")


@pytest.fixture
def bureau(district):
    return OrganisationFactory(code="bureau", name="云溪区教育局", parent=district)


@pytest.fixture
def elsewhere():
    return OrganisationFactory(code="elsewhere", name="远山区教育局")


@pytest.fixture
def administrator(district):
    return staff(Role.ADMINISTRATOR, district, username="root-of-yunxi")


@pytest.fixture
def desk(client, administrator):
    """A client signed in as the district's administrator."""
    client.force_login(administrator)
    return client
