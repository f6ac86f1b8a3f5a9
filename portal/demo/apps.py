from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """A fictional district. Installed by the demo settings only, never in production."""

    name = "portal.demo"
    label = "demo"
    verbose_name = _("演示内容")
