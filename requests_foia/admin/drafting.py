"""The reply wizard on the desk: the kinds to choose from, and what the chosen one leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.calendar import moment
from portal.calendar.queries import rule_set_for
from requests_foia import actions, permissions
from requests_foia.domain.checks import checks_needed
from requests_foia.domain.conversion import needs_conversion_review
from requests_foia.domain.replies import GROUNDS, REPLIES, ReplyKind
from requests_foia.forms.conversion import ConversionForm
from requests_foia.forms.drafting import DraftForm, OpinionForm
from requests_foia.models import Application, labels
from requests_foia.models.reply_words import LETTERS, REMEDIES, ROWS
from requests_foia.queries.bodies import receiving_bodies

from .button import Button, calling


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """One kind of reply as the page of choice lists it."""

    kind: str
    label: Promise
    article: str
    row: str
    remedy: Promise


def draft_arguments(case: Application, request: HttpRequest) -> dict[str, Any]:
    """What the form of the wizard needs: nothing chosen yet means the page of choice."""
    before = case.replies.select_related("referred_to").last()
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    chosen = asked if asked in REPLIES else ""
    if not chosen and before is not None and "kind" not in request.GET:
        chosen = before.kind
    return {
        "before": before if before is not None and before.kind == chosen else None,
        "chosen": chosen,
        "bodies": receiving_bodies().exclude(pk=case.organisation_id),
        "guide": guide(case, ReplyKind(chosen)) if chosen else None,
        "kinds": [] if chosen else kinds(),
    }


def kinds() -> list[KindRow]:
    """Every kind of reply with its article, its row of table three and its remedy."""
    return [
        KindRow(
            kind=str(kind),
            label=label,
            article=_article(kind),
            row=row_name(kind),
            remedy=REMEDIES[REPLIES[kind].remedy],
        )
        for kind, label in labels.REPLY_KINDS.items()
    ]


def guide(case: Application, kind: ReplyKind) -> dict[str, Any]:
    """What this choice leads to, and what will stand in the way of issuing it."""
    rule = REPLIES[kind]
    rules = rule_set_for(case.organisation.code, moment.today(), case.rule_set)
    needed = checks_needed(
        kind,
        secrecy=rules["foi.check_secrecy"].limit,
        legality=rules["foi.check_legality"].limit,
    )
    body: Organisation = case.organisation
    return {
        "facts": [
            (_now("答复类型"), labels.REPLY_KINDS[kind]),
            (_now("依据"), _article(kind)),
            (_now("文书"), LETTERS[kind]),
            (_now("救济途径"), REMEDIES[rule.remedy]),
            (_now("年报统计项"), row_name(kind)),
            *_suggestion(case, kind),
            (_now("送审经过"), _road([labels.CHECKS[check] for check in needed])),
        ],
        "warnings": [
            *(permissions.excessive_faults(case) if rule.asks_reasons else ()),
            *permissions.unready_to_issue(body),
        ],
    }


def _suggestion(case: Application, kind: ReplyKind) -> list[tuple[str, str]]:
    """The applicant's own wish, for whoever answers whether it becomes public."""
    if not case.suggests_publication or not needs_conversion_review(kind):
        return []
    return [(_now("申请人的建议"), _now("建议把这份信息向所有人公开"))]


def row_name(kind: ReplyKind) -> str:
    """The row of table three; for a refusal it follows from the ground."""
    row = REPLIES[kind].row
    if row:
        return str(ROWS[row])
    rows = [ROWS[rule.row] for rule in GROUNDS.values()]
    text = _now("依理由而定：%(first)s 至 %(last)s")
    return text % {"first": rows[0], "last": rows[-1]}


def _article(kind: ReplyKind) -> str:
    article = REPLIES[kind].article
    return _now("条例%(article)s") % {"article": article} if article else _now("年报格式说明")


def _road(checks: list[Promise]) -> str:
    return " → ".join(str(word) for word in (*checks, _("分管领导批准"), _("政务公开办制发")))


CHECK_BUTTONS: Mapping[str, Button] = {
    "draft": Button(
        label=_("起草答复"),
        done=_("答复稿已提交审核。"),
        call=calling(actions.draft_reply),
        form_class=DraftForm,
        request_arguments=draft_arguments,
        explanation=_("提交后依次保密审查、合法性审核（需要时），再由分管领导批准。"),
    ),
    "review_conversion": Button(
        label=_("回答是否转为主动公开"),
        done=_("已回答是否转为主动公开。"),
        call=calling(actions.review_conversion),
        form_class=ConversionForm,
        explanation=_("公开信息的答复，批准和制发之前须先回答（条例第四十四条）。"),
        is_primary=False,
    ),
    "check_secrecy": Button(
        label=_("保密审查通过"),
        done=_("已记录保密审查意见。"),
        call=calling(actions.check_secrecy),
        form_class=OpinionForm,
        explanation=_("先审查、后公开，一事一审。认为不能公开的，请退回并说明。"),
        is_primary=False,
    ),
    "check_legality": Button(
        label=_("合法性审核通过"),
        done=_("已记录合法性审核意见。"),
        call=calling(actions.check_legality),
        form_class=OpinionForm,
        explanation=_("审核理由、依据、能否区分处理和救济途径。认为不合法的，请退回并说明。"),
        is_primary=False,
    ),
}
