from django.urls import path
from django.views.generic import RedirectView

from portal.pages.views import (
    columns,
    deadlines,
    guide,
    health,
    home,
    organisations,
    preferences,
    search,
    sitemap,
)

app_name = "pages"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("guide/", guide.guide, name="guide"),
    path("guide/deadlines/", deadlines.deadlines, name="deadlines"),
    path("rules/", columns.rules, name="rules"),
    path("organisations/", organisations.directory, name="organisations"),
    path("organisations/<slug:code>/", organisations.organisation, name="organisation"),
    path("sitemap/", sitemap.site_map, name="sitemap"),
    path("sitemap.xml", sitemap.index, name="sitemap_index"),
    path("sitemap/<int:number>.xml", sitemap.section, name="sitemap_section"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("preferences/", preferences.preferences, name="preferences"),
    # The addresses under which 国办公开办函〔2019〕61号 makes people look.
    path("zfxxgk/", RedirectView.as_view(pattern_name="disclosure:list", permanent=True)),
    path("ysqgk/", RedirectView.as_view(pattern_name="requests:new", permanent=True)),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
