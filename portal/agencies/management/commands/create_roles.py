from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.agencies.actions import UnknownPermissions, create_roles
from portal.agencies.domain.roles import Role


class Command(BaseCommand):
    help = "建立各角色的权限组，并使其权限与权限表一致（可重复执行）。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            create_roles()
        except UnknownPermissions as error:
            raise CommandError(
                "权限表中有不存在的权限，未作任何改动：\n  " + "\n  ".join(error.names)
            ) from error
        self.stdout.write(f"已建立 {len(Role)} 个角色。")
