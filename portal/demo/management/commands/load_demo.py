"""Fill an empty database with the fictional district; refuse anywhere else."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from portal.agencies.actions import create_roles
from portal.agencies.models import Organisation
from portal.api.actions import issue_key
from portal.api.catalogue import known_scopes
from portal.calendar import moment
from portal.calendar.queries import calendar_for
from portal.demo import cases, diary, documents, last_year, logins, participation, people
from portal.demo.stage import Stage
from requests_foia.domain.vocabulary import State
from requests_foia.models.labels import STATES


class Command(BaseCommand):
    help = "装入虚构的云溪区；已有数据时不做任何事。"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("只有演示设置才能装入演示内容。")
        create_roles()
        if Organisation.objects.filter(code="yx").exists():
            if not logins.path().exists():
                raise CommandError("演示账号文件不见了，请运行 make clean 后重来。")
            return
        if Organisation.objects.exists():
            raise CommandError("数据库里已有真实机构，不能装入演示内容。")
        with translation.override("zh-hans"), transaction.atomic():
            self.fill()

    def fill(self) -> None:
        organisations = people.load_organisations()
        staff = people.load_staff(organisations)
        now = moment.now()
        stage = Stage(moment.today(), now, calendar_for(), organisations, staff)
        shown: list[cases.Case] = []
        diary.play(
            chain(
                documents.entries(stage),
                participation.entries(stage),
                last_year.entries(stage),
                cases.entries(stage, shown),
            )
        )
        _key, secret = issue_key(
            name="演示审计密钥",
            organisation=organisations["yx"],
            scopes=known_scopes(),
            expires_at=now + timedelta(days=30),
            actor=staff["admin"],
            at=now,
        )
        logins.write(
            {
                "password": logins.PASSWORD,
                "staff": people.shown_logins(),
                "citizens": [self.citizen(case) for case in shown if case.code],
                "asked": [self.asked(case) for case in shown if case.asked],
                "auditor_key": secret,
            }
        )

    def asked(self, case: cases.Case) -> dict[str, str]:
        question = case.asked[-1]
        state = question.opinion.application.opinions.get(pk=question.opinion.pk)
        return {"code": question.code, "state": state.get_state_display()}

    def citizen(self, case: cases.Case) -> dict[str, str]:
        application = case.current
        return {
            "number": application.number,
            "code": case.code,
            "title": case.record["title"],
            "state": str(STATES[State(application.state)]),
        }
