"""One style sheet from many sources: the same for runserver, collectstatic and tests."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from portal.components.finders import (
    BUNDLE_PATH,
    LAYERS,
    BundleFinder,
    build_bundle,
    layer_sources,
)

SOURCES = Path(settings.STATICFILES_DIRS[0])
TEMPLATES = settings.BASE_DIR / "templates"


@pytest.fixture
def bundle() -> str:
    return build_bundle(SOURCES)


def test_the_layers_come_in_their_order(bundle: str) -> None:
    assert bundle.startswith(f"@layer {', '.join(LAYERS)};")
    opened = re.findall(r"^@layer (\w+) \{", bundle, re.MULTILINE)
    assert list(dict.fromkeys(opened)) == list(LAYERS)


def test_every_component_is_in_it(bundle: str) -> None:
    for source in (SOURCES / "components").glob("*.css"):
        assert source.read_text("utf-8").strip() in bundle


def test_it_is_found_under_one_address() -> None:
    found = Path(finders.find(BUNDLE_PATH))
    assert found.read_text("utf-8") == build_bundle(SOURCES)
    assert finders.find("css/nothing.css") is None


def test_it_is_collected_with_the_same_content(tmp_path: Path) -> None:
    ((path, storage),) = BundleFinder().list(None)
    assert isinstance(storage, FileSystemStorage)
    with storage.open(path) as file:
        assert file.read().decode() == build_bundle(SOURCES)


def test_braces_balance_in_every_source() -> None:
    for source in SOURCES.rglob("*.css"):
        words = source.read_text("utf-8")
        assert words.count("{") == words.count("}"), source


def test_only_the_tokens_name_colours() -> None:
    """Apart from black ink on paper and the white that a QR code needs in every theme."""
    allowed = {"tokens.css", "print.css", "document_tools.css", "letter.css"}
    for _layer, source in layer_sources(SOURCES):
        if source.name not in allowed:
            assert not re.search(r"#[0-9a-f]{3,8}\b", source.read_text("utf-8")), source


def test_both_dark_themes_are_one_theme() -> None:
    words = (SOURCES / "styles/tokens.css").read_text("utf-8")
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', words, re.DOTALL)
    of_device = re.search(r":root:not\(\[data-theme=\"light\"\]\) \{(.*?)\}", words, re.DOTALL)
    assert chosen
    assert of_device
    assert chosen[1].split() == of_device[1].split()


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _theme(selector: str) -> dict[str, str]:
    words = (SOURCES / "styles/tokens.css").read_text("utf-8")
    block = words.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


@pytest.mark.parametrize(
    "selector", [":root {", ':root[data-theme="dark"] {'], ids=["light", "dark"]
)
def test_words_can_be_read(selector: str) -> None:
    theme = _theme(selector)
    pairs = [(ink, paper) for ink in ("ink", "ink-soft", "blue") for paper in ("paper", "panel")]
    pairs += [(tone, f"{tone}-tint") for tone in ("blue", "red", "amber", "green")]
    pairs += [("on-blue", "blue"), ("on-blue", "blue-deep"), ("on-red", "red"), ("red", "paper")]
    for ink, paper in pairs:
        assert _contrast(theme[ink], theme[paper]) >= 4.5, (ink, paper)
    assert _contrast(theme["control"], theme["paper"]) >= 3, "borders of controls"


# Pages of an archive that is read without the site: no style sheet beside them, no policy.
READ_ELSEWHERE = ("requests_foia/bundle/",)


def test_no_template_carries_inline_style_or_script() -> None:
    for template in TEMPLATES.rglob("*.html"):
        if template.relative_to(TEMPLATES).as_posix().startswith(READ_ELSEWHERE):
            continue
        words = template.read_text("utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", words), template
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", words)), template
