"""`manage.py prepare`: what a database needs before servers start on it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from portal.agencies.domain.roles import Role
from portal.jobs.queries import last_run

pytestmark = pytest.mark.django_db


def test_roles_stand_and_limits_are_watched_however_often_it_runs() -> None:
    for _ in range(2):
        call_command("prepare", verbosity=0)
        assert {group.name for group in Group.objects.all()} == {str(role) for role in Role}
        run = last_run("obligations.sweep")
        assert run is not None
        assert run.ok
