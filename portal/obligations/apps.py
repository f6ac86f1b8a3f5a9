from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "portal.obligations"
    label = "obligations"
    verbose_name = _("时限台账")
