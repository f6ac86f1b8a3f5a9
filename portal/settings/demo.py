"""The default: a working site with no environment at all, on SQLite, without a broker."""

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, LOGGING, PORTAL_SITE, STORAGES, env

INSTALLED_APPS = [*INSTALLED_APPS, "portal.demo"]
PORTAL_DEMO = True
PORTAL_REQUIRE_TOTP = env.bool("PORTAL_REQUIRE_TOTP", default=False)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "demo" / "mail"

# Compressing every file takes longer than a demo may take to start.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}

PORTAL_SITE |= {
    "name": "云溪区政务公开平台",
    "organiser": "云溪区人民政府办公室",
    "phone": "0000-8612345",
    "address": "云溪区溪山路1号",
    "id_code": "9900000001",
}

# A fresh clone has no place for the database yet.
VAR_DIR.mkdir(parents=True, exist_ok=True)

# A person watches the terminal of a demo.
LOGGING["root"]["level"] = env.str("LOG_LEVEL", default="WARNING")
