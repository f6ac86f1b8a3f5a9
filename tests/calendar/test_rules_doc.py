"""``docs/rules.md`` is the rule sets in words, and says so when it drifts."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.calendar.rules_doc import rules_document
from portal.domain.rulesets import rule_sets

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "rules.md"


def test_the_document_is_up_to_date():
    call_command("write_rules_doc", check=True)


def test_drift_is_noticed_and_mended(settings, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="与规则集不符"):
        call_command("write_rules_doc", check=True)
    call_command("write_rules_doc")
    assert (tmp_path / "docs" / "rules.md").read_text("utf-8") == DOCUMENT.read_text("utf-8")


def test_every_rule_has_its_row():
    rows = re.findall(r"^\| `([a-z_.]+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    own = [r.key for s in rule_sets().values() for r in s.rules.values() if r.rule_set == s.id]
    assert sorted(rows) == sorted(own)


def test_the_question_of_the_newcomer_is_answered_in_one_row():
    """How soon must an application be answered?"""
    (row,) = [line for line in rules_document({}).splitlines() if line.startswith("| `foi.reply`")][
        :1
    ]
    assert "20 个工作日" in row
    assert "条例第三十三条第二款" in row
    assert "portal/domain/clock/reply.py" in row
