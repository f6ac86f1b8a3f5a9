"""The yardstick: as many plain inserts as a filing makes, then a page that says so."""

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path

PAGE = engines["django"].from_string("<!doctype html><title>{{ row.number }}</title>{{ row.text }}")


class Row(models.Model):
    """A row about as wide as most that a filing writes."""

    number = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=40)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "benchmarks"

    def __str__(self) -> str:
        return self.number


def bare(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        for number in range(int(request.POST["inserts"])):
            row = Row.objects.create(number=f"{number}", kind="bare", text="内容" * 50)
    return HttpResponseRedirect(f"/bare/{row.pk}/")


def drawn(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(PAGE.render({"row": Row.objects.get(pk=pk)}, request))


urlpatterns = [
    path("bare/", bare),
    path("bare/<int:pk>/", drawn),
    path("", include("portal.urls")),
]
