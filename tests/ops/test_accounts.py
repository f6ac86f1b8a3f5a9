"""The first administrator, and the accounts that no server may start with."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from portal.agencies.models import User
from portal.agencies.startup import refuse_demo_accounts
from portal.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def create(**changes: str) -> str:
    options = {"name": "王工", "organisation": "yunxi", "organisation_name": "云溪区人民政府"}
    out = StringIO()
    call_command("create_administrator", "wang", stdout=out, **(options | changes))
    return out.getvalue()


def test_the_first_administrator_can_log_in_and_is_on_record() -> None:
    call_command("create_roles", verbosity=0)
    shown = create()
    user = User.objects.get(username="wang")
    password = re.search(r"一次性初始密码：(\S+)", shown)
    assert password
    assert user.check_password(password[1])
    assert [a.role for a in user.assignments.all()] == ["administrator"]
    assert AuditEntry.objects.exists()


def test_an_unknown_body_needs_a_name() -> None:
    with pytest.raises(CommandError, match="organisation-name"):
        create(organisation_name="")
    assert not User.objects.exists()


def test_a_demo_account_stops_production(settings) -> None:
    User.objects.create_user(username="clerk", password="x", email="clerk@demo.invalid")
    settings.PORTAL_DEMO = True
    refuse_demo_accounts()
    settings.PORTAL_DEMO = False
    with pytest.raises(ImproperlyConfigured, match="clerk"):
        refuse_demo_accounts()


def test_a_disabled_one_does_too(settings) -> None:
    settings.PORTAL_DEMO = False
    User.objects.create_user(
        username="clerk", password="x", email="clerk@demo.invalid", is_active=False
    )
    with pytest.raises(ImproperlyConfigured, match="clerk"):
        refuse_demo_accounts()


def test_the_runner_of_jobs_refuses_as_well(settings) -> None:
    settings.PORTAL_DEMO = False
    User.objects.create_user(username="clerk", password="x", email="clerk@demo.invalid")
    with pytest.raises(ImproperlyConfigured, match="clerk"):
        call_command("run_jobs", once="obligations.sweep")
