"""Start-up checks of the field keys."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error


def check_field_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every key must be a Fernet key; a typing error must not surface at the first filing."""
    if not settings.PORTAL_FIELD_KEY:
        return [Error("PORTAL_FIELD_KEY 为空，无法加密个人信息。", id="privacy.E001")]
    faults: list[CheckMessage] = []
    for position, key in enumerate(settings.PORTAL_FIELD_KEY, start=1):
        try:
            Fernet(key)
        except ValueError:
            faults.append(
                Error(
                    f"PORTAL_FIELD_KEY 的第 {position} 个密钥不是有效的 Fernet 密钥。",
                    hint="用 python -c 'from cryptography.fernet import Fernet; "
                    "print(Fernet.generate_key().decode())' 生成。",
                    id="privacy.E002",
                )
            )
    return faults
