from .numbering import NumberSeries
from .organisation import ContactPoint, Leader, Organisation
from .staff import ROLE_NAMES, RoleAssignment, User

__all__ = [
    "ROLE_NAMES",
    "ContactPoint",
    "Leader",
    "NumberSeries",
    "Organisation",
    "RoleAssignment",
    "User",
]
