"""The product's addresses, with the example where the apps put theirs."""

from django.urls import include, path

from portal import urls as product

handler404 = product.handler404
urlpatterns = [path("api/v1/", include("tests.api.notices")), *product.urlpatterns]
