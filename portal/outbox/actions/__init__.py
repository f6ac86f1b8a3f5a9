from .deliver import deliver_due
from .enqueue import Letter, enqueue, enqueue_many
from .forget import forget_about
from .tend import forget_delivered, mark_read, retry

__all__ = [
    "Letter",
    "deliver_due",
    "enqueue",
    "enqueue_many",
    "forget_about",
    "forget_delivered",
    "mark_read",
    "retry",
]
