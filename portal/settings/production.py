"""Production: refuses to start with anything that only a demo may have."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import (
    ALLOWED_HOSTS,
    DEFAULT_FIELD_KEY,
    DEFAULT_SECRET_KEY,
    PORTAL_FIELD_KEY,
    PORTAL_INDEX_KEY,
    SECRET_KEY,
    env,
)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if env.int("PORTAL_TRUSTED_PROXIES", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def _refusals() -> list[str]:
    reasons = []
    if SECRET_KEY == DEFAULT_SECRET_KEY or len(SECRET_KEY) < 50:
        reasons.append("SECRET_KEY 未设置、使用了演示值或短于 50 个字符")
    if not PORTAL_FIELD_KEY or DEFAULT_FIELD_KEY in PORTAL_FIELD_KEY:
        reasons.append("PORTAL_FIELD_KEY 未设置或使用了演示值")
    if PORTAL_INDEX_KEY == DEFAULT_SECRET_KEY or len(PORTAL_INDEX_KEY) < 32:
        reasons.append("PORTAL_INDEX_KEY 未设置、使用了演示值或短于 32 个字符")
    if env.bool("DEBUG", default=False):
        reasons.append("生产环境不得打开 DEBUG")
    if not env.list("ALLOWED_HOSTS", default=[]) or any(
        "*" in host or host.startswith(".") for host in ALLOWED_HOSTS
    ):
        reasons.append("ALLOWED_HOSTS 须逐个列出域名，不得为空或含通配符")
    return reasons


if _reasons := _refusals():
    raise ImproperlyConfigured("拒绝启动：" + "；".join(_reasons))
