from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from portal.agencies.models import Organisation
from portal.api.actions import issue_key
from tests.api.notices import Notice

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def _notice_table(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Notice)


@pytest.fixture
def organisation(db: None, _notice_table: None) -> Organisation:
    return Organisation.objects.create(code="qzf", name="区政府", kind="government")


@pytest.fixture
def bureau(organisation: Organisation) -> Organisation:
    return Organisation.objects.create(
        code="mzj", name="区民政局", kind="department", parent=organisation
    )


@pytest.fixture
def make_notices(organisation: Organisation) -> Callable[..., list[Notice]]:
    def make(count: int, *, first: int = 0, **facts: Any) -> list[Notice]:
        facts = {"organisation": organisation, "issued_on": date(2026, 1, 5), **facts}
        return Notice.objects.bulk_create(
            Notice(title=f"通知{number}", updated_at=AT + timedelta(seconds=number), **facts)
            for number in range(first, first + count)
        )

    return make


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.fixture
def issue(organisation: Organisation) -> Callable[..., str]:
    """Issues a key and answers the header its holder sends."""

    def issued(**facts: Any) -> str:
        facts = {
            "name": "区审计局",
            "organisation": organisation,
            "scopes": ["notices:read"],
            "expires_at": datetime(2027, 1, 1, tzinfo=UTC),
            "actor": None,
            "at": AT,
            **facts,
        }
        _key, credentials = issue_key(**facts)
        return f"Api-Key {credentials}"

    return issued
