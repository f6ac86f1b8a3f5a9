"""``python -m portal.probe URL``: ask a health address as a permitted host; exit 1 when ill.

A container's own health check comes from inside, where the host name of the site is
not known to the client; it is taken from the settings.
"""

import sys
import urllib.error
import urllib.request

from django.conf import settings


def probe(url: str, host: str) -> int:
    """Return 0 when the address answers 200 within four seconds, else 1."""
    if not url.startswith(("http://", "https://")):
        return 1
    request = urllib.request.Request(url, headers={"Host": host})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, TimeoutError):
        return 1


if __name__ == "__main__":
    raise SystemExit(probe(sys.argv[1], settings.ALLOWED_HOSTS[0].lstrip(".")))
