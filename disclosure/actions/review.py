"""Re-check, return and secrecy review: never by the author."""

from datetime import datetime

from django.db import transaction

from disclosure.domain.review import Answers
from disclosure.models import Document, DocumentReturn, SecrecyReview
from disclosure.notices import returned_notice
from disclosure.queries.content import digest_of
from portal.agencies.models import User
from portal.outbox.actions import enqueue

from .deadline import release_deadline
from .steps import Step, take


@transaction.atomic
def return_document(
    *, document: Document, cause: str, note: str, actor: User, at: datetime
) -> DocumentReturn:
    """退文: send a submission back to its author with a coded cause (S0-4)."""
    return _send_back(take("return", document, actor=actor, at=at), cause, note)


@transaction.atomic
def review_secrecy(
    *,
    document: Document,
    answers: Answers,
    conclusion: str,
    actor: User,
    at: datetime,
    comment: str = "",
    personal_data_exemption: str = "",
) -> SecrecyReview:
    """Fill in the review form for the content as it stands (S4-1).

    A pass makes the document ready; any other conclusion returns it to its author.
    Raises TransitionRefused with every reason, among them each suspected piece of personal
    data unless ``personal_data_exemption`` says why it is public.
    """
    passes = conclusion == SecrecyReview.Conclusion.PASS
    step = take(
        "review" if passes else "refuse",
        document,
        actor=actor,
        at=at,
        answers=review_answers(answers, conclusion, personal_data_exemption),
    )
    review = write_review(step, answers, conclusion, comment, personal_data_exemption)
    if passes:
        step.save()
        step.account(after={"review": review.pk, "content_sha256": review.content_sha256})
    else:
        _send_back(step, DocumentReturn.Cause.SECRECY, comment)
    return review


@transaction.atomic
def register_document(*, document: Document, actor: User, at: datetime) -> Document:
    """Confirm that a document is not published proactively, and keep it on the register."""
    step = take("register", document, actor=actor, at=at)
    step.save()
    release_deadline(step.row, actor=actor, at=at)
    step.account(after={"attribute": step.row.attribute, "ground": step.row.ground})
    return step.row


def review_answers(answers: Answers, conclusion: str, exemption: str) -> dict[str, object]:
    """The form as the guards read it."""
    return {
        "has_state_secret": answers.has_state_secret,
        "has_commercial_secret": answers.has_commercial_secret,
        "has_privacy": answers.has_privacy,
        "is_lawful": answers.is_lawful,
        "conclusion": conclusion,
        "personal_data_exemption": exemption,
    }


def write_review(
    step: Step[Document], answers: Answers, conclusion: str, comment: str, exemption: str
) -> SecrecyReview:
    """The signed form, bound to the content of ``step.row``."""
    return SecrecyReview.objects.create(
        document=step.row,
        content_sha256=digest_of(step.row),
        has_state_secret=answers.has_state_secret,
        has_commercial_secret=answers.has_commercial_secret,
        has_privacy=answers.has_privacy,
        is_lawful=answers.is_lawful,
        conclusion=conclusion,
        comment=comment.strip(),
        personal_data_exemption=exemption.strip(),
        reviewer=step.actor,
        reviewed_at=step.at,
    )


def _send_back(step: Step[Document], cause: str, note: str) -> DocumentReturn:
    returned = DocumentReturn.objects.create(
        document=step.row,
        cause=cause,
        note=note.strip(),
        returned_by=step.actor,
        returned_at=step.at,
    )
    step.save()
    notice = returned_notice(returned)
    enqueue(
        kind="site",
        dedupe_key=f"disclosure.returned.{returned.pk}",
        subject=step.row,
        recipient=str(step.row.author_id),
        title=notice.title,
        body=notice.body,
        at=step.at,
    )
    step.account(after={"cause": cause}, reason=note)
    return returned
