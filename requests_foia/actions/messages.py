"""Who is told what happened, in the transaction in which it happened."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import staff_with_role
from portal.domain.moments import local_day
from portal.outbox.actions import Letter as Message
from portal.outbox.actions import enqueue, enqueue_many
from requests_foia.models import ApplicantDetails, Application, Opinion
from requests_foia.notices import for_applicant, for_party

_STAFF_TITLES: dict[str, Promise] = {
    "filed": _("新的公开申请 %(number)s，请确认收到"),
    "confirmed": _("公开申请 %(number)s 逾期未确认，已由系统确认收到"),
    "correction_received": _("公开申请 %(number)s 已补正，请登记分办"),
    "reasons_received": _("公开申请 %(number)s 的申请人已说明理由，请认定"),
    "reasons_judged": _("公开申请 %(number)s 的申请理由已有认定，请继续办理"),
    "split": _("公开申请 %(number)s 已拆分为几件，请分别办理"),
    "merged": _("公开申请 %(number)s 并入了一件重复的申请，请一并答复"),
    "assigned": _("公开申请 %(number)s 交您承办"),
    "drafted": _("公开申请 %(number)s 的答复待您审核"),
    "to_check_secrecy": _("公开申请 %(number)s 的答复待您保密审查"),
    "to_check_legality": _("公开申请 %(number)s 的答复待您合法性审核"),
    "sent_back": _("公开申请 %(number)s 的答复已退回，请修改"),
    "approved": _("公开申请 %(number)s 的答复已批准，请制发"),
    "fee_proposed": _("公开申请 %(number)s 的收费意见待您决定"),
    "fee_refused": _("公开申请 %(number)s 不收费，请继续办理"),
    "fee_noticed": _("公开申请 %(number)s 已通知缴费，请送达收费通知书"),
    "fee_paid": _("公开申请 %(number)s 已缴费，请继续办理"),
    "withdrawn": _("公开申请 %(number)s 已由申请人撤回"),
    "opinion_answered": _("公开申请 %(number)s 收到一份征求的意见"),
    "opinion_lapsed": _("公开申请 %(number)s 征求的意见逾期未到"),
    "verdict_needed": _("公开申请 %(number)s 请就第三方权益作出决定"),
    "task_given": _("公开申请 %(number)s 有一项协办任务，请领办"),
    "task_finished": _("公开申请 %(number)s 的一项协办任务已办结"),
    "deliberation_opened": _("公开申请 %(number)s 请参加会商"),
    "deliberation_concluded": _("公开申请 %(number)s 的会商已有结论"),
}


def email_of(application: Application) -> str:
    """The applicant's address for notices, or nothing; it goes nowhere but the outbox."""
    details = ApplicantDetails.objects.only("application_id", "email")
    return details.get(application=application).email


def tell_applicant(kind: str, application: Application, *, at: datetime, **facts: Any) -> None:
    """A mail to the applicant, if there is an address."""
    email = email_of(application)
    if not email:
        return
    notice = for_applicant(kind, application, **facts)
    enqueue(
        kind="mail",
        dedupe_key=f"foi.{kind}:{application.pk}:{application.version}",
        subject=application,
        recipient=email,
        title=notice.title,
        body=notice.body,
        at=at,
    )


def tell_party(kind: str, opinion: Opinion, *, at: datetime, **facts: Any) -> bool:
    """A mail to whoever is asked for an opinion; False when there is no address."""
    email = opinion.party.email
    if not email:
        return False
    notice = for_party(kind, opinion, **facts)
    enqueue(
        kind="mail",
        dedupe_key=f"foi.party.{kind}:{opinion.pk}:{opinion.code_hash[:12]}",
        subject=opinion.application,
        recipient=email,
        title=notice.title,
        body=notice.body,
        at=at,
    )
    return True


def tell_unit(kind: str, application: Application, unit: Organisation, *, at: datetime) -> None:
    """A site notice to everybody who drafts for a unit that shares the case."""
    drafters = staff_with_role(Role.DRAFTER, unit, local_day(at)).order_by("pk")
    tell_staff(kind, application, *drafters, at=at)


def letters_to_applicants(kind: str, applications: Sequence[Application]) -> list[Message]:
    """The same mail to many applicants, to those who left an address."""
    details = ApplicantDetails.objects.filter(application__in=applications)
    emails = {row.application_id: row.email for row in details.only("application_id", "email")}
    found = []
    for application in applications:
        if email := emails.get(application.pk):
            notice = for_applicant(kind, application)
            key = f"foi.{kind}:{application.pk}:{application.version}"
            message = Message("mail", key, email, notice.title, notice.body, application)
            found.append(message)
    return found


def tell_role(kind: str, application: Application, role: Role, *, at: datetime) -> None:
    """A site notice to everybody who holds ``role`` for the receiving body."""
    tell_staff(
        kind,
        application,
        *staff_with_role(role, application.organisation, local_day(at)).order_by("pk"),
        at=at,
    )


def tell_role_of_many(
    kind: str, applications: Iterable[Application], role: Role, *, at: datetime
) -> None:
    """The same to the holders of ``role`` of many cases, asking once for each body."""
    by_body: dict[Organisation, list[Application]] = defaultdict(list)
    for application in applications:
        by_body[application.organisation].append(application)
    for body, cases in by_body.items():
        people = staff_with_role(role, body, local_day(at)).order_by("pk")
        messages = [_to_staff(kind, case, person) for person in people for case in cases]
        enqueue_many(letters=messages, subject=cases[0], at=at)


def tell_staff(kind: str, application: Application, *people: User, at: datetime) -> None:
    """A site notice to each of these members of staff."""
    messages = [_to_staff(kind, application, person) for person in people]
    enqueue_many(letters=messages, subject=application, at=at)


def _to_staff(kind: str, application: Application, person: User) -> Message:
    with translation.override(settings.LANGUAGE_CODE):
        title = str(_STAFF_TITLES[kind]) % {"number": application.number}
        body = _due_line(application)
    key = f"foi.{kind}:{application.pk}:{application.version}:{person.pk}"
    return Message("site", key, str(person.pk), title, body, application)


def _due_line(application: Application) -> str:
    if application.due_on is None:
        return ""
    return str(_("答复期限：%(day)s")) % {"day": application.due_on}
