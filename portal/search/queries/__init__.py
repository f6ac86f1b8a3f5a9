"""Finding what is public: by words, or by likeness to what somebody describes."""

from .finding import MAX_RESULTS, Results, entries, find, subject_ids
from .nearest import nearest

__all__ = ["MAX_RESULTS", "Results", "entries", "find", "nearest", "subject_ids"]
