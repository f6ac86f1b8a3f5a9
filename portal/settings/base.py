"""What every deployment shares. Only ``portal.settings`` reads the environment."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.FileAwareEnv()

VAR_DIR = Path(env.str("PORTAL_VAR_DIR", default="") or BASE_DIR / "var")

# Insecure on purpose and recognised by name: production refuses to start with them.
DEFAULT_SECRET_KEY = "insecure-demo-secret-key-never-use-in-production"  # noqa: S105
DEFAULT_FIELD_KEY = "aW5zZWN1cmUtZGVtby1maWVsZC1rZXktMzItYnl0ZXM="

SECRET_KEY = env.str("SECRET_KEY", default=DEFAULT_SECRET_KEY)
# Comma-separated Fernet keys; the first encrypts, all decrypt (rotation).
PORTAL_FIELD_KEY = env.list("PORTAL_FIELD_KEY", default=[DEFAULT_FIELD_KEY])
# The key of the blind indexes; changing it means rebuilding them.
PORTAL_INDEX_KEY = env.str("PORTAL_INDEX_KEY", default=DEFAULT_SECRET_KEY)

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORTAL_DEMO = False

INSTALLED_APPS = [
    "portal.desk.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "tree_queries",
    "csp",
    "portal.privacy",
    "portal.guard",
    "portal.jobs",
    "portal.calendar",
    "portal.agencies",
    "portal.audit",
    "portal.obligations",
    "portal.outbox",
    "portal.files",
    "portal.search",
    "portal.api",
    "portal.components",
    "portal.desk",
    "portal.printing",
    "disclosure",
    "interpretation",
    "requests_foia",
    "portal.supervision",
    "portal.pages",
]

MIDDLEWARE = [
    "portal.guard.middleware.RequestIdMiddleware",
    # Above the static files and the gate, so that every answer carries them.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.guard.middleware.KnownMethodsMiddleware",
    "portal.guard.middleware.RefuseHostileInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.guard.middleware.ExplicitLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.agencies.middleware.StaffSecurityMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"
FORM_RENDERER = "portal.components.forms.PortalFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.components.context.site",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"),
}
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # With recursive triggers INSERT OR REPLACE fires the triggers that refuse to remove a row,
    # whichever unique key it collides with.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    " PRAGMA recursive_triggers=ON;",
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    ),
}

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["portal.agencies.auth.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.agencies.auth.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Limits live in the database (portal.guard), so that a flushed cache forgives nobody.
ACCOUNT_RATE_LIMITS = False
MFA_TOTP_ISSUER = env.str("PORTAL_SITE_NAME", default="") or "政务公开平台"
MFA_ADAPTER = "portal.agencies.auth.StaffMFAAdapter"
# One step of 30 seconds either way, for clocks that are a little off.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
PORTAL_REQUIRE_TOTP = env.bool("PORTAL_REQUIRE_TOTP", default=True)
PORTAL_SESSION_IDLE_SECONDS = 30 * 60
PORTAL_SESSION_ABSOLUTE_SECONDS = 12 * 3600

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
# "database": moments come from the database server's clock; "system": from this process.
PORTAL_CLOCK = env.str("PORTAL_CLOCK", default="database")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.components.finders.BundleFinder",
]
PORTAL_FILES_ROOT = Path(env.str("PORTAL_FILES_ROOT", default="") or VAR_DIR / "files")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PORTAL_FILES_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = PORTAL_FILES_ROOT
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    *("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "woff", "woff2", "map"),
]
PORTAL_UPLOAD_MAX_BYTES = env.int("PORTAL_UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
CLAMD_URL = env.str("CLAMD_URL", default="")

# The typeface of printed letters; it must be installed where the workers run.
PORTAL_PRINT_FONT = env.str("PORTAL_PRINT_FONT", default="") or "Noto Serif CJK SC"

# How many proxies stand in front: the right-most trusted address is the client's.
PORTAL_TRUSTED_PROXIES = env.int("PORTAL_TRUSTED_PROXIES", default=0)

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_TASK_SERIALIZER = "json"
# Workers log through LOGGING too, with its filters.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_ACCEPT_CONTENT = ["json"]

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.api.keys.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["portal.api.permissions.DenyByDefault"],
    "DEFAULT_PAGINATION_CLASS": "portal.api.pagination.UpdatedCursorPagination",
    "DEFAULT_RENDERER_CLASSES": [
        "portal.api.renderers.ChineseJSONRenderer",
        "portal.api.renderers.CSVRenderer",
        "portal.api.renderers.NDJSONRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.api.problems.problem_handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": "format",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "政务公开平台接口",
    "DESCRIPTION": "公开数据无需密钥；审计数据使用 Authorization: Api-Key。",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # Every field may be left out: by ``fields=`` and in tombstones.
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "SORT_OPERATION_PARAMETERS": False,
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "supportedSubmitMethods": ["get"]},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A health check from inside the machine speaks plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.pages.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

# What the footer and the head tags say; empty values are hidden.
PORTAL_SITE = {
    "name": env.str("PORTAL_SITE_NAME", default="") or "政务公开平台",
    "domain": env.str("PORTAL_SITE_DOMAIN", default="") or "localhost",
    "id_code": env.str("PORTAL_SITE_ID_CODE", default=""),
    "organiser": env.str("PORTAL_SITE_ORGANISER", default=""),
    "phone": env.str("PORTAL_SITE_PHONE", default=""),
    "address": env.str("PORTAL_SITE_ADDRESS", default=""),
    "icp": env.str("PORTAL_SITE_ICP", default=""),
    "police_no": env.str("PORTAL_SITE_POLICE_NO", default=""),
    "error_report_url": env.str("PORTAL_SITE_ERROR_REPORT_URL", default=""),
}
# The address of the site in letters and mails; never taken from the Host header.
PORTAL_BASE_URL = env.str("PORTAL_BASE_URL", default="http://localhost:8000")

# Webhooks are signed with this key; without one none is sent.
PORTAL_WEBHOOK_KEY = env.str("PORTAL_WEBHOOK_KEY", default="")
# Private addresses as receivers of webhooks: for systems inside the same network only.
PORTAL_WEBHOOK_PRIVATE = env.bool("PORTAL_WEBHOOK_PRIVATE", default=False)
# When reminders about time limits go out; the names are those of portal.obligations.domain.steps.
PORTAL_LADDER: dict[str, object] = {
    "soon_working_days": [5, 3, 1],
    "last_hours": 4,
    "urge_after_working_days": 1,
    "escalate_after_working_days": 3,
    "target_working_days": 1,
}
# The local targets (files of portal/rules) that warn before the law's last day, by their ids,
# separated by commas; "none" for none. Unset: all that are shipped. A body's own figures, set
# in the admin, count besides.
_targets = env.str("PORTAL_TARGETS", default="")
PORTAL_TARGETS: list[str] | None = (
    None
    if not _targets
    else [name.strip() for name in _targets.split(",") if name.strip() not in ("", "none")]
)

# How many cases one export of the register may hold: as a workbook, which is made within the
# request, and with the applicants, where each is an audit entry. CSV without them has no limit.
PORTAL_EXPORT_XLSX_ROWS = env.int("PORTAL_EXPORT_XLSX_ROWS", default=5_000)
PORTAL_EXPORT_PEOPLE_ROWS = env.int("PORTAL_EXPORT_PEOPLE_ROWS", default=500)
# A bundle of evidence may be that large (bytes), and is destroyed after so many days.
PORTAL_BUNDLE_MAX_BYTES = env.int("PORTAL_BUNDLE_MAX_BYTES", default=100 * 2**20)
# Letters joined for the printer wait there for so many days.
PORTAL_PRINT_DAYS = env.int("PORTAL_PRINT_DAYS", default=3)
PORTAL_BUNDLE_DAYS = env.int("PORTAL_BUNDLE_DAYS", default=14)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "portal.guard.logs.RequestIdFilter"},
        "no_personal_data": {"()": "portal.guard.logs.PersonalDataFilter"},
    },
    "formatters": {"json": {"()": "portal.guard.logs.JsonFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["request_id", "no_personal_data"],
        },
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # A line for every page and style sheet of every letter.
        "weasyprint": {"level": "ERROR"},
        "weasyprint.progress": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
