"""``manage.py recount_applications``: carry a changed calendar into the open time limits."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.calendar import moment
from portal.calendar.models import CalendarVersion
from portal.obligations.actions import preview_recount, recount_open


class Command(BaseCommand):
    """Show what a recount would change; change it only when told to, and say why."""

    help = "按现行工作日历重新计算未办结的时限；不加 --apply 只列出变化"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="写入新的期限并通知各方")
        parser.add_argument("--reason", default="", help="重新计算的理由，写入审计记录")

    def handle(self, *args: object, apply: bool, reason: str, **options: object) -> None:
        if apply and not reason.strip():
            raise CommandError("请用 --reason 说明理由。")
        if apply:
            calendar, _created = CalendarVersion.objects.get_or_create(pk=1)
            shifts = recount_open(
                subject=calendar, reason=reason.strip(), at=moment.now(), actor=None
            )
        else:
            shifts = preview_recount()
        for shift in shifts:
            self.stdout.write(f"{shift.label}  {shift.due_before} → {shift.due_after}")
        self.stdout.write(f"{'已重新计算' if apply else '将有变化'}：{len(shifts)} 件")
