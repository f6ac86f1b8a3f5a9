"""The only clock of the house. Edges read it; everything else is told the moment.

With ``PORTAL_CLOCK = "database"`` the moment is the database server's, so that several
application servers agree and a corrected clock on one of them moves nothing.
"""

from datetime import UTC, date, datetime

from django.conf import settings
from django.db import connection

from portal.domain.moments import local_day

QUERIES = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if settings.PORTAL_CLOCK == "system":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute(QUERIES[connection.vendor])
        (moment,) = cursor.fetchone()
    if isinstance(moment, str):
        return datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def today() -> date:
    """The present day in Shanghai."""
    return local_day(now())
