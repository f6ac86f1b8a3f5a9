"""Who sees which comments: the public only what staff have released."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from disclosure.models import Document
from interpretation.models import Comment, Consultation, Interpretation
from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.agencies.queries import organisations_of
from portal.guard.tokens import hash_code

Subject = Interpretation | Document | Consultation
READERS = (
    Role.LIAISON,
    Role.DRAFTER,
    Role.OPENNESS_OFFICE,
    Role.DEPUTY_LEADER,
    Role.COLUMN_EDITOR,
    Role.AUDITOR,
)


def visible_to(user: User | AnonymousUser, on: date) -> QuerySet[Comment]:
    """Every comment to the bodies where ``user`` moderates, leads or audits."""
    return Comment.objects.filter(organisation__in=organisations_of(user, on, *READERS))


def shown() -> QuerySet[Comment]:
    """Released comments on what is itself public: the only ones the public meets."""
    public_subject = (
        Q(interpretation__state=Interpretation.States.PUBLISHED)
        | Q(document__state=Document.States.PUBLISHED)
        | Q(consultation__state=Consultation.States.PUBLISHED)
    )
    return Comment.objects.filter(public_subject, state=Comment.States.SHOWN)


def shown_on(subject: Subject) -> QuerySet[Comment]:
    """The released comments on one subject, newest first."""
    return shown().filter(**about(subject)).order_by("-submitted_at", "-pk")


def hidden_counts(subject: Subject) -> list[tuple[str, int]]:
    """How many comments on a subject were held back, by reason: public, without their text."""
    hidden = Comment.objects.filter(state=Comment.States.HIDDEN, **about(subject))
    rows = dict(hidden.order_by().values_list("hidden_reason").annotate(found=Count("pk")))
    return [
        (str(label), rows[code]) for code, label in Comment.HiddenReason.choices if code in rows
    ]


def find_by_code(code: str) -> Comment | None:
    """The comment of this code, whatever its fate."""
    comments = Comment.objects.select_related("interpretation", "document", "consultation")
    return comments.filter(code_hash=hash_code(code)).first()


def about(subject: Subject) -> dict[str, Subject]:
    """The column of a comment that names ``subject``."""
    return {subject._meta.model_name or "": subject}
