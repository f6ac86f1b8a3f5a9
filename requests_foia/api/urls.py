from django.urls import path
from rest_framework.routers import SimpleRouter

from .answered import AnsweredEntries
from .reports import AnnualReports
from .views import Applications, ApplicationStatistics

router = SimpleRouter()
router.register("applications", Applications, basename="application")
router.register("answered-requests", AnsweredEntries, basename="answered-request")
router.register("annual-reports", AnnualReports, basename="annual-report")

urlpatterns = [
    path("application-statistics/", ApplicationStatistics.as_view(), name="application-statistics"),
    *router.urls,
]
