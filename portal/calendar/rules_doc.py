"""The words of ``docs/rules.md``: legal rule → article → function → worked cases."""

from collections.abc import Mapping, Sequence
from datetime import date

from portal.domain import clock
from portal.domain.clock import OPEN_POINTS
from portal.domain.rulesets import Rule, RuleSet, SetKind, Unit, rule_sets

INTRODUCTION = """# 时限规则 Rules of law, their articles, functions and cases

<!-- 由 manage.py write_rules_doc 生成，请勿手改。Generated; edit portal/rules/*.toml instead. -->

本表供法务人员核对：每一条规则的数值、从何时起算、依据哪一条、把握多大、何时施行，由哪个函数计算，哪些案例证明算得对。

## 怎样读

- **规则集**：现行法是违反线；来源文件的内部目标只能更严，是预警线，两者都算。每个案件按收到申请之日施行的规则集办理。
- **数值**：“未设定”是来源没有写明数字。这样的规则不启用，由单位的管理员在工作台“未设定的规则”中填写后才起作用；全部列在下一节。
- **起算**：起算之日不计入（民法典第二百零一条）；按日、月计算的期限，届满日是休息日的顺延（第二百零三条），注明“不顺延”的除外；小时连续计算；固定日期不顺延。
- **把握**：**V** 读过法规或来源原文；**E** 读过摘录或公开的格式文本；**R** 凭记忆录入，使用前请核对；**D** 本平台的默认值，法规没有数字。
- **施行**：空白的与所在规则集相同。
- 数字只写在 `portal/rules/*.toml`；怎样数由 `portal/domain/clock/` 的纯函数决定；`tests/cases/` 的案例证明数得对。要看逐日理由：`python manage.py explain_deadline tests/cases/replies.json`。

"""  # noqa: E501 - prose
UNIT_WORDS = {
    Unit.WORKING_DAYS: "{} 个工作日",
    Unit.CALENDAR_DAYS: "{} 日",
    Unit.WEEKS: "{} 周",
    Unit.MONTHS: "{} 个月",
    Unit.YEARS: "{} 年",
    Unit.HOURS: "{} 小时",
    Unit.FIXED_DATE: "{}",
    Unit.MONTHLY_DAY: "每月 {} 日",
    Unit.PERCENT: "{}%",
    Unit.COUNT: "{}",
    Unit.COUNT_PER_DAY: "每日 {} 次",
    Unit.COUNT_PER_WEEK: "每周 {} 次",
    Unit.COUNT_PER_MONTH: "每月 {} 次",
    Unit.COUNT_PER_QUARTER: "每季度 {} 次",
    Unit.COUNT_PER_YEAR: "每年 {} 次",
    Unit.YUAN: "{} 元",
    Unit.POINTS: "{} 分",
    Unit.YEAR: "{} 年",
    Unit.MONTH: "{} 月",
    Unit.TEXT: "{}",
}
BLANKS = {Unit.FIXED_DATE: "… 月 … 日", Unit.COUNT: "数目"}
KIND_WORDS = {
    SetKind.STATUTE: "法定期限（违反线）",
    SetKind.TARGET: "内部目标（预警线）",
    SetKind.COMPANION: "共同继承",
}
KIND_ORDER = (SetKind.STATUTE, SetKind.COMPANION, SetKind.TARGET)
ROLLING = frozenset({Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS})
PERIODS = ROLLING | {Unit.WORKING_DAYS, Unit.HOURS}
HEAD = """| 规则 | 内容 | 数值 | 起算 | 条文或来源 | 施行 | 把握 | 函数 | 案例 |
|---|---|---|---|---|---|---|---|---|
"""
BLANK_HEAD = """| 内容 | 要填的 | 起算 | 条文或来源 | 规则 | 规则集 |
|---|---|---|---|---|---|
"""

# The ids of the cases that prove a rule, by the set that holds it and its key.
Proofs = Mapping[tuple[str, str], Sequence[str]]


