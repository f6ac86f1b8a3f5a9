"""The log of answered applications: prepared by the office, released by a second person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.queries.content import personal_data_in
from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.numbering import next_number
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.calendar.queries import calendar_for
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, TransitionRefused
from portal.search.actions import index_entry, remove
from requests_foia.domain.public_log import EntryState, tells_secret
from requests_foia.domain.replies import GROUNDS, REPLIES, Ground, ReplyKind
from requests_foia.models import AnsweredEntry, Application
from requests_foia.permissions.public_log import entry_faults
from requests_foia.permissions.words import text_faults
from requests_foia.queries.public_log import BY_APPLICANT, KEEPING, search_entry

from .stepping import begin, finish

SERIES = "foi.answered"
EXPLANATION_LIMIT = 500


def prepare_entry(
    *,
    application: Application,
    subject: str,
    actor: User,
    at: datetime,
    summary: str = "",
    letter_text: str = "",
    version: int | None = None,
) -> AnsweredEntry:
    """Draft what the public may know of an answered case; nothing is public yet."""
    words = _stripped(subject, summary, letter_text)
    with transaction.atomic():
        step = begin(
            application=application,
            event="prepare_entry",
            actor=actor,
            at=at,
            version=version,
            faults=lambda case: entry_faults(case, **words),
        )
        case = step.application
        assert case.replied_on is not None  # noqa: S101 - delivered cases have it
        assert case.received_on is not None  # noqa: S101
        calendar = calendar_for(case.organisation.code)
        entry = AnsweredEntry.objects.create(
            application=case,
            number=_number(case.organisation, at),
            organisation=case.organisation,
            month=case.replied_on.replace(day=1),
            outcome=case.outcome,
            article=_article(case),
            ground="" if tells_secret(case.ground) else case.ground,
            working_days=max(calendar.working_days_between(case.received_on, case.replied_on), 0),
            prepared_by=actor,
            prepared_at=at,
            updated_at=at,
            **words,
        )
        finish(step, after={"entry": entry.number})
        return entry


def edit_entry(
    *,
    entry: AnsweredEntry,
    subject: str,
    summary: str,
    letter_text: str,
    actor: User,
    at: datetime,
) -> AnsweredEntry:
    """Reword an entry that is not public yet; who does may not release it either."""
    words = _stripped(subject, summary, letter_text)
    with transaction.atomic():
        kept, role = _take(entry, (Role.OPENNESS_OFFICE,), actor, at, (EntryState.PREPARED,))
        if faults := entry_faults(kept.application, **words):
            raise TransitionRefused(faults)
        for name, text in words.items():
            setattr(kept, name, text)
        kept.edited_by, kept.updated_at = actor, at
        kept.save(update_fields=[*words, "edited_by", "updated_at"])
        _account("edit_entry", kept, actor, role, at)
        return kept


def release_entry(*, entry: AnsweredEntry, actor: User, at: datetime) -> AnsweredEntry:
    """Make an entry public. Never by who worded it; everything is judged once more."""
    with transaction.atomic():
        # The case first, as every step does: its applicant may be taking it out right now.
        Application.objects.select_for_update().get(pk=entry.application_id)
        kept, role = _take(entry, KEEPING, actor, at, (EntryState.PREPARED,))
        faults = entry_faults(
            kept.application,
            subject=kept.subject,
            summary=kept.summary,
            letter_text=kept.letter_text,
        )
        faults += release_faults(kept, actor)
        if faults:
            raise TransitionRefused(faults)
        kept.state, kept.released_by = EntryState.RELEASED, actor
        kept.released_at = kept.updated_at = at
        kept.save(update_fields=["state", "released_by", "released_at", "updated_at"])
        index_entry(search_entry(kept))
        _account("release_entry", kept, actor, role, at)
        return kept


def withdraw_entry(
    *, entry: AnsweredEntry, explanation: str, actor: User, at: datetime
) -> AnsweredEntry:
    """Take an entry back for good, with a public word on why."""
    with transaction.atomic():
        states = (EntryState.PREPARED, EntryState.RELEASED)
        kept, role = _take(entry, KEEPING, actor, at, states)
        missing = _("请写明将向社会公开的说明。")
        faults = text_faults("explanation", explanation, missing, limit=EXPLANATION_LIMIT)
        found = personal_data_in({_("公开说明"): explanation})
        faults += [Refusal("explanation", sentence) for sentence in found]
        if faults:
            raise TransitionRefused(faults)
        kept.explanation = explanation.strip()
        _withdraw(kept, at)
        _account("withdraw_entry", kept, actor, role, at, reason=kept.explanation)
        return kept


def take_out(application: Application, *, at: datetime) -> None:
    """The applicant does not want it listed: gone from page, search and feed at once."""
    rows = AnsweredEntry.objects.select_for_update(of=("self",)).select_related("organisation")
    entry = rows.filter(application=application).exclude(state=EntryState.WITHDRAWN).first()
    if entry is None:
        return
    entry.is_withdrawn_by_applicant = True
    entry.explanation = BY_APPLICANT
    _withdraw(entry, at)
    _account("withdraw_entry", entry, None, "applicant", at)


def release_faults(entry: AnsweredEntry, actor: User) -> list[Refusal]:
    """Why this person may not release this entry, as far as its authors go."""
    if actor.pk not in (entry.prepared_by_id, entry.edited_by_id):
        return []
    return [Refusal("own_entry", _("不能公布自己拟稿或者修改的条目，请由他人办理。"))]


def _withdraw(entry: AnsweredEntry, at: datetime) -> None:
    """Of what is taken back nothing but its number and the reason is kept."""
    entry.state = EntryState.WITHDRAWN
    entry.subject, entry.summary, entry.letter_text = "", "", ""
    entry.withdrawn_at = entry.updated_at = at
    entry.save()
    remove(subject=entry)


def _take(
    entry: AnsweredEntry,
    roles: tuple[Role, ...],
    actor: User,
    at: datetime,
    states: tuple[EntryState, ...],
) -> tuple[AnsweredEntry, str]:
    """The locked row and the role in which ``actor`` acts."""
    rows = AnsweredEntry.objects.select_for_update(of=("self",))
    kept = rows.select_related("organisation", "application").get(pk=entry.pk)
    day, faults = local_day(at), []
    held = [role for role in roles if has_role(actor, role, kept.organisation, day)]
    if kept.state not in states:
        sentence = _("条目当前为“%(state)s”，不能办理这一步。")
        faults.append(Refusal("state", sentence % {"state": kept.get_state_display()}))
    if not held:
        faults.append(Refusal("role", _("您的岗位不能办理这一步。")))
    if faults:
        raise TransitionRefused(faults)
    return kept, held[0]


def _account(
    verb: str, entry: AnsweredEntry, actor: User | None, role: str, at: datetime, reason: str = ""
) -> None:
    record(
        action=f"requests_foia.{verb}",
        subject=entry,
        actor=actor,
        at=at,
        role=role,
        organisation=entry.organisation,
        after={"state": str(entry.state), "number": entry.number},
        reason=reason,
    )


def _stripped(subject: str, summary: str, letter_text: str) -> dict[str, str]:
    return {
        "subject": subject.strip(),
        "summary": summary.strip(),
        "letter_text": letter_text.strip(),
    }


def _article(case: Application) -> str:
    """The article of the reply; a refusal's ground has its own, unless it guards a secret."""
    article = REPLIES[ReplyKind(case.outcome)].article
    if case.ground and not tells_secret(case.ground):
        return "、".join([article, GROUNDS[Ground(case.ground)].article])
    return article


def _number(body: Organisation, at: datetime) -> str:
    """A number of the log's own, which leads to no application."""
    year = local_day(at).year
    serial = next_number(organisation=body, series=SERIES, year=year)
    return f"{body.code}-{year}-{serial:04d}"
