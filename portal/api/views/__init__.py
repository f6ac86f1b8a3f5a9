from .resources import AuditorListRetrieve, PublicListRetrieve, Resource

__all__ = ["AuditorListRetrieve", "PublicListRetrieve", "Resource"]
