"""Fail when a text of the product has no finished English translation.

Chinese is the language of the sources, so its catalogue is the sources themselves;
what can be missing is English.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "en" / "LC_MESSAGES" / "django.po"
IGNORED = ["var/*", ".venv/*", "tests/*", "benchmarks/*"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def translated(message: Message) -> list[str]:
    text = message.string or ""
    return [text] if isinstance(text, str) else [str(form) for form in text]


def faults(message: Message) -> Iterator[str]:
    """Say what is wrong with one entry: missing, doubtful, or with other placeholders."""
    source = message.id if isinstance(message.id, str) else message.id[0]
    texts = translated(message)
    if not all(texts):
        yield f"未翻译：{source}"
    elif message.fuzzy:
        yield f"译文待核：{source}"
    elif any(set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(source)) for text in texts):
        yield f"占位符不符：{source}"


def as_committed() -> Catalog:
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="en")


def as_in_sources() -> Catalog:
    """The catalogue as it would be after extraction; the committed file stays as it is."""
    committed = CATALOGUE.read_bytes()
    try:
        call_command(
            "makemessages",
            locale=["en"],
            no_wrap=True,
            add_location="file",
            ignore_patterns=IGNORED,
            no_obsolete=True,
            verbosity=0,
        )
        return as_committed()
    finally:
        CATALOGUE.write_bytes(committed)


class Command(BaseCommand):
    help = "检查英文译文是否齐全。"

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("xgettext") and shutil.which("msgmerge"):
            catalogue = as_in_sources()
        else:
            self.stderr.write("没有安装 gettext：只查已收录的条目，不查新增的文字。")
            catalogue = as_committed()
        found = [fault for message in catalogue if message.id for fault in faults(message)]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"英文译文齐全：{len(catalogue)} 条。")
