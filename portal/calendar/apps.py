"""The working calendar as an app: it never stands without the years that ship with it."""

from typing import Any
from uuid import uuid4

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from portal.calendar.checks import check_targets
from portal.calendar.shipped import shipped_years


class CalendarConfig(AppConfig):
    name = "portal.calendar"
    label = "calendar"
    verbose_name = _("工作日历")

    def ready(self) -> None:
        post_migrate.connect(fill_empty_calendar, sender=self)
        checks.register(check_targets)


def fill_empty_calendar(sender: CalendarConfig, using: str, **kwargs: object) -> None:
    """Load the shipped years into an empty calendar, after ``migrate`` and after ``flush``.

    A data migration runs once and would leave an emptied calendar empty, every date silently
    provisional. A calendar that holds any year is left alone.
    """
    year: Any = sender.get_model("CalendarYear")
    version: Any = sender.get_model("CalendarVersion")
    if year._meta.db_table not in connections[using].introspection.table_names():
        return
    if not year.objects.using(using).exists():
        for published in shipped_years():
            year.objects.using(using).add(published, loaded_at=None)
        version.objects.using(using).update_or_create(pk=1, defaults={"token": uuid4().hex})
