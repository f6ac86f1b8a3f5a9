"""Which cases this browser has opened by number and code, for as long as it is used."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from requests_foia.models import Application

_KEY = "foi_opened"
IDLE = timedelta(minutes=30)
AT_ONCE = 20


def remember(request: HttpRequest, application: Application, at: datetime) -> None:
    """Opens a case to this browser, under a new session id."""
    request.session.cycle_key()
    opened = dict(list(_opened(request).items())[1 - AT_ONCE :])
    opened[str(application.pk)] = at.isoformat()
    request.session[_KEY] = opened


def is_open(request: HttpRequest, case_id: UUID, at: datetime) -> bool:
    """Whether this browser opened the case and has not been idle since."""
    opened = _opened(request)
    seen = opened.get(str(case_id))
    if seen is None:
        return False
    if at - datetime.fromisoformat(seen) > IDLE:
        forget(request)
        return False
    if at - datetime.fromisoformat(seen) > IDLE / 10:
        request.session[_KEY] = {**opened, str(case_id): at.isoformat()}
    return True


def forget(request: HttpRequest) -> None:
    """Closes all cases; a visitor's session ends, that of staff goes on."""
    if request.user.is_authenticated:
        request.session.pop(_KEY, None)
    else:
        request.session.flush()


def _opened(request: HttpRequest) -> dict[str, str]:
    return dict(request.session.get(_KEY, {}))
