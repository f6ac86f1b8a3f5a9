"""Splitting and merging on the desk, and the cases that belong to one another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import User
from requests_foia import actions, permissions, queries
from requests_foia.domain.linking import LinkKind
from requests_foia.forms.linking import MergeForm, SplitForm
from requests_foia.models import Application

from .button import Button

WORDS = {
    (LinkKind.SPLIT, True): _("由这一件拆分出来"),
    (LinkKind.SPLIT, False): _("拆分成为另一件"),
    (LinkKind.MERGE, True): _("已合并到这一件答复"),
    (LinkKind.MERGE, False): _("合并到本件一并答复"),
}


def _split(case: Application, actor: User, at: datetime, said: Mapping[str, Any]) -> str:
    parts = actions.split(application=case, actor=actor, at=at, matters=said["matters"])
    numbers = "、".join(part.number for part in parts)
    return _now("已拆分，另立：%(numbers)s。已告知申请人。") % {"numbers": numbers}


def _merge(case: Application, actor: User, at: datetime, said: Mapping[str, Any]) -> str:
    actions.merge(application=case, actor=actor, at=at, **said)
    text = _now("已合并到%(number)s，本件办结，已告知申请人。")
    return text % {"number": said["lead"].number}


def _suggested(case: Application) -> dict[str, Any]:
    """The likest earlier case, where there is one."""
    earlier = (
        other.number
        for other in queries.lookalikes(case)
        if (other.submitted_at, other.number) < (case.submitted_at, case.number)
    )
    return {"application": case, "suggested": next(earlier, "")}


BUTTONS: Mapping[str, Button] = {
    "split": Button(
        label=_("拆分（一事一申请）"),
        call=_split,
        form_class=SplitForm,
        form_arguments=lambda case: {"content": case.content},
        explanation=_(
            "一件申请包含几个事项的，分成几件分别答复。每件都从原来的收到之日起算，"
            "各计一件新收申请；申请人在本件的进度页面可以打开其余各件。"
        ),
        is_primary=False,
    ),
    "merge": Button(
        label=_("合并到先提出的申请"),
        call=_merge,
        form_class=MergeForm,
        form_arguments=_suggested,
        explanation=_("同一申请人就同一内容重复提出、前一件还没有答复的，合并到前一件一并答复。"),
        is_primary=False,
        is_dangerous=True,
    ),
}


def linked_of(case: Application, user: User, on: date) -> dict[str, Any]:
    """What the page of a case says of the others; likeness is for whoever may merge."""
    seen = queries.visible_to(user, on)
    links = queries.links_of(case)
    open_to = set(seen.filter(pk__in=[one.case.pk for one in links]).values_list("pk", flat=True))
    may_merge = permissions.role_for(user, case, "merge", on) and not case.closed_at
    return {
        "linked": [
            {
                "number": one.case.number,
                "words": WORDS[one.kind, one.is_lead],
                "state": one.case.get_state_display(),
                "url": _url(one.case) if one.case.pk in open_to else "",
            }
            for one in links
        ],
        "lookalikes": [
            {
                "number": other.number,
                "about": Truncator(other.title or other.content).chars(40),
                "url": _url(other),
            }
            for other in (queries.lookalikes(case) if may_merge else ())
        ],
    }


def _url(case: Application) -> str:
    return reverse("admin:requests_foia_application_change", args=[case.pk])
