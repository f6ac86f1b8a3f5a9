import pytest

from tests.factories.disclosure import LATER, Bureau, open_bureau


@pytest.fixture
def bureau(db) -> Bureau:
    return open_bureau()


@pytest.fixture
def today(time_machine):
    """The pages' clock stands at LATER; tests move it on."""
    time_machine.move_to(LATER, tick=False)
    return time_machine
