"""The import contracts fail when somebody breaks them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "disclosure", "interpretation", "requests_foia")


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the packages in which a breach may be planted."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(path: Path, line: str) -> None:
    path.write_text(line + "\n" + (path.read_text() if path.exists() else ""))


def test_the_house_as_it_stands_keeps_every_contract(house: Path) -> None:
    result = lint(house)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("portal/domain/clock.py", "import django.utils.timezone", "knows no framework"),
        ("disclosure/queries/__init__.py", "import requests_foia.models", "what lies below"),
        ("portal/stray/__init__.py", "", "Every package of the portal"),
        ("requests_foia/leftovers.py", "", "the rooms lie in one order"),
        ("interpretation/models/__init__.py", "import interpretation.actions", "one order"),
    ],
    ids=[
        "framework in domain",
        "floor below imports above",
        "stray package",
        "stray room",
        "rooms",
    ],
)
def test_a_planted_breach_fails(house: Path, file: str, line: str, contract: str) -> None:
    target = house / file
    if not target.parent.exists() and (house / f"{Path(file).parent}.py").exists():
        target = house / f"{Path(file).parent}.py"
    target.parent.mkdir(exist_ok=True)
    plant(target, line)
    result = lint(house)
    assert result.returncode != 0
    assert contract in " ".join(result.stdout.split())


def test_every_package_at_the_top_is_under_contract() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found - {"tests", "benchmarks"} == set(PACKAGES)
