"""Time limits, opened as an app would open them."""

from datetime import UTC, date, datetime
from itertools import count

from portal.obligations.actions import open_obligation
from portal.obligations.models import Obligation
from tests.factories.agencies import OrganisationFactory

# Monday, 2 March 2026, 09:30 in Shanghai: an ordinary week without holidays.
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

_numbers = count(1)


def obligation(subject=None, *, due_on: date | None = None, **facts) -> Obligation:
    """An open limit of ``foi.reply``, by default due on Friday, 20 March 2026."""
    subject = subject or OrganisationFactory()
    if due_on is None and "due_at" not in facts:
        due_on = date(2026, 3, 20)
    facts = {
        "rule_key": "foi.reply",
        "rule_set": "cn-2019",
        "organisation": facts.pop("organisation", None) or OrganisationFactory(),
        "started_on": date(2026, 2, 20),
        "label": f"事项{next(_numbers)}号",
        "at": AT,
        "target_on": None,
        **facts,
    }
    return open_obligation(subject=subject, due_on=due_on, **facts)
