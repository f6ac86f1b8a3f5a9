"""Re-encrypts every encrypted field under the newest key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.privacy.rotation import encrypted_fields, rotate_model, rotations_elsewhere


class Command(BaseCommand):
    help = "以 PORTAL_FIELD_KEY 的第一个密钥重新加密全部加密字段；可中断、可重复执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="每个事务处理的行数")

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for model, names in encrypted_fields().items():
            renewed = rotate_model(model, names, batch=options["batch"])
            total += renewed
            self.stdout.write(f"{model._meta.label}（{'、'.join(names)}）：{renewed} 行")
        for name, renew_all in rotations_elsewhere().items():
            renewed = renew_all()
            total += renewed
            self.stdout.write(f"{name}：{renewed} 行")
        self.stdout.write(self.style.SUCCESS(f"完成，共重新加密 {total} 行。"))
