from .gather import SHOWN_LIMIT, queue_of, subjects_of
from .lines import Group, Line

__all__ = ["SHOWN_LIMIT", "Group", "Line", "queue_of", "subjects_of"]
