"""What must be true of the accounts before a server may start."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .models import User

DEMO_EMAIL = "@demo.invalid"


def refuse_demo_accounts() -> None:
    """Outside the demo, refuse to work on a database that a demo has filled.

    Disabled accounts count too: the demo's key and tracking codes stand in the same database.

    :raises ImproperlyConfigured: naming the accounts.
    """
    if settings.PORTAL_DEMO:
        return
    found = User.objects.filter(email__endswith=DEMO_EMAIL)
    if names := list(found.values_list("username", flat=True)):
        raise ImproperlyConfigured(
            "拒绝启动：数据库里有演示账号 " + "、".join(sorted(names)) + "。请使用全新的数据库。"
        )
