"""Issues a key from the command line; prints the secret once."""

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.agencies.models import Organisation
from portal.api.actions import KeyRefused, issue_key
from portal.api.catalogue import known_scopes
from portal.api.forms import end_of
from portal.calendar import moment


class Command(BaseCommand):
    help = "签发接口密钥。密钥只显示一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="持有人")
        parser.add_argument("--organisation", required=True, help="机构代码")
        parser.add_argument("--scope", action="append", required=True, help="范围，可重复")
        parser.add_argument("--expires", required=True, help="最后有效日，YYYY-MM-DD")
        parser.add_argument("--rate", type=int, default=120, help="每分钟次数上限")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(code=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"没有代码为 {options['organisation']} 的机构。")
        if unknown := set(options["scope"]) - set(known_scopes()):
            known = "、".join(known_scopes())
            raise CommandError(f"没有范围 {'、'.join(sorted(unknown))}；可用：{known}。")
        try:
            _key, credentials = issue_key(
                name=options["name"],
                organisation=organisation,
                scopes=options["scope"],
                expires_at=_end_of(options["expires"]),
                rate_per_minute=options["rate"],
                actor=None,
                at=moment.now(),
            )
        except KeyRefused as refusal:
            raise CommandError(" ".join(refusal.reasons)) from refusal
        self.stdout.write(f"Authorization: Api-Key {credentials}")


def _end_of(day: str) -> datetime:
    try:
        return end_of(date.fromisoformat(day))
    except (ValueError, OverflowError):
        raise CommandError(f"没有这一天：{day}；请写成 YYYY-MM-DD。") from None
