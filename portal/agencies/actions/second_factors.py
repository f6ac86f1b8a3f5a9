"""The secrets of second factors under a new key."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from portal.privacy.ciphers import renew

# Where allauth keeps what StaffMFAAdapter encrypts: of an authenticator app, of recovery codes.
_SECRETS = ("secret", "seed")


@transaction.atomic
def renew_second_factors() -> int:
    """Re-encrypt what is not under the newest key; answers how many rows changed."""
    rows = Authenticator.objects.select_for_update()
    return sum(_renew(row) for row in rows.iterator(chunk_size=500))


def _renew(row: Authenticator) -> bool:
    kept = {name: row.data[name] for name in _SECRETS if row.data.get(name)}
    fresh = {name: renewed for name, token in kept.items() if (renewed := renew(token))}
    if fresh:
        row.data |= fresh
        row.save(update_fields=["data"])
    return bool(fresh)
