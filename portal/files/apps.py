from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.privacy.rotation import register_rotation


class FilesConfig(AppConfig):
    name = "portal.files"
    label = "files"
    verbose_name = _("文件")

    def ready(self) -> None:
        register_rotation("files.StoredFile（内容）", "portal.files.actions.renew_contents")
