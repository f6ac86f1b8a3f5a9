from typing import Any

from django.core.management.base import BaseCommand

from portal.search import actions


class Command(BaseCommand):
    help = "清空检索索引，并按已公开的内容重新建立。"

    def handle(self, *args: Any, **options: Any) -> None:
        count = actions.rebuild()
        self.stdout.write(self.style.SUCCESS(f"已建立 {count} 条检索条目。"))