def rules_document(proofs: Proofs) -> str:
    """The whole document, in Markdown."""
    sets = sorted(rule_sets().values(), key=_position)
    tables = (_section(rules, proofs) for rules in sets)
    sections = [INTRODUCTION, _blanks(sets), *tables, _open_points()]
    return "\n".join(section.rstrip("\n") + "\n" for section in sections)


def _position(rules: RuleSet) -> tuple[int, int, str]:
    """The law in force first, then older law, then what is inherited, then local targets."""
    return KIND_ORDER.index(rules.kind), int(rules.in_force_to is not None), rules.id


def _section(rules: RuleSet, proofs: Proofs) -> str:
    own = (rule for rule in rules.rules.values() if rule.rule_set == rules.id)
    facts = [
        KIND_WORDS[rules.kind],
        f"施行期 {_span(rules.in_force_from, rules.in_force_to)}",
        f"继承 `{rules.inherits}`" if rules.inherits else "",
        f"[portal/rules/{rules.id}.toml](../portal/rules/{rules.id}.toml)",
    ]
    rows = "".join(_row(rule, rules, proofs.get((rules.id, rule.key), ())) for rule in own)
    title = f"## {rules.id} {rules.title}"
    return f"{title}\n\n{'；'.join(fact for fact in facts if fact)}\n\n{HEAD}{rows}"


def _blanks(sets: Sequence[RuleSet]) -> str:
    """The rules in force that wait for a figure, together."""
    off = [
        (rule, rules)
        for rules in sets
        if rules.in_force_to is None
        for rule in rules.rules.values()
        if rule.rule_set == rules.id and rule.is_off
    ]
    lines = (
        f"| {rule.title} | {BLANKS.get(rule.unit) or UNIT_WORDS[rule.unit].format('…')} | "
        f"{rule.starts_from} | {rule.article} | `{rule.key}` | `{rules.id}` |\n"
        for rule, rules in off
    )
    head = f"## 来源没有写明数值的 {len(off)} 条规则\n\n单位填写之前不启用。\n\n"
    return head + BLANK_HEAD + "".join(lines)


def _row(rule: Rule, rules: RuleSet, cases: Sequence[str]) -> str:
    cells = [
        f"`{rule.key}`",
        f"{rule.title}（{rule.note}）" if rule.note else rule.title,
        _value(rule),
        rule.starts_from,
        rule.article,
        _dates(rule, rules),
        str(rule.certainty),
        _function(rule),
        "、".join(cases),
    ]
    return "| " + " | ".join(cell.replace("|", "／") or "—" for cell in cells) + " |\n"


def _value(rule: Rule) -> str:
    if rule.is_off:
        return "未设定"
    if rule.value == 0:
        return "当日"
    value = "、".join(rule.value) if isinstance(rule.value, tuple) else rule.value
    words = UNIT_WORDS[rule.unit].format(value)
    if rule.runs_backwards:
        return f"之前 {words}"
    return words if rule.rolls or rule.unit not in ROLLING else f"{words}（不顺延）"


def _dates(rule: Rule, rules: RuleSet) -> str:
    """When the rule holds, where that differs from its set."""
    if rule.in_force_from == rules.in_force_from and rule.in_force_to == rules.in_force_to:
        return ""
    return _span(rule.in_force_from, rule.in_force_to)


def _span(first: date, last: date | None) -> str:
    return f"{first} 至 {last}" if last else f"{first} 起"


def _function(rule: Rule) -> str:
    """A link to what counts the rule; targets that are no time limit have none."""
    name = rule.function or ("clock.count_rule" if rule.unit in PERIODS else "")
    if not name:
        return ""
    module = getattr(clock, name.removeprefix("clock.")).__module__
    return f"[{name}](../{module.replace('.', '/')}.py)"


def _open_points() -> str:
    head = (
        "## 有争议的读法 Open points\n\n选定的读法计入期限；另一读法的日期一并显示给工作人员。\n\n"
    )
    table = "| 条文 | 选定的读法 | 另一读法 |\n|---|---|---|\n"
    rows = (f"| {point.article} | {point.chosen} | {point.other} |\n" for point in OPEN_POINTS)
    return head + table + "".join(rows)
