"""Members of staff and the roles they hold, each for one body and a time."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.domain.roles import Role

from .organisation import Organisation

ROLE_NAMES = {
    Role.LIAISON: _("联络员"),
    Role.DRAFTER: _("承办人"),
    Role.SECRECY_REVIEWER: _("保密审查员"),
    Role.LEGAL_REVIEWER: _("合法性审核员"),
    Role.OPENNESS_OFFICE: _("政务公开办"),
    Role.DEPUTY_LEADER: _("分管领导"),
    Role.COLUMN_EDITOR: _("栏目编辑"),
    Role.SOCIAL_SUPERVISOR: _("社会监督员"),
    Role.AUDITOR: _("审计员"),
    Role.ADMINISTRATOR: _("系统管理员"),
}


class StaffManager(BaseUserManager["User"]):
    """Makes accounts. There is no way to make one that stands above the roles."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """A person without any role; without a password nobody can sign in as them."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """A member of staff. Citizens need no account.

    Rights come from role assignments alone (``portal.agencies.auth.RoleBackend``), so
    Django's superuser flag, staff flag, groups and personal permissions do not exist here.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    is_superuser = None
    is_staff = None
    groups = None  # type: ignore[assignment]
    user_permissions = None  # type: ignore[assignment]

    full_name = models.CharField(_("姓名"), max_length=60, blank=True)
    duty = models.CharField(_("职务"), max_length=100, blank=True)
    must_change_password = models.BooleanField(_("下次登录须修改密码"), default=False)

    objects: ClassVar[StaffManager] = StaffManager()  # type: ignore[assignment]

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["username"]
        permissions = [("use_desk", _("进入工作台"))]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def valid_on(self, day: date) -> "RoleAssignmentQuerySet":
        """Assignments that count on ``day``, of people who may sign in at all."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day),
            user__is_active=True,
        )


class RoleAssignment(models.Model):
    """One role of one person for one body, between two days (both included)."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("人员")
    )
    role = models.CharField(
        _("角色"), max_length=30, choices=[(str(role), name) for role, name in ROLE_NAMES.items()]
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("机构")
    )
    is_head = models.BooleanField(_("负责人"), default=False)
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("角色任命")
        verbose_name_plural = _("角色任命")
        ordering = ["user", "role", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "valid_from"],
                name="one_assignment_per_role",
                nulls_distinct=False,
                violation_error_message=_("这个人在该机构已有同一角色、同一起期的任命。"),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="assignment_ends_after_start",
                violation_error_message=_("止期不得早于起期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"
