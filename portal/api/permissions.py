"""Who may read a resource. What says nothing is closed."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from .models import ApiKey

if TYPE_CHECKING:  # DRF's views import the default permissions while they are being defined
    from rest_framework.views import APIView


class DenyByDefault(BasePermission):
    """A view that forgot to say who may call it may be called by nobody."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return False


def _refuse_writing(request: Request) -> None:
    """405 rather than 401: no key in the world would help."""
    if request.method not in SAFE_METHODS:
        raise MethodNotAllowed(str(request.method))


class PublicRead(BasePermission):
    """Everybody reads, nobody writes."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        _refuse_writing(request)
        return True


class AuditorRead(BasePermission):
    """Holders of a key with the view's ``required_scope`` read, nobody writes."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        _refuse_writing(request)
        key = request.auth
        if not isinstance(key, ApiKey):
            raise NotAuthenticated(_("此资源需要密钥：Authorization: Api-Key 前缀.密钥。"))
        scope = view.required_scope  # type: ignore[attr-defined]
        if not key.allows(scope):
            raise PermissionDenied(
                _("密钥缺少范围 %(scope)s。") % {"scope": scope}, code="insufficient_scope"
            )
        return True
