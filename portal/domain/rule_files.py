"""Reading the rule sets from TOML: inheritance, and no target that loosens its statute."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from portal.domain.messages import raise_any
from portal.domain.rules import Certainty, Rule, RuleError, RuleSet, SetKind, Stricter, Unit

Document = dict[str, object]


def read_rule_sets(directory: Path) -> dict[str, RuleSet]:
    """Every rule set of a directory by its id; raises `RuleError` when one loosens the law."""
    texts = (file.read_text("utf-8") for file in sorted(directory.glob("*.toml")))
    documents = {str(document["id"]): document for document in map(tomllib.loads, texts)}
    built: dict[str, RuleSet] = {}
    for set_id in documents:
        _build(set_id, documents, built)
    return dict(sorted(built.items()))


def _build(set_id: str, documents: Mapping[str, Document], built: dict[str, RuleSet]) -> RuleSet:
    if set_id in built:
        return built[set_id]
    document = documents[set_id]
    inherits = str(document.get("inherits", ""))
    base = _build(inherits, documents, built).rules if inherits else {}
    own = {rule.key: rule for rule in _rules(document)}
    kind = SetKind(str(document["kind"]))
    if kind == SetKind.TARGET:
        _refuse_loosening(own.values(), base)
    built[set_id] = RuleSet(
        id=set_id,
        title=str(document["title"]),
        kind=kind,
        in_force_from=_day(document["in_force_from"]),
        in_force_to=_optional_day(document.get("in_force_to")),
        inherits=inherits,
        rules={**base, **own},
    )
    return built[set_id]


def _rules(document: Document) -> list[Rule]:
    rows = document.get("rule", [])
    if not isinstance(rows, list):
        raise TypeError("rule must be an array of tables")
    rules = [_rule(row, document) for row in rows]
    keys = [rule.key for rule in rules]
    if len(keys) != len(set(keys)):
        raise ValueError(f"{document['id']} names a rule twice")
    return rules


def _rule(row: Document, document: Document) -> Rule:
    value = row.get("value")
    if isinstance(value, list):
        value = tuple(str(item) for item in value)
    codes = row.get("codes", [])
    return Rule(
        key=str(row["key"]),
        title=str(row["title"]),
        value=value if isinstance(value, int | str | tuple) else None,
        unit=Unit(str(row["unit"])),
        starts_from=str(row.get("starts_from", "")),
        article=str(row["article"]),
        certainty=Certainty(str(row["certainty"])),
        stricter=Stricter(str(row.get("stricter", "lower"))),
        rule_set=str(document["id"]),
        in_force_from=_day(row.get("in_force_from", document["in_force_from"])),
        in_force_to=_optional_day(row.get("in_force_to", document.get("in_force_to"))),
        rolls=bool(row.get("rolls", True)),
        runs_backwards=bool(row.get("runs_backwards", False)),
        codes=tuple(str(code) for code in codes) if isinstance(codes, list) else (),
        function=str(row.get("function", "")),
        note=str(row.get("note", "")),
    )


def _refuse_loosening(own: Iterable[Rule], base: Mapping[str, Rule]) -> None:
    changed = (rule for rule in own if rule.key in base and rule.value != base[rule.key].value)
    figures = ((base[rule.key], rule.value) for rule in changed if isinstance(rule.value, int))
    refusals = (law.refuses(value) for law, value in figures)
    raise_any((refusal for refusal in refusals if refusal), RuleError)


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    raise TypeError(f"not a date: {value!r}")


def _optional_day(value: object) -> date | None:
    return None if value is None else _day(value)
