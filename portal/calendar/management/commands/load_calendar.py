"""``manage.py load_calendar FILE``: load the published holiday arrangement of one year."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.calendar import moment
from portal.calendar.actions import change_calendar
from portal.calendar.edits import YearEdit
from portal.domain.holidays import HolidayFileError, read_published_year

# Stands where the history names the account.
ACTOR_LABEL = "manage.py"


class Command(BaseCommand):
    """Load one year from the published JSON form, or say everything that is wrong with it.

    The change stands in the calendar's history; open limits follow with the next recount.
    """

    help = "载入一年的放假安排（JSON 文件）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="放假安排文件，如 2027.json")
        parser.add_argument("--replace", action="store_true", help="替换已载入的同一年")

    def handle(self, *args: object, file: Path, replace: bool, **options: object) -> None:
        try:
            document = json.loads(file.read_text("utf-8"))
            published = read_published_year(document)
            change = change_calendar(
                edit=YearEdit(published),
                at=moment.now(),
                actor_label=ACTOR_LABEL,
                reason=f"load_calendar {file.name}"[:500],
                replace=replace,
            )
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"不能读取 {file}：{error}") from error
        except json.JSONDecodeError as error:
            raise CommandError(f"{file} 不是 JSON：第 {error.lineno} 行有误") from error
        except HolidayFileError as error:
            raise CommandError("\n".join(str(problem) for problem in error.problems)) from error
        self.stdout.write(f"已载入 {change.year} 年：{len(change.after)} 天")
