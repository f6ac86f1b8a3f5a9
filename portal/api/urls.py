from django.urls import path

from .views.docs import Docs, Schema
from .views.index import Index, not_found

app_name = "api"

urlpatterns = [
    path("v1/", Index.as_view(), name="index"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    # After all others: what is no address of the API still answers as the API does.
    path("", not_found, {"rest": ""}),
    path("<path:rest>", not_found),
]
