"""Prove that the audit chain is whole."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from portal.audit import actions
from portal.calendar import moment


class Command(BaseCommand):
    help = "核验审计链是否完整；有异常时以退出码 1 结束，并指出首条异常记录。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--full", action="store_true", help="从头核验；不加时从上次验到的地方接着核验"
        )

    def handle(self, *args: Any, full: bool, **options: Any) -> None:
        check = actions.verify(at=moment.now(), full=full)
        if check.ok:
            self.stdout.write(check.finding)
            return
        self.stderr.write(
            _("第 %(seq)s 条：%(finding)s") % {"seq": check.broken_seq, "finding": check.finding}
        )
        sys.exit(1)
