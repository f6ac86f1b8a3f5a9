"""The way of an interpretation and of a consultation to the public, and of a comment."""

from enum import StrEnum

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition, Workflow


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    READY = "ready"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


AUTHORS = (Role.LIAISON, Role.DRAFTER, Role.OPENNESS_OFFICE)
PUBLISHERS = (Role.OPENNESS_OFFICE, Role.COLUMN_EDITOR)


def _release(name: str, *own: Transition, publish_guards: tuple[str, ...]) -> Workflow:
    """Drafted, reviewed by another person, published by a third hand, perhaps withdrawn."""
    return Workflow(
        name,
        (
            Transition("edit", (State.DRAFT,), State.DRAFT, AUTHORS),
            Transition("submit", (State.DRAFT,), State.REVIEW, AUTHORS, ("content_is_complete",)),
            Transition(
                "return",
                (State.REVIEW, State.READY),
                State.DRAFT,
                (Role.OPENNESS_OFFICE, Role.SECRECY_REVIEWER),
                ("not_the_author", "note_is_given"),
            ),
            Transition(
                "review",
                (State.REVIEW,),
                State.READY,
                (Role.SECRECY_REVIEWER,),
                ("not_the_author", "answers_are_clean", "personal_data_is_masked"),
            ),
            Transition(
                "publish",
                (State.READY,),
                State.PUBLISHED,
                PUBLISHERS,
                (
                    "not_the_author",
                    "not_the_reviewer",
                    "content_is_complete",
                    "review_is_valid",
                    "personal_data_is_masked",
                    "files_are_released",
                    *publish_guards,
                ),
            ),
            *own,
            Transition(
                "withdraw",
                (State.PUBLISHED,),
                State.WITHDRAWN,
                (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER),
                ("explanation_is_given",),
            ),
        ),
    )


INTERPRETATION = _release("interpretation", publish_guards=("documents_are_public",))
CONSULTATION = _release(
    "consultation",
    Transition(
        "publish_outcome",
        (State.PUBLISHED,),
        State.PUBLISHED,
        PUBLISHERS,
        ("collection_is_closed", "outcome_is_given", "outcome_is_not_yet_published"),
    ),
    publish_guards=("period_is_ahead", "short_period_is_explained"),
)


class CommentState(StrEnum):
    PENDING = "pending"
    SHOWN = "shown"
    HIDDEN = "hidden"


MODERATORS = (Role.OPENNESS_OFFICE, Role.COLUMN_EDITOR, Role.DRAFTER, Role.LIAISON)
COMMENT = Workflow(
    "comment",
    (
        Transition(
            "show",
            (CommentState.PENDING, CommentState.HIDDEN),
            CommentState.SHOWN,
            MODERATORS,
            ("comment_is_clean",),
        ),
        Transition(
            "answer",
            (CommentState.PENDING, CommentState.SHOWN),
            CommentState.SHOWN,
            MODERATORS,
            ("reply_is_given", "comment_is_clean"),
        ),
        Transition(
            "hide",
            (CommentState.PENDING, CommentState.SHOWN),
            CommentState.HIDDEN,
            MODERATORS,
            ("hidden_reason_is_given",),
        ),
    ),
)
