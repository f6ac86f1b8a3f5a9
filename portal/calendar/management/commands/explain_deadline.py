"""``manage.py explain_deadline [FILE]``: the due date of a case and the reason for every day.

Reads one case, or NDJSON of many, in the form of the worked cases (``tests/cases``) and writes
one JSON line for each: ``{"id", "expected", "trace"}``. What cannot be answered is named on
stderr; everything else is answered all the same, and the exit code is 1. What a named rule
decided or took for granted is remarked on stderr as well. Lines are answered as they come.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from portal.calendar import moment
from portal.calendar.queries import calendar_for
from portal.calendar.shipped import shipped_calendar
from portal.domain.calendar import WorkingCalendar
from portal.domain.clock import CaseAnswer, answer_case
from portal.domain.clock.case_file import CaseLine, read_cases
from portal.domain.messages import DomainError


class Command(BaseCommand):
    """Answer worked cases over the published calendar."""

    help = "逐日说明期限：读入一个或多个（NDJSON）案例，输出期限与逐日理由"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="案例文件；不写则读标准输入")
        parser.add_argument("--no-trace", action="store_true", help="不输出逐日理由")

    def handle(self, *args: object, file: Path | None, no_trace: bool, **options: object) -> None:
        try:
            with _opened(file) as lines:
                failures = self._answer_all(read_cases(lines), with_trace=not no_trace)
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever reads has seen enough (`| head`); nothing may be written any more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        except OSError as error:
            raise CommandError(f"不能读取 {file or '标准输入'}：{error.strerror}") from error
        if failures:
            sys.exit(1)

    def _answer_all(self, lines: Iterable[CaseLine], *, with_trace: bool) -> int:
        """Write an answer or a reason for each; answers how many were refused."""
        calendar, today = self._ground()
        failures = 0
        for line in lines:
            try:
                answer = _answer(line, calendar, today)
            except DomainError as error:
                failures += 1
                self.stderr.write(f"{line.place}：{error}")
                continue
            for remark in answer.remarks:
                self.stderr.write(f"{line.place}：注意：{remark}")
            self.stdout.write(_written(line, answer, with_trace=with_trace))
        return failures

    def _ground(self) -> tuple[WorkingCalendar, date | None]:
        """The calendar in force here and today; where there is no database yet, the shipped one."""
        try:
            return calendar_for(), moment.today()
        except DatabaseError:
            self.stderr.write("数据库尚未就绪，按随附的历年放假安排计算")
            return shipped_calendar(), None


@contextmanager
def _opened(file: Path | None) -> Iterator[Iterable[bytes]]:
    if file is None:
        yield sys.stdin.buffer
        return
    with file.open("rb") as lines:
        yield lines


def _answer(line: CaseLine, calendar: WorkingCalendar, today: date | None) -> CaseAnswer:
    if line.error:
        raise line.error
    return answer_case(line.case, calendar, today=today)


def _written(line: CaseLine, answer: CaseAnswer, *, with_trace: bool) -> str:
    answered: dict[str, object] = {"id": line.case.get("id"), "expected": answer.expected}
    if with_trace:
        answered["trace"] = [day.as_json() for day in answer.trace]
    # A lone surrogate in an id cannot be encoded; as an escape it stays valid JSON.
    text = json.dumps(answered, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
