"""End with an error where the database holds a demo and the settings are not the demo's."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.agencies.startup import refuse_demo_accounts


class Command(BaseCommand):
    help = "数据库里有演示账号而设置不是演示设置时，以错误结束。"

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_demo_accounts()
