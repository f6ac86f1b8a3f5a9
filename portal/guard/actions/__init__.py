from .idempotency import IdempotencyConflict, remember
from .limits import Throttled, consume, give_back
from .retention import forget

__all__ = ["IdempotencyConflict", "Throttled", "consume", "forget", "give_back", "remember"]
