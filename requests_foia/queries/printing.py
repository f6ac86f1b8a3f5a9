"""What became of the letters that somebody sent to the printer together."""

from dataclasses import dataclass

from portal.agencies.models import User
from portal.printing.models import PrintJob
from portal.printing.queries import prints_of
from requests_foia.models import PrintBatch, PrintBatchItem

from .letters import BATCH_PRINT

SHOWN_BATCHES = 10


@dataclass(frozen=True, slots=True)
class BatchShown:
    """One batch on the page: its job, how many letters are in it, and which are not."""

    batch: PrintBatch
    job: PrintJob | None
    count: int
    left_out: list[PrintBatchItem]


def batches_of(user: User) -> list[BatchShown]:
    """One's own latest batches; nobody sees another's."""
    batches = list(
        PrintBatch.objects.filter(requested_by=user).prefetch_related("items__letter")[
            :SHOWN_BATCHES
        ]
    )
    jobs = prints_of(batches, BATCH_PRINT)
    kept = (PrintBatchItem.Outcome.WAITING, PrintBatchItem.Outcome.JOINED)
    return [
        BatchShown(
            batch,
            jobs.get(str(batch.pk)),
            len(batch.items.all()),
            [item for item in batch.items.all() if item.outcome not in kept],
        )
        for batch in batches
    ]
