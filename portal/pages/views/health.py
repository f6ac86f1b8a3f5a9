"""For load balancers and watchmen: JSON, no session, nothing about persons."""

from datetime import UTC, datetime

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.pages.readiness import examine


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nobody else."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when fit to serve, 503 naming what is not; alarms alone keep it 200."""
    # The process's own clock: the database's may be exactly what is out of reach.
    findings = examine(datetime.now(UTC))
    faults = [name for name, found in findings.items() if not found.ok and found.is_fault]
    alarms = [name for name, found in findings.items() if not found.ok and not found.is_fault]
    body = {
        "status": "unavailable" if faults else "ok",
        "faults": faults,
        "alarms": alarms,
        "checks": {
            name: {"ok": found.ok, "detail": found.detail} for name, found in findings.items()
        },
    }
    return JsonResponse(body, status=503 if faults else 200)
