"""Write ``docs/openapi.yaml`` from the code, or fail when it has drifted."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

PATH = settings.BASE_DIR / "docs" / "openapi.yaml"


def current_schema() -> bytes:
    """The schema of the code as it stands.

    :raises CommandError: when a part of it could not be described.
    """
    GENERATOR_STATS.reset()
    with translation.override("zh-hans"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
    if GENERATOR_STATS:
        GENERATOR_STATS.emit_summary()
        raise CommandError("接口说明不完整，见上面的警告。")
    return OpenApiYamlRenderer().render(schema, renderer_context={})


class Command(BaseCommand):
    help = "生成接口说明 docs/openapi.yaml；--check 只比对。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        schema = current_schema()
        if not options["check"]:
            PATH.write_bytes(schema)
        elif not PATH.exists() or PATH.read_bytes() != schema:
            raise CommandError("docs/openapi.yaml 与代码不符，请运行 make schema。")
