from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrintingConfig(AppConfig):
    name = "portal.printing"
    label = "printing"
    verbose_name = _("打印")

    def ready(self) -> None:
        # Registers the system check.
        from portal.printing import checks  # noqa: F401, PLC0415
