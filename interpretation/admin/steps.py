"""The steps of releases and comments: which form each takes and which action it calls."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from disclosure.admin.buttons import Button, Call
from disclosure.forms import AttachForm, ExplanationForm, ReleaseReviewForm
from interpretation import actions
from interpretation.forms import HideForm, NoteForm, OutcomeForm, ReplyForm
from portal.agencies.models import User


def _calling(action: Callable[..., object], subject: str) -> Call:
    """The action takes the record by this name and exactly what the form says."""

    def call(row: Any, actor: User, at: datetime, form: Form) -> None:
        action(**{subject: row}, actor=actor, at=at, **form.cleaned_data)

    return call


def _attach(row: Any, actor: User, at: datetime, form: Form) -> None:
    actions.attach_file(item=row, upload=form.cleaned_data["file"], actor=actor, at=at)


def _review(row: Any, actor: User, at: datetime, form: Any) -> None:
    said = {name: form.cleaned_data[name] for name in ("comment", "personal_data_exemption")}
    actions.review(item=row, answers=form.answers, actor=actor, at=at, **said)


_RELEASE: Mapping[str, Button] = {
    "submit": Button(label=_("提交审查"), call=_calling(actions.submit, "item")),
    "edit": Button(label=_("添加附件"), call=_attach, form_class=AttachForm, is_primary=False),
    "review": Button(
        label=_("保密审查"),
        call=_review,
        form_class=ReleaseReviewForm,
        explanation=_("审查只对现在的内容有效，改动后须重新审查。发现问题的，请退回。"),
    ),
    "return": Button(
        label=_("退回"),
        call=_calling(actions.return_to_author, "item"),
        form_class=NoteForm,
        is_primary=False,
        is_dangerous=True,
    ),
}


def _withdrawing(action: Callable[..., object], subject: str) -> Button:
    return Button(
        label=_("撤回"),
        call=_calling(action, subject),
        form_class=ExplanationForm,
        explanation=_("内容、附件、检索和订阅同时清除，原网址显示撤回说明。不能恢复。"),
        is_primary=False,
        is_dangerous=True,
    )


INTERPRETATION: Mapping[str, Button] = {
    **_RELEASE,
    "publish": Button(
        label=_("发布"),
        call=_calling(actions.publish_interpretation, "interpretation"),
        explanation=_("所解读的文件应当已经发布。"),
    ),
    "publish_together": Button(
        label=_("与文件一并发布"),
        call=_calling(actions.publish_together, "interpretation"),
        explanation=_("文件与解读同时发布；有一件不能发布，就都不发布。"),
    ),
    "withdraw": _withdrawing(actions.withdraw, "item"),
}
CONSULTATION: Mapping[str, Button] = {
    **_RELEASE,
    "publish": Button(
        label=_("发布"),
        call=_calling(actions.publish_consultation, "consultation"),
        explanation=_("发布后按时开始、按时截止，并登记反馈采纳情况的期限。"),
    ),
    "publish_outcome": Button(
        label=_("公布采纳情况"),
        call=_calling(actions.publish_outcome, "consultation"),
        form_class=OutcomeForm,
    ),
    "withdraw": _withdrawing(actions.withdraw_consultation, "consultation"),
}
COMMENT: Mapping[str, Button] = {
    "show": Button(label=_("公开"), call=_calling(actions.show_comment, "comment")),
    "answer": Button(
        label=_("答复"),
        call=_calling(actions.answer_comment, "comment"),
        form_class=ReplyForm,
        is_primary=False,
    ),
    "hide": Button(
        label=_("不予公开"),
        call=_calling(actions.hide_comment, "comment"),
        form_class=HideForm,
        is_primary=False,
    ),
}
