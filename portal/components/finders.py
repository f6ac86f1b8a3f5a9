"""Serves the site's style sheet as one file, from sources kept beside their components."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

BUNDLE_PATH = "css/site.css"
LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities", "print")


def layer_sources(root: Path) -> Iterator[tuple[str, Path]]:
    """Yields (layer, file) in cascade order; components in the order of their names."""
    for layer in LAYERS:
        if layer == "components":
            yield from ((layer, path) for path in sorted((root / "components").glob("*.css")))
        else:
            yield layer, root / "styles" / f"{layer}.css"


def build_bundle(root: Path) -> str:
    """Concatenates the sources below ``root``, each inside its cascade layer.

    The same sources always give the same text.
    """
    parts = [f"@layer {', '.join(LAYERS)};\n"]
    for layer, path in layer_sources(root):
        name = path.relative_to(root).as_posix()
        parts.append(f"/* {name} */\n@layer {layer} {{\n{path.read_text('utf-8').strip()}\n}}\n")
    return "\n".join(parts)


class BundleFinder(BaseFinder):
    """Finds ``css/site.css`` for runserver, collectstatic and tests alike.

    The bundle is written to ``VAR_DIR/bundle`` under a name made of its content, so several
    processes may build it at once and never read half a file.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source_root = Path(settings.STATICFILES_DIRS[0])
        self.bundle_root = Path(settings.VAR_DIR) / "bundle"

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != BUNDLE_PATH:
            return []
        target = str(self._written() / BUNDLE_PATH)
        return [target] if find_all else target

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield BUNDLE_PATH, FileSystemStorage(location=self._written())

    def _written(self) -> Path:
        """Builds the bundle and returns the folder it stands in."""
        content = build_bundle(self.source_root).encode()
        folder = self.bundle_root / hashlib.sha256(content).hexdigest()[:16]
        target = folder / BUNDLE_PATH
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=target.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(draft).replace(target)
        return folder
