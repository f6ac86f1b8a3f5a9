"""How often a sign-in may fail. The counts live in the database (portal.guard).

Each try is counted before it is judged, so that parallel tries cannot slip past, and
given back when it was right: a whole building may share one address in the morning.

An account is limited per address, so that nobody can lock its owner out from elsewhere;
an address is limited over all accounts. The second factor is limited per account alone:
whoever gets that far has the password, and six digits must not be guessed from a crowd
of addresses. A code that has been used is spent.
"""

from datetime import datetime

from portal.guard.actions import Throttled, consume, give_back

WINDOW_SECONDS = 15 * 60
FAILURES_PER_ACCOUNT_AND_ADDRESS = 10
FAILURES_PER_ADDRESS = 100
FAILED_CODES_PER_ACCOUNT = 10
# Longer than a code stays valid.
SPENT_CODE_SECONDS = 5 * 60


def limit_sign_in(*, username: str, address: str, at: datetime) -> None:
    """Count one try with a password. Raises Throttled."""
    for (scope, key), limit in zip(
        _sign_in_keys(username, address),
        (FAILURES_PER_ADDRESS, FAILURES_PER_ACCOUNT_AND_ADDRESS),
        strict=True,
    ):
        consume(scope=scope, key=key, limit=limit, window_seconds=WINDOW_SECONDS, at=at)


def forgive_sign_in(*, username: str, address: str) -> None:
    """The password was right: the try does not count."""
    for scope, key in _sign_in_keys(username, address):
        give_back(scope=scope, key=key)


def limit_codes(*, user_id: int, at: datetime) -> None:
    """Count one try with a second factor. Raises Throttled."""
    consume(
        scope="sign-in.code",
        key=str(user_id),
        limit=FAILED_CODES_PER_ACCOUNT,
        window_seconds=WINDOW_SECONDS,
        at=at,
    )


def forgive_codes(*, user_id: int) -> None:
    """The code was right: the try does not count."""
    give_back(scope="sign-in.code", key=str(user_id))


def spend_code(*, user_id: int, code: str, at: datetime) -> bool:
    """Mark a right code as used; False when it has been used before."""
    try:
        consume(
            scope="sign-in.spent",
            key=f"{user_id}|{code}",
            limit=1,
            window_seconds=SPENT_CODE_SECONDS,
            at=at,
        )
    except Throttled:
        return False
    return True


def _sign_in_keys(username: str, address: str) -> tuple[tuple[str, str], ...]:
    account = username.strip().lower()
    return ("sign-in.address", address), ("sign-in.account", f"{account}|{address}")
