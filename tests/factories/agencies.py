"""Bodies, people and the roles they hold."""

import factory
from django.contrib.auth.models import Group, Permission

from portal.agencies.domain.rights import rights_of
from portal.agencies.domain.roles import Role
from portal.agencies.models import ContactPoint, Leader, Organisation, RoleAssignment, User

PASSWORD = "云溪-correct-horse-1"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"org-{n}")
    name = factory.Sequence(lambda n: f"云溪区第{n}局")
    kind = Organisation.Kind.DEPARTMENT
    is_foi_subject = True
    number_prefix = "云溪公开"
    reconsideration_authority = "云溪区人民政府"
    court = "云溪区人民法院"


class LeaderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Leader

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"负责人{n}")
    duty = "副区长"


class ContactPointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContactPoint

    organisation = factory.SubFactory(OrganisationFactory)
    kind = ContactPoint.Kind.FOI
    name = "政务公开办公室"
    phone = "0000-8612345"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user-{n}")
    full_name = factory.Sequence(lambda n: f"工作人员{n}")
    password = factory.django.Password(PASSWORD)


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = Role.DRAFTER
    organisation = factory.SubFactory(OrganisationFactory)


def staff(role: Role, organisation: Organisation, **fields) -> User:
    """A person who holds ``role`` for ``organisation`` without a time limit."""
    give_rights(role)
    user = UserFactory(**fields)
    AssignmentFactory(user=user, role=role, organisation=organisation)
    return user


def give_rights(role: Role) -> None:
    """The group of ``role`` as ``create_roles`` would make it."""
    group, is_new = Group.objects.get_or_create(name=str(role))
    if is_new:
        apps = {name.split(".")[0] for name in rights_of(role)}
        group.permissions.set(
            permission
            for permission in Permission.objects.filter(
                content_type__app_label__in=apps
            ).select_related("content_type")
            if f"{permission.content_type.app_label}.{permission.codename}" in rights_of(role)
        )
