"""The site with one page that tells too much, for the crawler to find."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from portal import urls
from requests_foia.models import ApplicantDetails

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404


def everybody(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"phones": [row.phone for row in ApplicantDetails.objects.all()]})


def header(request: HttpRequest) -> HttpResponse:
    people = ApplicantDetails.objects.all()
    return HttpResponse(headers={"X-Applicants": " ".join(one.email for one in people)})


urlpatterns = [path("leak/", everybody), path("leak/header/", header), *urls.urlpatterns]
