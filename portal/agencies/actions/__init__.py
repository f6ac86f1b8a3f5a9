from .roles import UnknownPermissions, create_roles
from .second_factors import renew_second_factors

__all__ = ["UnknownPermissions", "create_roles", "renew_second_factors"]
