"""An agency words its letters: drafted by one person, approved by another, used from a day."""

from collections.abc import Iterator
from datetime import date, datetime

import nh3
from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, TransitionRefused
from requests_foia.domain.letters import FORMS
from requests_foia.models import LetterTemplate
from requests_foia.permissions.templates import approval_faults, may_word

from .lettering import shipped_text

LONGEST = 20000
_TAGS = {"p", "br", "h2", "h3", "strong", "em", "u", "ol", "ul", "li"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_CLASSES = {"letter-head", "letter-number", "letter-title", "letter-addressee", "letter-sign"}


def clean_text(text: str) -> str:
    """Formatted text and nothing that runs, fetches, links or styles."""
    return nh3.clean(
        text.replace("\r\n", "\n").replace("\x00", ""),
        tags=_TAGS,
        attributes={},
        allowed_classes={"p": _CLASSES, "h2": _CLASSES},
    ).strip()


def draft_template(
    *,
    organisation: Organisation,
    kind: str,
    text: str,
    in_force_from: date,
    actor: User,
    at: datetime,
    note: str = "",
) -> LetterTemplate:
    """A new version of this kind. An empty ``text`` begins with the shipped wording."""
    with transaction.atomic():
        body = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        _refuse(_drafting_faults(body, kind, text, actor, at))
        versions = LetterTemplate.objects.filter(organisation=body, kind=kind)
        last = versions.order_by("-edition").values_list("edition", flat=True).first() or 0
        made = LetterTemplate.objects.create(
            organisation=body,
            kind=kind,
            edition=last + 1,
            text=clean_text(text) or shipped_text(kind),
            in_force_from=in_force_from,
            note=note.strip(),
            drafted_by=actor,
            drafted_at=at,
            updated_at=at,
        )
        _record("draft_template", made, actor, at)
        return made


def edit_template(
    *,
    template: LetterTemplate,
    text: str,
    in_force_from: date,
    actor: User,
    at: datetime,
    note: str = "",
) -> LetterTemplate:
    """Change a draft; whoever changed it last counts as its drafter."""
    with transaction.atomic():
        locked = _locked(template)
        faults = list(_drafting_faults(locked.organisation, locked.kind, text, actor, at))
        if locked.approved_at:
            faults.append(Refusal("approved", _("已批准的版本不能修改，请另起新版本。")))
        _refuse(faults)
        locked.text = clean_text(text) or shipped_text(locked.kind)
        locked.in_force_from, locked.note = in_force_from, note.strip()
        locked.drafted_by, locked.drafted_at, locked.updated_at = actor, at, at
        locked.save()
        _record("edit_template", locked, actor, at)
        return locked


def approve_template(*, template: LetterTemplate, actor: User, at: datetime) -> LetterTemplate:
    """Let a version be used from its day on. Refused with every element it lacks."""
    with transaction.atomic():
        locked = _locked(template)
        _refuse(approval_faults(locked, actor, local_day(at)))
        locked.approved_by, locked.approved_at, locked.updated_at = actor, at, at
        locked.save(update_fields=["approved_by", "approved_at", "updated_at"])
        _record("approve_template", locked, actor, at)
        return locked


def _locked(template: LetterTemplate) -> LetterTemplate:
    rows = LetterTemplate.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=template.pk)


def _drafting_faults(
    body: Organisation, kind: str, text: str, actor: User, at: datetime
) -> Iterator[Refusal]:
    if not may_word(actor, body, local_day(at)):
        yield Refusal("role", _("您的岗位不能修改该机关的文书模板。"))
    if kind not in FORMS:
        yield Refusal("kind", _("这种文书只使用平台默认文本。"))
    if len(text) > LONGEST:
        yield Refusal("text", _("模板正文最多%(longest)d字。") % {"longest": LONGEST})


def _refuse(faults: list[Refusal] | Iterator[Refusal]) -> None:
    if found := list(faults):
        raise TransitionRefused(found)


def _record(verb: str, template: LetterTemplate, actor: User, at: datetime) -> None:
    body = template.organisation
    role = next((r for r in Role if has_role(actor, r, body, local_day(at))), "")
    record(
        action=f"requests_foia.{verb}",
        subject=template,
        actor=actor,
        at=at,
        role=str(role),
        organisation=body,
        after={
            "kind": template.kind,
            "edition": template.edition,
            "in_force_from": template.in_force_from,
        },
        reason=template.note,
    )
