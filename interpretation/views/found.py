"""What search results say about consultations."""

from collections.abc import Collection
from datetime import datetime

from interpretation.models.consultation import PHASE_NAMES
from interpretation.queries.releases import published_consultations
from portal.search.sources import Standing

from .consultations import TONES


def standings(ids: Collection[str], at: datetime) -> dict[str, Standing]:
    """Whether each can still be answered."""
    phases = {row.pk: row.phase(at) for row in published_consultations().filter(pk__in=ids)}
    return {str(pk): Standing(PHASE_NAMES[phase], TONES[phase]) for pk, phase in phases.items()}
