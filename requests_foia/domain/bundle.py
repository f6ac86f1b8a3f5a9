"""A bundle of evidence as one ZIP: the same parts give the same bytes and the same manifest.

``manifest.json`` names every file with its size and SHA-256; ``SHA256SUMS`` repeats it for
``sha256sum -c`` and covers the manifest too. No clock and no chance is asked: entries stand
in order of their names under one fixed date.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO

FORMAT = "foi-evidence-1"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 20


class TooLarge(Exception):
    """The parts are larger than the bundle may be; says both, in bytes."""

    def __init__(self, size: int, limit: int) -> None:
        self.size, self.limit = size, limit
        super().__init__(f"{size} > {limit}")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the bundle: its path inside, its size in bytes, and how to open it."""

    path: str
    size: int
    opened: Callable[[], IO[bytes]]


def as_json(value: object) -> str:
    """Readable JSON, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def total(parts: Iterable[Part], limit: int) -> int:
    """The bytes of all parts together; raises ``TooLarge`` beyond ``limit``."""
    size = sum(part.size for part in parts)
    if size > limit:
        raise TooLarge(size, limit)
    return size


def write_bundle(file: IO[bytes], parts: Iterable[Part], about: Mapping[str, object]) -> str:
    """Write the ZIP to ``file``; answers the SHA-256 of its manifest.

    ``about`` stands at the head of the manifest.
    """
    listed: list[dict[str, object]] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for part in sorted(parts, key=lambda part: part.path):
            listed.append({"path": part.path, **_added(archive, part)})
        manifest = as_json({"format": FORMAT, **about, "files": listed}).encode()
        digest = hashlib.sha256(manifest).hexdigest()
        archive.writestr(_entry(MANIFEST), manifest)
        sums = "".join(f"{one['sha256']}  {one['path']}\n" for one in listed)
        archive.writestr(_entry(SUMS), f"{sums}{digest}  {MANIFEST}\n".encode())
    return digest


def _added(archive: zipfile.ZipFile, part: Part) -> dict[str, object]:
    digest, size = hashlib.sha256(), 0
    with part.opened() as source, archive.open(_entry(part.path), "w") as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    return {"sha256": digest.hexdigest(), "size": size}


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
