"""``manage.py annual_report YEAR [--agency CODE] [--format json|html|docx]``."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from django.utils import translation

from portal.agencies.models import Organisation
from portal.calendar import moment
from requests_foia.models import AnnualReport
from requests_foia.queries import sheets, word_file
from requests_foia.queries.contents import content_of
from requests_foia.queries.drafting import drafted_parts
from requests_foia.queries.reports import latest_content


class Command(BaseCommand):
    """Print the report of a body on a year: as published, else as it would read now."""

    help = "输出一个机关一年的年度报告：已公布的版本，没有公布的按现在的统计"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="报告的年度")
        parser.add_argument("--agency", default="", help="机关代码；默认是最上级的机关")
        parser.add_argument("--format", choices=("json", "html", "docx"), default="json")
        parser.add_argument("--output", default="", help="写到这个文件，默认是标准输出")

    def handle(
        self, *args: Any, year: int, agency: str, format: str, output: str, **options: Any
    ) -> None:
        body = _body(agency)
        with translation.override("zh-hans"):
            made = _made(_content(body, year), format)
        if output:
            with open(output, "wb") as file:
                file.write(made)
        else:
            sys.stdout.buffer.write(made)


def _body(code: str) -> Organisation:
    bodies = Organisation.objects.filter(is_active=True)
    found = bodies.filter(code=code) if code else bodies.filter(parent__isnull=True)
    body = found.order_by("position", "pk").first()
    if body is None:
        raise CommandError(f"没有代码为“{code}”的机关。")
    return body


def _content(body: Organisation, year: int) -> dict[str, Any]:
    if not 2008 <= year <= moment.today().year:
        raise CommandError("年度应在2008年以后、今年以前。")
    if published := latest_content(body, year):
        return published
    at = moment.now()
    report = AnnualReport.objects.filter(organisation=body, year=year).first()
    if report is None:
        below = body.kind == Organisation.Kind.GOVERNMENT
        report = AnnualReport(organisation=body, year=year, with_subordinates=below)
        for part, text in drafted_parts(report, before=at).items():
            setattr(report, part, text)
    return content_of(report, explanation="", at=at)


def _made(content: dict[str, Any], form: str) -> bytes:
    if form == "docx":
        return word_file.word_file(content)
    if form == "html":
        context = {"title": word_file.title_of(content), "parts": sheets.parts_of(content)}
        return render_to_string(
            "requests_foia/report/plain.html", {**context, "content": content}
        ).encode()
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
