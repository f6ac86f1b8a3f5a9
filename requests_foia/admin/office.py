"""Records that only the openness office of a body keeps."""

from typing import Any

from django.http import HttpRequest

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation
from portal.agencies.permissions import has_role
from portal.agencies.queries import organisations_of
from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin


class OfficeAdmin(StaffModelAdmin):
    """Whoever reaches a body from elsewhere, as its leader or auditor, only reads."""

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> Any:
        if db_field.name != "organisation":
            return super().get_field_queryset(db, db_field, request)
        bodies = organisations_of(request.user, moment.today(), Role.OPENNESS_OFFICE)
        return bodies.exclude(kind=Organisation.Kind.UNIT).order_by("position", "pk")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None
            or has_role(request.user, Role.OPENNESS_OFFICE, obj.organisation, moment.today())
        )
