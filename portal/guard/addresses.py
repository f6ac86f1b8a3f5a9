"""Whose address a request comes from, when headers may lie."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """The address that the outermost trusted proxy saw; ``unknown`` when there is none.

    ``PORTAL_TRUSTED_PROXIES`` proxies each append their peer to X-Forwarded-For, so the
    client's is that many places from the right. All further left is the client's own
    invention.
    """
    remote = _parsed(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.PORTAL_TRUSTED_PROXIES
    hops = [hop for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if proxies > 0 and hops:
        remote = _parsed(hops[-min(proxies, len(hops))]) or remote
    return str(remote) if remote else UNKNOWN


def client_network(request: HttpRequest) -> str:
    """The unit that limits count by: an IPv4 address, or the /64 an IPv6 customer owns."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ip_network(f"{address}/64", strict=False))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    host = text.strip().strip('"')
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
