from django.urls import path
from rest_framework.routers import SimpleRouter

from .views import Audit, AuditVerify, Obligations

router = SimpleRouter()
router.register("obligations", Obligations, basename="api-obligation")
router.register("audit", Audit, basename="api-audit")

urlpatterns = [
    path("audit/verify/", AuditVerify.as_view(), name="api-audit-verify"),
    *router.urls,
]
