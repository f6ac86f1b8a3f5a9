"""``make demo``: database, content, web server and sweeps, until Ctrl-C."""

from __future__ import annotations

import os
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.demo import logins, server


class Command(BaseCommand):
    help = "准备演示数据并启动网站与定时任务，按 Ctrl-C 结束。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        self.check_port(port)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        call_command("prepare", verbosity=0)
        call_command("load_demo", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(logins.as_text(f"http://localhost:{port}"))
        self.stdout.flush()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": os.environ.get(
                "DJANGO_SETTINGS_MODULE", "portal.settings.demo"
            ),
            "PORTAL_BASE_URL": f"http://localhost:{port}",
        }
        commands = [server.web_command(port, options["workers"]), server.jobs_command()]
        if code := server.serve(commands, environment, str(settings.BASE_DIR)):
            raise CommandError(f"有一个进程意外结束（代码 {code}）。")

    def check_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise CommandError(
                    f"端口 {port} 已被占用。可换一个：make demo PORT={port + 137}"
                ) from None
