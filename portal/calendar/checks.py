"""Start-up checks of what the calendar and the rules are told by the settings."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from portal.domain.rulesets import SetKind, rule_sets


def check_targets(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every adopted target is one that ships; a typing error must not surface at a count."""
    known = {found.id for found in rule_sets().values() if found.kind == SetKind.TARGET}
    return [
        Error(
            f"PORTAL_TARGETS 中的“{name}”不是随附的目标规则集。",
            hint="可用：" + "、".join(sorted(known)),
            id="calendar.E001",
        )
        for name in settings.PORTAL_TARGETS or ()
        if name not in known
    ]
