"""``manage.py explain_deadline``: cases in, due dates and reasons out, nothing lost on the way."""

import io
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.domain.clock.case_file import read_cases

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    case
    for file in sorted((ROOT / "tests" / "cases").glob("*.json"))
    for case in json.loads(file.read_text("utf-8"))["cases"]
]
CASE = next(case for case in CASES if case["id"] == "G01")

pytestmark = pytest.mark.django_db


class Answered:
    """What the command wrote and how it ended."""

    def __init__(self, out: str, err: str, code: int) -> None:
        self.lines = [json.loads(line) for line in out.splitlines()]
        self.errors = err.splitlines()
        self.code = code


def explain(text: str | bytes, tmp_path: Path, *options: str) -> Answered:
    file = tmp_path / "cases.ndjson"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("explain_deadline", str(file), *options, stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return Answered(out.getvalue(), err.getvalue(), code)


def ndjson(*cases: object) -> str:
    return "\n".join(json.dumps(case, ensure_ascii=False) for case in cases)


def test_every_worked_case_is_answered_with_exactly_its_keys(tmp_path):
    answered = explain(ndjson(*CASES), tmp_path)
    assert answered.code == 0
    assert all("：注意：" in error for error in answered.errors)
    assert [line["id"] for line in answered.lines] == [case["id"] for case in CASES]
    for line, case in zip(answered.lines, CASES, strict=True):
        assert set(line) == {"id", "expected", "trace"}
        assert line["expected"] == case["expected"]
        assert line["trace"]
        assert all(set(day) == {"date", "counted", "why"} for day in line["trace"])


def test_the_trace_can_be_left_out(tmp_path):
    (line,) = explain(ndjson(CASE), tmp_path, "--no-trace").lines
    assert line == {"id": CASE["id"], "expected": CASE["expected"]}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(CASE, ensure_ascii=False, indent=2),
        json.dumps([CASE]),
        json.dumps({"cases": [CASE], "meta": {}}),
        "\n\n" + json.dumps(CASE) + "\n\n",
        "\ufeff" + json.dumps(CASE),
    ],
    ids=["indented", "list", "file of cases", "blank lines", "byte order mark"],
)
def test_one_case_is_read_however_it_is_laid_out(text, tmp_path):
    (line,) = explain(text, tmp_path).lines
    assert line["expected"] == CASE["expected"]


