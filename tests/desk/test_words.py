"""Nothing on the desk is called by its name in the code."""

import pytest

from portal.api.catalogue import known_scopes, scope_words
from portal.celery import app
from portal.jobs.names import NAMES
from portal.jobs.schedule import jobs_of


def is_chinese(words: str) -> bool:
    return any("一" <= letter <= "鿿" for letter in words)


def test_every_job_of_the_schedule_has_a_name():
    assert {job.name for job in jobs_of(app)} <= set(NAMES)


@pytest.mark.parametrize("scope", known_scopes())
def test_every_scope_says_what_it_opens(scope):
    assert is_chinese(scope_words(scope))
