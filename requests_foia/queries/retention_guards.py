"""What stands in the way of a step of a destruction list."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.agencies.permissions import has_role
from portal.domain.workflow import Refusal
from requests_foia.domain.retention import WORKFLOW
from requests_foia.models import DestructionList

from .retention import retention_years


def list_refusals(listing: DestructionList, event: str, actor: User, on: date) -> list[Refusal]:
    """Everything that keeps ``actor`` from taking this step with a list."""
    transition = WORKFLOW.find(event, listing.state)
    if transition is None:
        word = listing.get_state_display()
        return [Refusal("state", _("清单当前为“%(state)s”，不能办理这一步。") % {"state": word})]
    found = []
    if not any(has_role(actor, Role(role), listing.organisation, on) for role in transition.roles):
        found.append(Refusal("role", _("您在该机构没有办理这一步的岗位。")))
    for name in transition.guards:
        found += LIST_GUARDS[name](listing, actor, on)
    return found


def _not_the_drawer(listing: DestructionList, actor: User, on: date) -> list[Refusal]:
    if listing.drawn_by_id != actor.pk:
        return []
    return [Refusal("own_list", _("编制人不能批准自己编制的清单。"))]


def _rule_is_set(listing: DestructionList, actor: User, on: date) -> list[Refusal]:
    if retention_years(listing.organisation, on) is not None:
        return []
    return [Refusal("rule_off", _("机关没有设定归档申请的保存年数，不能销毁。"))]


LIST_GUARDS: dict[str, Callable[[DestructionList, User, date], list[Refusal]]] = {
    "not_the_drawer": _not_the_drawer,
    "rule_is_set": _rule_is_set,
}
