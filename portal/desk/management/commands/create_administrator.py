from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.agencies.actions import create_roles
from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation
from portal.calendar import moment
from portal.desk.actions import PeopleRefused, appoint, open_account


class Command(BaseCommand):
    help = "建立第一名系统管理员，并显示其一次性初始密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument("--name", default="", help="姓名")
        parser.add_argument("--organisation", required=True, help="所管机构的代码")
        parser.add_argument(
            "--organisation-name", default="", help="该机构尚不存在时，以此名称建立一级政府"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        create_roles()
        organisation = self._organisation(options["organisation"], options["organisation_name"])
        at = moment.now()
        try:
            user, password = open_account(
                username=options["username"],
                full_name=options["name"],
                duty="",
                email="",
                actor=None,
                at=at,
            )
            appoint(
                user=user,
                role=Role.ADMINISTRATOR,
                organisation=organisation,
                actor=None,
                at=at,
            )
        except PeopleRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"用户名：{user.username}\n一次性初始密码：{password}\n首次登录后须修改。"
        )

    def _organisation(self, code: str, name: str) -> Organisation:
        found = Organisation.objects.filter(code=code).first()
        if found is None and not name:
            raise CommandError(
                f"没有代码为“{code}”的机构；用 --organisation-name 给出名称即可建立。"
            )
        return found or Organisation.objects.create(
            code=code, name=name, kind=Organisation.Kind.GOVERNMENT
        )