BAD_LINES = {
    "not json": ("{oops", "第 2 行：不是 JSON"),
    "no object": ("[1, 2]", "第 2 行：案例应为 JSON 对象"),
    "a field twice": ('{"id": "x", "id": "y"}', "第 2 行：不能读取：字段重复"),
    "a number without end": ('{"n": ' + "9" * 5000 + "}", "第 2 行：不能读取"),
    "nested too deep": ("[" * 100_000 + "]" * 100_000, "第 2 行：不能读取"),
    "unknown kind": (ndjson(CASE | {"kind": "wish"}), "“kind”的值 'wish' 不认识；可用的有：reply"),
    "unknown rule set": (ndjson(CASE | {"rule_set": "cn-1999"}), "没有规则集“cn-1999”"),
    "no such day": (
        ndjson(CASE | {"submitted_at": "2025-02-30T10:00"}),
        "“submitted_at”应为时刻",
    ),
    "a slip of the pen": (
        ndjson({**CASE, "confirmd_at": "2025-09-22T10:00"}),
        "不认识字段“confirmd_at”，是否应为“confirmed_at”？",
    ),
    "a slip of the pen in a plain period": (
        ndjson({"kind": "months", "rule_set": "cn-2019", "start": "2025-01-01", "n": 1, "rol": 0}),
        "不认识字段“rol”，是否应为“roll”？",
    ),
    "an event that is none": (
        ndjson(CASE | {"events": [{"type": "party"}]}),
        "第1个事项：“type”的值 'party' 不认识",
    ),
    "too far": (
        ndjson({"kind": "wd", "rule_set": "cn-2019", "start": "2025-01-01", "n": 10**9}),
        "超出工作日历可计算的范围",
    ),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_is_named_and_the_others_answer(name, tmp_path):
    bad, words = BAD_LINES[name]
    answered = explain(f"{ndjson(CASE)}\n{bad}\n{ndjson(CASES[1])}\n", tmp_path)
    assert answered.code == 1
    assert [line["id"] for line in answered.lines] == [CASE["id"], CASES[1]["id"]]
    (error,) = answered.errors
    assert error.startswith("第 2 行")
    assert words in error


def test_bytes_that_are_no_text_are_named(tmp_path):
    answered = explain(ndjson(CASE).encode() + b"\n{\xff}\n", tmp_path)
    assert (answered.code, len(answered.lines)) == (1, 1)
    assert answered.errors == ["第 2 行：不是 UTF-8 文字"]


def test_a_file_that_is_no_case_at_all_gives_one_error(tmp_path):
    answered = explain('{\n "id": 1\n "kind": 2\n', tmp_path)
    assert answered.code == 1
    assert answered.errors == ["输入：不是 JSON（第 3 行第 2 列）"]
    assert explain("\n", tmp_path).errors == ["输入：没有案例"]


def test_an_id_with_half_a_character_stays_valid_json(tmp_path):
    (line,) = explain(
        '{"id": "\\ud800", ' + ndjson(CASE | {"id": 1})[1:].replace('"id": 1, ', ""), tmp_path
    ).lines
    assert line["id"] == "\ud800"


def test_what_a_named_rule_decided_is_said_and_the_case_answered(tmp_path):
    late = next(case for case in CASES if case["expected"].get("extension_valid") is False)
    old = next(case for case in CASES if case["rule_set"] == "cn-2007")
    future = CASE | {"id": "F", "submitted_at": "2098-03-03T10:00"}
    future.pop("events", None)
    answered = explain(ndjson(late, old, future), tmp_path, "--no-trace")
    assert (answered.code, len(answered.lines)) == (0, 3)
    said = "\n".join(answered.errors)
    assert "第 1 行" in said
    assert "无效" in said
    assert "规则集 cn-2007 在" in said
    assert "第 3 行（F）：注意：收到申请的日期 2098-03-03 晚于今天" in said


def test_a_field_nobody_knows_is_not_passed_over_in_silence(tmp_path):
    answered = explain(ndjson(CASE | {"weather": "rain"}), tmp_path)
    assert answered.code == 0
    assert answered.errors[-1].endswith("不认识字段“weather”，没有计入")


def test_an_empty_word_is_no_choice(tmp_path):
    answered = explain(ndjson(CASE | {"channel": ""}), tmp_path)
    assert (answered.code, answered.lines) == (1, [])
    assert "“channel”的值 '' 不认识" in answered.errors[0]


def test_lines_are_answered_as_they_come():
    """Of a stream without end no more is read than is answered."""
    lines = itertools.repeat(ndjson(CASE).encode() + b"\n")
    answers = itertools.islice(read_cases(lines), 5)
    assert [line.place for line in answers] == [f"第 {n} 行（{CASE['id']}）" for n in range(1, 6)]


def test_a_bad_first_line_does_not_spoil_the_rest(tmp_path):
    answered = explain(f'{{"id": oops\n{ndjson(CASE)}\n', tmp_path)
    assert (answered.code, len(answered.lines)) == (1, 1)
    assert answered.errors[0].startswith("第 1 行：不是 JSON")


def test_a_list_with_one_case_a_line_is_one_document(tmp_path):
    rows = ",\n".join(json.dumps(case) for case in CASES[:3])
    answered = explain(f"[\n\n{rows}\n]\n", tmp_path, "--no-trace")
    assert [line["id"] for line in answered.lines] == [case["id"] for case in CASES[:3]]
    broken = explain('{\n\n "id": 1\n "kind": 2\n', tmp_path)
    assert broken.errors == ["输入：不是 JSON（第 4 行第 2 列）"]


def test_a_missing_file_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="不能读取"):
        call_command("explain_deadline", str(tmp_path / "nothing.json"))


def run(tmp_path, command, **options):
    return subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={
            "PATH": "/usr/bin:/bin",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "LANG": "C",
        },
        check=False,
        **options,
    )


def test_without_a_database_the_shipped_years_answer_and_stdin_is_read(tmp_path):
    """A fresh checkout, before any migration, as a person would call it."""
    done = run(tmp_path, [sys.executable, "manage.py", "explain_deadline"], input=ndjson(*CASES))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line)["expected"] for line in done.stdout.splitlines()]
    assert answers == [case["expected"] for case in CASES]
    assert "按随附的历年放假安排计算" in done.stderr


def test_a_reader_who_stops_early_sees_no_traceback(tmp_path):
    """More than a pipe holds, and `head` closes it after one line."""
    file = tmp_path / "many.ndjson"
    file.write_text((ndjson(CASE) + "\n") * 500, "utf-8")
    piped = f"set -o pipefail; {sys.executable} manage.py explain_deadline {file} | head -n 1"
    done = run(tmp_path, ["bash", "-c", piped])
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
