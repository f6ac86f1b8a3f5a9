"""Bring a database up to date: migrations, roles, and one sweep. Safe to repeat.

The sweep tells at once what fell due while the servers were down, and lets ``/readyz``
say that time limits are watched before the first server takes a request.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.agencies.startup import refuse_demo_accounts


class Command(BaseCommand):
    help = "迁移数据库、建立角色并巡检一次；可以重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        refuse_demo_accounts()
        call_command("create_roles", verbosity=options["verbosity"])
        call_command("run_jobs", once="obligations.sweep", verbosity=options["verbosity"])
