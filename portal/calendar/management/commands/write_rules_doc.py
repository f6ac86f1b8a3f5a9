"""``manage.py write_rules_doc [--check]``: ``docs/rules.md`` from the rule sets and the cases."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.calendar.rules_doc import rules_document
from portal.domain.rulesets import rule_set


class Command(BaseCommand):
    """Write the table of legal rules, or fail when it has drifted."""

    help = "由规则集和案例生成 docs/rules.md；--check 只比对"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只比对，不写")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        path = settings.BASE_DIR / "docs" / "rules.md"
        document = rules_document(proofs(settings.BASE_DIR / "tests" / "cases"))
        if not check:
            path.write_text(document, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != document:
            raise CommandError("docs/rules.md 与规则集不符，请运行 manage.py write_rules_doc")


def proofs(directory: Path) -> dict[tuple[str, str], list[str]]:
    """The ids of the worked cases that prove each rule, by the set that holds it and its key."""
    found: dict[tuple[str, str], list[str]] = {}
    for file in sorted(directory.glob("*.json")):
        for case in json.loads(file.read_text("utf-8"))["cases"]:
            rules = rule_set(case["rule_set"])
            for key in case["proves"]:
                found.setdefault((rules[key].rule_set, key), []).append(case["id"])
    return found
