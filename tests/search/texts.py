"""Real Chinese texts: what the product ships, and laws where that folder is there."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAWS = ROOT.parent / "shared" / "data" / "documents" / "laws.jsonl.gz"
PIECE = 400


def shipped() -> Iterator[tuple[str, str]]:
    """Titles and texts that come with the product."""
    for path in sorted(ROOT.glob("docs/**/*.md")):
        yield path.stem, path.read_text("utf-8")
    for path in sorted(ROOT.glob("portal/**/*.toml")):
        yield path.stem, path.read_text("utf-8")


def laws(most: int) -> Iterator[tuple[str, str]]:
    """The first laws of the optional folder; none without it."""
    if not LAWS.exists():
        return
    with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
        for _number, line in zip(range(most), lines, strict=False):
            law = json.loads(line)
            yield law["title"], law["body"]


def pieces(number: int, seed: int = 1) -> list[tuple[str, str]]:
    """So many short documents cut out of all these texts, the same ones each time."""
    cut = [
        (title, text[start : start + PIECE])
        for title, text in (*shipped(), *laws(40))
        for start in range(0, len(text), PIECE)
    ]
    return random.Random(seed).sample(cut, min(number, len(cut)))
