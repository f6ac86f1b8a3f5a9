"""The steps of a document: which form each takes and which action it calls."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from disclosure import actions
from disclosure.forms import (
    AttachForm,
    CorrectionForm,
    ExplanationForm,
    ReturnForm,
    ReviewForm,
    ValidityForm,
)
from disclosure.models import Document
from disclosure.queries.content import field_name
from disclosure.queries.documents import published, visible_to
from disclosure.queries.guards import corrected
from portal.agencies.models import User
from portal.calendar import moment

from .buttons import Button


def _attach(document: Document, actor: User, at: datetime, form: Any) -> None:
    actions.attach_file(document=document, upload=form.cleaned_data["file"], actor=actor, at=at)


def _review(document: Document, actor: User, at: datetime, form: Any) -> None:
    actions.review_secrecy(document=document, actor=actor, at=at, **_reviewed(form))


def _review_correction(document: Document, actor: User, at: datetime, form: Any) -> None:
    actions.review_correction(document=document, actor=actor, at=at, **_reviewed(form))


def _reviewed(form: Any) -> dict[str, Any]:
    said = ("conclusion", "comment", "personal_data_exemption")
    return {"answers": form.answers, **{name: form.cleaned_data[name] for name in said}}


def _publish(document: Document, actor: User, at: datetime, _form: Any) -> str:
    done = actions.publish(document=document, actor=actor, at=at)
    return _now("已发布，索引号 %(number)s。") % {"number": done.index_no}


def _correct(document: Document, actor: User, at: datetime, form: Any) -> str:
    fields = dict(form.cleaned_data)
    explanation = fields.pop("explanation")
    actions.correct_document(
        document=document, fields=fields, explanation=explanation, actor=actor, at=at
    )
    return _now("更正已提出，由他人审查通过后生效。")


def _as_it_stands(document: Document, _request: HttpRequest) -> dict[str, Any]:
    """A copy of its own, so that a form that is not taken changes nothing."""
    return {"instance": Document.objects.get(pk=document.pk)}


def _successors(document: Document, request: HttpRequest) -> dict[str, Any]:
    within = visible_to(request.user, moment.today()).values("pk")
    return {"successors": published().filter(pk__in=within).exclude(pk=document.pk)}


def pending_words(document: Document) -> str:
    """What a pending correction would change, for its reviewer."""
    before = {name: getattr(document, name) for name in actions.CORRECTABLE_FIELDS}
    after = corrected(Document.objects.get(pk=document.pk))
    changed = [name for name in before if before[name] != getattr(after, name)]
    return "；".join(
        _now("%(field)s改为“%(text)s”") % {"field": field_name(name), "text": getattr(after, name)}
        for name in changed
    )


BUTTONS: Mapping[str, Button] = {
    "submit": Button(
        label=_("提交审查"),
        call=lambda row, actor, at, _form: actions.submit(document=row, actor=actor, at=at),
        explanation=_("提交后由他人复核公开属性、进行保密审查。"),
    ),
    "edit": Button(label=_("添加附件"), call=_attach, form_class=AttachForm, is_primary=False),
    "review": Button(
        label=_("保密审查"),
        call=_review,
        form_class=ReviewForm,
        explanation=_(
            "先审查、后公开（保密法第三十五条）。审查只对现在的内容有效，改动后须重新审查。"
        ),
    ),
    "return": Button(
        label=_("退文"),
        call=lambda row, actor, at, form: actions.return_document(
            document=row, actor=actor, at=at, **form.cleaned_data
        ),
        form_class=ReturnForm,
        explanation=_("退回起草人修改，按原因统计。"),
        is_primary=False,
        is_dangerous=True,
    ),
    "register": Button(
        label=_("不公开登记"),
        call=lambda row, actor, at, _form: actions.register_document(
            document=row, actor=actor, at=at
        ),
        explanation=_("确认不主动公开，登记备查，列入年度复核。"),
    ),
    "publish": Button(
        label=_("发布"),
        call=_publish,
        explanation=_("编定索引号，向社会公开。索引号此后不再改变。"),
    ),
    "correct": Button(
        label=_("更正"),
        call=_correct,
        form_class=CorrectionForm,
        form_arguments=_as_it_stands,
        explanation=_("改动由他人审查通过后生效，更正说明向社会公开。"),
        is_primary=False,
    ),
    "review_correction": Button(
        label=_("审查更正"),
        call=_review_correction,
        form_class=ReviewForm,
        explanation=_("审查通过，更正立即生效。"),
    ),
    "change_validity": Button(
        label=_("变更有效性"),
        call=lambda row, actor, at, form: actions.change_validity(
            document=row, actor=actor, at=at, **form.cleaned_data
        ),
        form_class=ValidityForm,
        form_arguments=_successors,
        is_primary=False,
    ),
    "withdraw": Button(
        label=_("撤回"),
        call=lambda row, actor, at, form: actions.withdraw_document(
            document=row, actor=actor, at=at, **form.cleaned_data
        ),
        form_class=ExplanationForm,
        explanation=_("正文、附件、检索和订阅同时清除，原网址显示撤回说明。不能恢复。"),
        is_primary=False,
        is_dangerous=True,
    ),
}
