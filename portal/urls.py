"""The map of addresses. Apps are named as strings only, so the wiring imports no floor."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("calendar/", include("portal.desk.urls")),
    path("accounts/", include("portal.agencies.urls")),
    path("files/", include("portal.files.urls")),
    path("disclosure/", include("disclosure.urls")),
    path("interpretation/", include("interpretation.urls")),
    path("consultations/", include("interpretation.consultation_urls")),
    path("requests/", include("requests_foia.urls")),
    path("verify/", include("requests_foia.verify_urls")),
    path("reports/", include("requests_foia.report_urls")),
    path("supervision/", include("portal.supervision.urls")),
    path("api/v1/", include("disclosure.api.urls")),
    path("api/v1/", include("interpretation.api.urls")),
    path("api/v1/", include("requests_foia.api.urls")),
    path("api/v1/", include("portal.supervision.api.urls")),
    path("api/", include("portal.api.urls")),
    path("", include("portal.pages.urls")),
]

handler400 = "portal.pages.views.errors.bad_request"
handler403 = "portal.pages.views.errors.permission_denied"
handler404 = "portal.pages.views.errors.page_not_found"
handler500 = "portal.pages.views.errors.server_error"
