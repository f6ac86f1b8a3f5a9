"""The desk: Django's admin as one site in Chinese that opens on the user's day."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from portal.desk import views
from portal.obligations.queries import recount_under_way


class DeclaredAutocomplete(AutocompleteJsonView):
    """Completes the fields that a page declares; Django itself would take any relation."""

    def process_request(self, request: HttpRequest) -> Any:
        term, page, field, to_field_name = super().process_request(request)
        site: Any = self.admin_site
        is_known = site.is_registered(field.model)
        if not is_known or field.name not in site.get_model_admin(field.model).autocomplete_fields:
            raise PermissionDenied
        return term, page, field, to_field_name


class StaffAdminSite(admin.AdminSite):
    """One door for staff: allauth signs them in, a role lets them in."""

    site_header = _("政务公开工作台")
    site_title = _("政务公开工作台")
    index_title = _("今日办理")
    index_template = "admin/index.html"
    enable_nav_sidebar = True
    empty_value_display = "—"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Let in only pages that say whose rows they show (``StaffModelAdmin``).

        The pages that third-party apps bring along stay outside: no role names them.
        """
        if hasattr(admin_class, "visible_to"):
            super().register(model_or_iterable, admin_class, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "recount": recount_under_way()}

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.has_perm("agencies.use_desk")

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().index(request, {**views.my_day(request, self), **(extra_context or {})})

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Signing in happens under /accounts/; who is signed in but holds no role hears so."""
        if request.user.is_authenticated and not self.has_permission(request):
            return render(request, "account/no_role.html", status=403)
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return DeclaredAutocomplete.as_view(admin_site=self)(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without ``/admin/r/``, which leads to any record by its number, asking nobody."""
        kept = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        read = self.admin_view(views.read_notice)
        return [path("notices/<int:number>/read/", read, name="desk_read_notice"), *kept]
