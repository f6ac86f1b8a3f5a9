"""The site with one address too many, and the site with one too few."""

from django.http import HttpResponse
from django.urls import URLPattern, path

from portal import urls

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
urlpatterns = [*urls.urlpatterns, path("planted/<int:pk>/", HttpResponse)]


class Poorer:
    """As a URLconf: without the public pages' last address."""

    urlpatterns = [
        pattern
        for pattern in urls.urlpatterns
        if isinstance(pattern, URLPattern) or str(pattern.pattern) != "supervision/"
    ]
