from django.urls import path
from django.views.decorators.http import require_safe

from .views.detail import document_detail
from .views.feed import DocumentFeed
from .views.listing import category_list, document_list

app_name = "disclosure"
urlpatterns = [
    path("", document_list, name="list"),
    path("feed/", require_safe(DocumentFeed()), name="feed"),
    path("category/<slug:code>/", category_list, name="category"),
    path("<path:index_no>/", document_detail, name="detail"),
]
