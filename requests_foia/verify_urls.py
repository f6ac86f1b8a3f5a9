"""Checking letters. The token is on the paper; it opens nothing but number, day and hash."""

from django.urls import path

from .views import verify

app_name = "verify"

urlpatterns = [
    path("", verify.verify, name="form"),
    path("<slug:token>/", verify.letter, name="letter"),
]
