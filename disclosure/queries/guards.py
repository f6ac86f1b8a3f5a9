"""The named guards of the document workflow; each answers with the reasons it refuses."""

from django.utils.translation import gettext as _

from disclosure.domain.review import Answers
from disclosure.domain.workflow import WORKFLOW
from disclosure.models import Document, DocumentRevision, SecrecyReview
from portal.domain.workflow import Refusal
from portal.files.queries import files_of
from portal.privacy.masks import mask_text

from .content import digest_of, personal_data_in, scanned_texts, valid_review
from .numbering import numbering_body
from .steps import Attempt, Guard, step_refusals


def not_the_author(attempt: Attempt) -> list[Refusal]:
    if attempt.subject.author_id != attempt.actor.pk:
        return []
    return [Refusal("own_work", _("不能审查、退回或者发布自己起草的内容，请由他人办理。"))]


def not_the_reviewer(attempt: Attempt) -> list[Refusal]:
    review = valid_review(attempt.subject, digest_of(attempt.subject))
    if review is None or review.reviewer_id != attempt.actor.pk:
        return []
    return [Refusal("own_review", _("保密审查和发布不能由同一人办理。"))]


def not_the_proposer(attempt: Attempt) -> list[Refusal]:
    revision = pending_correction(attempt.subject)
    if revision is None:
        return [Refusal("no_correction", _("没有待审查的更正。"))]
    if revision.proposed_by_id != attempt.actor.pk:
        return []
    return [Refusal("own_work", _("不能审查自己提出的更正，请由他人办理。"))]


def attribute_is_set(attempt: Attempt) -> list[Refusal]:
    if attempt.subject.attribute:
        return []
    return [Refusal("no_attribute", _("尚未确定公开属性：主动公开、依申请公开或者不予公开。"))]


def withholding_is_reasoned(attempt: Attempt) -> list[Refusal]:
    document = attempt.subject
    if document.attribute in ("", Document.Attribute.PROACTIVE):
        return []
    refusals = []
    if not document.ground:
        refusals.append(Refusal("no_ground", _("不主动公开的，应当选择依据的条款。")))
    if not document.attribute_reason.strip():
        refusals.append(Refusal("no_reason", _("不主动公开的，应当说明理由。")))
    only_on_request = document.ground == Document.Ground.OUT_OF_SCOPE
    if only_on_request and document.attribute == Document.Attribute.WITHHELD:
        refusals.append(
            Refusal("ground_mismatch", _("“不属于主动公开范围”只能作为依申请公开的依据。"))
        )
    return refusals


def content_is_complete(attempt: Attempt) -> list[Refusal]:
    document = attempt.subject
    is_bound_to_say = document.attribute == Document.Attribute.PROACTIVE
    if not is_bound_to_say or document.body.strip() or files_of(document).exists():
        return []
    return [Refusal("no_content", _("正文和附件不能都为空。"))]


def is_proactive(attempt: Attempt) -> list[Refusal]:
    if attempt.subject.attribute == Document.Attribute.PROACTIVE:
        return []
    return [Refusal("not_proactive", _("公开属性不是主动公开，不能公开发布。"))]


def is_withheld(attempt: Attempt) -> list[Refusal]:
    if attempt.subject.attribute != Document.Attribute.PROACTIVE:
        return []
    return [Refusal("is_proactive", _("主动公开的文件应当送保密审查，不作不公开登记。"))]


def answers_fit_conclusion(attempt: Attempt) -> list[Refusal]:
    answers = attempt.answers
    if answers is None or answers["conclusion"] != SecrecyReview.Conclusion.PASS:
        return []
    if read_answers(attempt).are_clean:
        return []
    return [Refusal("review_findings", _("审查发现问题的，结论不能是“同意公开”；请处理后再审。"))]


def review_is_valid(attempt: Attempt) -> list[Refusal]:
    document = attempt.subject
    if valid_review(document, digest_of(document)) is not None:
        return []
    if document.reviews.exists():
        return [Refusal("review_outdated", _("保密审查之后内容有改动，应当重新审查。"))]
    return [Refusal("no_review", _("没有通过的保密审查。"))]


def personal_data_is_masked(attempt: Attempt) -> list[Refusal]:
    document = attempt.subject
    if attempt.answers is not None and "personal_data_exemption" in attempt.answers:
        exempted = bool(attempt.answer("personal_data_exemption"))
    else:
        review = valid_review(document, digest_of(document))
        exempted = review is not None and bool(review.personal_data_exemption)
    if exempted:
        return []
    found = personal_data_in(scanned_texts(document))
    return [Refusal("personal_data", sentence) for sentence in found]


def explanation_is_given(attempt: Attempt) -> list[Refusal]:
    if attempt.answers is None:
        return []
    explanation = attempt.answer("explanation")
    if not explanation:
        return [Refusal("no_explanation", _("请写明将向社会公开的说明。"))]
    found = personal_data_in({_("公开说明"): explanation})
    return [Refusal("personal_data", sentence) for sentence in found]


def something_changes(attempt: Attempt) -> list[Refusal]:
    if attempt.answers is None or attempt.answers["changes"]:
        return []
    return [Refusal("no_change", _("没有改动任何内容。"))]


def no_correction_is_pending(attempt: Attempt) -> list[Refusal]:
    if pending_correction(attempt.subject) is None:
        return []
    return [Refusal("correction_pending", _("已有一项更正在等待审查。"))]


def files_are_released(attempt: Attempt) -> list[Refusal]:
    held = [file for file in files_of(attempt.subject) if not file.is_released]
    sentence = _("附件“%(name)s”尚未通过病毒检查。")
    return [
        Refusal("file_held", sentence % {"name": mask_text(file.original_name)}) for file in held
    ]


def index_number_can_be_given(attempt: Attempt) -> list[Refusal]:
    if attempt.subject.index_no or numbering_body(attempt.subject.organisation) is not None:
        return []
    sentence = _("发文机关及其上级都没有统一社会信用代码，不能编索引号。")
    return [Refusal("no_organisation_code", sentence)]


def corrected(document: Document) -> Document:
    """``document`` as its pending correction would make it; nothing is saved."""
    revision = pending_correction(document)
    for name, (_before, after) in (revision.changes if revision else {}).items():
        field = document._meta.get_field(name)
        setattr(document, name, field.to_python(after))  # type: ignore[union-attr]
    return document


def pending_correction(document: Document) -> DocumentRevision | None:
    """The correction that waits for its review; the database allows one at a time."""
    return document.revisions.filter(status=DocumentRevision.Status.PROPOSED).first()


def read_answers(attempt: Attempt) -> Answers:
    """The review form's four answers as the domain judges them."""
    answers = attempt.answers or {}
    return Answers(
        has_state_secret=bool(answers["has_state_secret"]),
        has_commercial_secret=bool(answers["has_commercial_secret"]),
        has_privacy=bool(answers["has_privacy"]),
        is_lawful=bool(answers["is_lawful"]),
    )


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        not_the_author,
        not_the_reviewer,
        not_the_proposer,
        attribute_is_set,
        withholding_is_reasoned,
        content_is_complete,
        is_proactive,
        is_withheld,
        answers_fit_conclusion,
        review_is_valid,
        personal_data_is_masked,
        files_are_released,
        explanation_is_given,
        something_changes,
        no_correction_is_pending,
        index_number_can_be_given,
    )
}


def refusals_of(event: str, attempt: Attempt) -> list[Refusal]:
    """Every reason why a document may not take this step of its workflow now."""
    return step_refusals(WORKFLOW, event, attempt, GUARDS)
