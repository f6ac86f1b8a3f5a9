"""Who may word an agency's letters, and what stands against a version of them."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.domain.workflow import Refusal
from requests_foia.domain.letters import faults_of
from requests_foia.models import LetterTemplate

WORDING = (Role.OPENNESS_OFFICE, Role.ADMINISTRATOR)
APPROVING = (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER)


def may_word(user: User, body: Organisation, on: date) -> bool:
    """The openness office and the administrator of the agency."""
    return any(has_role(user, role, body, on) for role in WORDING)


def may_approve(user: User, body: Organisation, on: date) -> bool:
    """The openness office and its leader; never the administrator alone."""
    return any(has_role(user, role, body, on) for role in APPROVING)


def wording_faults(kind: str, text: str) -> Iterator[Refusal]:
    """Every legal element that is missing, and every placeholder that nobody can fill."""
    found = faults_of(kind, text)
    for name in found.missing:
        yield Refusal("missing", _("缺少法定要素：{%(name)s}。") % {"name": name})
    for name in found.unknown:
        yield Refusal("unknown", _("这种文书没有占位符{%(name)s}。") % {"name": name})
    for name in found.not_alone:
        yield Refusal("not_alone", _("占位符{%(name)s}是整段内容，须单独成段。") % {"name": name})
    if found.stray_brace:
        yield Refusal("brace", _("正文里有不成对的花括号。"))


def approval_faults(template: LetterTemplate, actor: User, on: date) -> list[Refusal]:
    """Everything that keeps ``actor`` from approving this version today."""
    faults = []
    if template.approved_at:
        faults.append(Refusal("approved", _("这个版本已经批准。")))
    if not may_approve(actor, template.organisation, on):
        faults.append(Refusal("role", _("您的岗位不能批准文书模板。")))
    if template.drafted_by_id == actor.pk:
        faults.append(Refusal("own_draft", _("起草人不能批准自己起草的模板。")))
    if template.in_force_from < on:
        faults.append(Refusal("in_force_from", _("使用日期不能早于今天。")))
    return [*faults, *wording_faults(template.kind, template.text)]
