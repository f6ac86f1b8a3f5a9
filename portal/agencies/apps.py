from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.privacy.rotation import register_rotation


class AgenciesConfig(AppConfig):
    name = "portal.agencies"
    label = "agencies"
    verbose_name = _("机构与人员")

    def ready(self) -> None:
        register_rotation("mfa.Authenticator", "portal.agencies.actions.renew_second_factors")
