"""The way of a document: requirements.md c1, in its simplest true form."""

from enum import StrEnum

from portal.agencies.domain.roles import Role
from portal.domain.workflow import Transition, Workflow


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    READY = "ready"
    PUBLISHED = "published"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


AUTHORS = (Role.LIAISON, Role.DRAFTER, Role.OPENNESS_OFFICE)
PUBLISHERS = (Role.OPENNESS_OFFICE, Role.COLUMN_EDITOR)

WORKFLOW = Workflow(
    "document",
    (
        Transition("edit", (State.DRAFT,), State.DRAFT, AUTHORS),
        Transition(
            "submit",
            (State.DRAFT,),
            State.REVIEW,
            AUTHORS,
            guards=("attribute_is_set", "withholding_is_reasoned", "content_is_complete"),
        ),
        Transition(
            "return",
            (State.REVIEW, State.READY),
            State.DRAFT,
            (Role.OPENNESS_OFFICE, Role.SECRECY_REVIEWER),
            guards=("not_the_author",),
        ),
        Transition(
            "review",
            (State.REVIEW,),
            State.READY,
            (Role.SECRECY_REVIEWER,),
            guards=(
                "not_the_author",
                "is_proactive",
                "answers_fit_conclusion",
                "personal_data_is_masked",
            ),
        ),
        Transition(
            "refuse",
            (State.REVIEW,),
            State.DRAFT,
            (Role.SECRECY_REVIEWER,),
            guards=("not_the_author",),
        ),
        Transition(
            "register",
            (State.REVIEW,),
            State.REGISTERED,
            (Role.OPENNESS_OFFICE,),
            guards=("not_the_author", "is_withheld", "withholding_is_reasoned"),
        ),
        Transition(
            "publish",
            (State.READY,),
            State.PUBLISHED,
            PUBLISHERS,
            guards=(
                "not_the_author",
                "not_the_reviewer",
                "is_proactive",
                "content_is_complete",
                "review_is_valid",
                "personal_data_is_masked",
                "files_are_released",
                "index_number_can_be_given",
            ),
        ),
        Transition(
            "correct",
            (State.PUBLISHED,),
            State.PUBLISHED,
            PUBLISHERS,
            guards=("explanation_is_given", "something_changes", "no_correction_is_pending"),
        ),
        Transition(
            "review_correction",
            (State.PUBLISHED,),
            State.PUBLISHED,
            (Role.SECRECY_REVIEWER,),
            guards=("not_the_proposer", "answers_fit_conclusion", "personal_data_is_masked"),
        ),
        Transition(
            "change_validity",
            (State.PUBLISHED,),
            State.PUBLISHED,
            (Role.OPENNESS_OFFICE,),
            guards=("explanation_is_given",),
        ),
        Transition(
            "withdraw",
            (State.PUBLISHED,),
            State.WITHDRAWN,
            (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER),
            guards=("explanation_is_given",),
        ),
    ),
)
