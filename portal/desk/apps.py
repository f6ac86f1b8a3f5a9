from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class StaffAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site as the default one."""

    default = False
    default_site = "portal.desk.site.StaffAdminSite"
    verbose_name = _("工作台")


class DeskConfig(AppConfig):
    default = True
    name = "portal.desk"
    label = "desk"
    verbose_name = _("工作台")
