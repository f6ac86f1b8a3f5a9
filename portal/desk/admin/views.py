"""Saved views: chips above a list, a page that saves the filters, one that keeps them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from portal.calendar import moment
from portal.desk.actions.views import ViewRefused, change_view, delete_view, save_view
from portal.desk.forms.views import SavedViewForm
from portal.desk.lookups import QueryRefused, checked_query, plain_query
from portal.desk.models import SavedView
from portal.desk.saved import own_bodies, views_kept_by, views_visible_to
from portal.desk.steps import user_of


class SavedViewsAdmin(admin.ModelAdmin):
    """Mixed into the page of a model whose list people filter again and again."""

    def get_urls(self) -> list[URLPattern]:
        pages = (("save-view/", self.save_view, "save_view"), ("views/", self.views, "views"))
        own = [
            path(
                address,
                self.admin_site.admin_view(view),
                name=self._view_url(name).partition(":")[2],
            )
            for address, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        chips = {
            "saved_views": self._visible(request),
            "list_query": plain_query(request.GET),
            "save_view_url": reverse(self._view_url("save_view")),
            "views_url": reverse(self._view_url("views")),
        }
        return super().changelist_view(request, {**(extra_context or {}), **chips})

    def save_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a name; the filters stand in the address, where the list itself checks them."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            query = checked_query(self, request)
        except QueryRefused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return HttpResponseRedirect(self._list_url())
        user, today = user_of(request), moment.today()
        data = request.POST if request.method == "POST" else None
        form = SavedViewForm(data, bodies=own_bodies(user, today))
        if form.is_valid():
            try:
                save_view(
                    listing=self.opts.label_lower,
                    query=query,
                    actor=user,
                    at=moment.now(),
                    **form.cleaned_data,
                )
            except ViewRefused as refusal:
                for reason in refusal.reasons:
                    form.add_error(None, reason)
            else:
                messages.success(request, _("视图已保存，显示在列表上方。"))
                return HttpResponseRedirect(f"{self._list_url()}?{query}")
        context = {
            **self._context(request, _("保存为视图")),
            "form": form,
            "back": f"{self._list_url()}?{query}",
        }
        return TemplateResponse(request, "admin/desk/save_view.html", context)

    def views(self, request: HttpRequest) -> HttpResponse:
        """One's own views, and those one keeps for others: rename, share, delete."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        user, today = user_of(request), moment.today()
        kept = views_kept_by(user, today).filter(listing=self.opts.label_lower)
        bodies = own_bodies(user, today)
        asked = str(request.POST.get("view", ""))
        chosen = kept.filter(pk=int(asked)).first() if _is_key(asked) else None
        failed: SavedViewForm | None = None
        if request.method == "POST":
            if chosen is None:
                messages.warning(request, _("这个视图已经删除，或者不由您管理。"))
                return HttpResponseRedirect(request.path)
            failed = self._change(request, chosen, bodies)
            if failed is None:
                return HttpResponseRedirect(request.path)
        forms = [
            (view, failed)
            if failed is not None and view == chosen
            else (view, SavedViewForm(bodies=bodies, view=view, auto_id=f"id_{view.pk}_%s"))
            for view in kept
        ]
        context = {**self._context(request, _("管理视图")), "forms": forms, "form": failed}
        return TemplateResponse(request, "admin/desk/views.html", context)

    def _change(self, request: HttpRequest, view: SavedView, bodies: Any) -> SavedViewForm | None:
        """Do what was asked; the form with its reasons when that is refused."""
        actor, at = user_of(request), moment.now()
        form = SavedViewForm(request.POST, bodies=bodies, view=view, auto_id=f"id_{view.pk}_%s")
        if "delete" in request.POST:
            delete_view(view=view, actor=actor, at=at)
            messages.success(request, _("视图已删除。"))
            return None
        if not form.is_valid():
            return form
        try:
            change_view(view=view, actor=actor, at=at, **form.cleaned_data)
        except ViewRefused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
            return form
        messages.success(request, _("视图已更改。"))
        return None

    def _visible(self, request: HttpRequest) -> list[tuple[SavedView, bool]]:
        """Each with whether the list shows it now."""
        shown = plain_query(request.GET)
        views = views_visible_to(user_of(request), moment.today())
        views = views.filter(listing=self.opts.label_lower)
        return [(view, view.query == shown) for view in views]

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "list_url": self._list_url(),
        }

    def _view_url(self, page: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _list_url(self) -> str:
        return reverse(self._view_url("changelist"))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
