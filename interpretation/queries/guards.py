"""The named guards of the workflows of releases and comments."""

from django.utils.translation import gettext as _

from disclosure.models import Document
from disclosure.queries.content import personal_data_in
from disclosure.queries.guards import (
    explanation_is_given,
    files_are_released,
    not_the_author,
    read_answers,
)
from disclosure.queries.steps import Attempt, Guard, step_refusals
from interpretation.domain.period import collection_days
from interpretation.domain.workflow import COMMENT, CONSULTATION, INTERPRETATION
from interpretation.models import Comment, Interpretation
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set_in_force
from portal.domain.workflow import Refusal, Workflow
from portal.files.queries import files_of

from .content import scanned_texts, valid_review

MIN_DAYS_RULE = "consult.min_days"


def not_the_reviewer(attempt: Attempt) -> list[Refusal]:
    review = valid_review(attempt.subject)
    if review is None or review.reviewer_id != attempt.actor.pk:
        return []
    return [Refusal("own_review", _("保密审查和发布不能由同一人办理。"))]


def content_is_complete(attempt: Attempt) -> list[Refusal]:
    item = attempt.subject
    is_interpretation = isinstance(item, Interpretation)
    refusals = []
    if is_interpretation and not item.documents.exists():
        refusals.append(Refusal("no_document", _("请选择所解读的文件。")))
    text = item.body if is_interpretation else item.draft_text
    if not text.strip() and not files_of(item).exists():
        refusals.append(Refusal("no_content", _("正文和附件不能都为空。")))
    return refusals


def note_is_given(attempt: Attempt) -> list[Refusal]:
    return _needs(attempt, "note", _("请写明退回意见。"))


def answers_are_clean(attempt: Attempt) -> list[Refusal]:
    if "is_lawful" not in (attempt.answers or {}) or read_answers(attempt).are_clean:
        return []
    return [Refusal("review_findings", _("审查发现问题的，不能通过；请退回修改。"))]


def review_is_valid(attempt: Attempt) -> list[Refusal]:
    if valid_review(attempt.subject) is not None:
        return []
    if attempt.subject.reviews.exists():
        return [Refusal("review_outdated", _("保密审查之后内容有改动，应当重新审查。"))]
    return [Refusal("no_review", _("没有通过的保密审查。"))]


def personal_data_is_masked(attempt: Attempt) -> list[Refusal]:
    if "personal_data_exemption" in (attempt.answers or {}):
        is_exempt = bool(attempt.answer("personal_data_exemption"))
    else:
        review = valid_review(attempt.subject)
        is_exempt = review is not None and bool(review.personal_data_exemption)
    return [] if is_exempt else _personal_data(scanned_texts(attempt.subject))


def documents_are_public(attempt: Attempt) -> list[Refusal]:
    waiting = attempt.subject.documents.exclude(state=Document.States.PUBLISHED)
    sentence = _("所解读的文件《%(title)s》尚未发布；可以选择与文件一并发布。")
    return [
        Refusal("document_not_public", sentence % {"title": document.title}) for document in waiting
    ]


def period_is_ahead(attempt: Attempt) -> list[Refusal]:
    if attempt.subject.closes_at > attempt.at:
        return []
    return [Refusal("period_is_over", _("截止时间已过，请先调整征集期限。"))]


def short_period_is_explained(attempt: Attempt) -> list[Refusal]:
    """决策条例 art. 15: thirty days at least; less only with a reason in the notice itself."""
    item = attempt.subject
    rule = rule_set_in_force(local_day(attempt.at))[MIN_DAYS_RULE]
    days = collection_days(max(item.opens_at, attempt.at), item.closes_at)
    if days >= rule.limit or item.short_period_reason.strip():
        return []
    sentence = _(
        "征集期限只有%(days)d日，少于%(limit)d日；请延长期限或者公开说明理由（%(article)s）。"
    )
    params = {"days": days, "limit": rule.limit, "article": rule.article}
    return [Refusal("short_period", sentence % params)]


def collection_is_closed(attempt: Attempt) -> list[Refusal]:
    if attempt.subject.closes_at <= attempt.at:
        return []
    return [Refusal("still_open", _("征集尚未结束，不能公布采纳情况。"))]


def outcome_is_given(attempt: Attempt) -> list[Refusal]:
    missing = _needs(attempt, "outcome", _("请填写意见采纳情况。"))
    return missing or _personal_data({_("采纳情况"): attempt.answer("outcome")})


def outcome_is_not_yet_published(attempt: Attempt) -> list[Refusal]:
    if attempt.subject.outcome_at is None:
        return []
    return [Refusal("outcome_published", _("采纳情况已经公布。"))]


def comment_is_clean(attempt: Attempt) -> list[Refusal]:
    comment = attempt.subject
    return _personal_data(
        {
            _("昵称"): comment.nickname,
            _("留言"): comment.text,
            _("答复"): attempt.answer("reply") or comment.reply,
        }
    )


def hidden_reason_is_given(attempt: Attempt) -> list[Refusal]:
    if attempt.answers is None or attempt.answer("reason") in Comment.HiddenReason.values:
        return []
    return [Refusal("no_reason", _("请选择不予公开的原因。"))]


def reply_is_given(attempt: Attempt) -> list[Refusal]:
    return _needs(attempt, "reply", _("请填写答复。"))


def _needs(attempt: Attempt, name: str, sentence: str) -> list[Refusal]:
    if attempt.answers is None or attempt.answer(name):
        return []
    return [Refusal(f"no_{name}", sentence)]


def _personal_data(texts: dict[str, str]) -> list[Refusal]:
    return [Refusal("personal_data", sentence) for sentence in personal_data_in(texts)]


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        not_the_author,
        not_the_reviewer,
        content_is_complete,
        note_is_given,
        answers_are_clean,
        review_is_valid,
        personal_data_is_masked,
        files_are_released,
        documents_are_public,
        period_is_ahead,
        short_period_is_explained,
        explanation_is_given,
        collection_is_closed,
        outcome_is_given,
        outcome_is_not_yet_published,
        comment_is_clean,
        hidden_reason_is_given,
        reply_is_given,
    )
}


def refusals_of(event: str, attempt: Attempt) -> list[Refusal]:
    """Every reason why a release or a comment may not take this step now."""
    return step_refusals(workflow_of(attempt.subject), event, attempt, GUARDS)


def workflow_of(subject: object) -> Workflow:
    """The transition table of an interpretation, a consultation or a comment."""
    if isinstance(subject, Comment):
        return COMMENT
    return INTERPRETATION if isinstance(subject, Interpretation) else CONSULTATION
