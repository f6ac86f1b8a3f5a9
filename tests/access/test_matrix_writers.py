"""The table for those who write: the office, another body's office, drafter and reviewer."""

from collections.abc import Mapping

import pytest

from . import table
from .actors import Actor
from .test_matrix import WRITERS
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]


@pytest.mark.parametrize("role", WRITERS)
def test_the_site_answers_as_the_table_says(
    world: World, who: Mapping[str, Actor], role: str
) -> None:
    assert table.differences(world, who[role], role, table.rows()) == []
