import pytest

from tests.factories.disclosure import Bureau, open_bureau


@pytest.fixture
def bureau(db) -> Bureau:
    return open_bureau()
