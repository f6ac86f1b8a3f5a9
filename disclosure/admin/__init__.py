from .category import CategoryAdmin
from .document import DocumentAdmin

__all__ = ["CategoryAdmin", "DocumentAdmin"]
