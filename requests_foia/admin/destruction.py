"""Destruction lists on the desk: drawn up, looked through, approved, and what became of them."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import User
from portal.calendar import moment
from portal.desk.admin import ScopedRelatedFilter, Step
from portal.desk.history import Part
from portal.desk.steps import Confirmation
from requests_foia import actions
from requests_foia.domain.retention import WORKFLOW, ListState
from requests_foia.forms.retention import StopListForm
from requests_foia.models import DestructionList
from requests_foia.models.retention_labels import COUNTED, ITEM_STATES, LIST_STATES
from requests_foia.queries.retention import listed, lists_visible_to, lists_waiting_for
from requests_foia.queries.retention_guards import list_refusals

from .actor import actor_of
from .office import OfficeAdmin

TONES = {
    ListState.DRAWN: "amber",
    ListState.APPROVED: "blue",
    ListState.DONE: "green",
    ListState.REFUSED: "neutral",
}
Call = Callable[..., DestructionList]
STEPS: Mapping[str, tuple[Promise, Call, type[Form], Promise]] = {
    "approve": (
        _("批准销毁"),
        actions.approve_list,
        Confirmation,
        _("夜间逐件销毁，销毁后不能恢复。届时已暂缓或者有未审结复议、诉讼的，自动留下。"),
    ),
    "refuse": (
        _("不予销毁"),
        actions.refuse_list,
        StopListForm,
        _("清单作废，各件继续保存，以后可以重新编入。"),
    ),
    "call_off": (
        _("撤回清单"),
        actions.call_off_list,
        StopListForm,
        _("尚未执行的各件继续保存，以后可以重新编入。"),
    ),
}


@admin.register(DestructionList)
class DestructionListAdmin(OfficeAdmin):
    """Nothing is typed into a list: the rule says which cases stand on it."""

    visible_to = staticmethod(lists_visible_to)
    change_form_template = "requests_foia/admin/destruction_list.html"
    add_label = _("编制销毁清单")
    fields = ("organisation",)
    list_display = ("name", "organisation", "state_word", "drawn_by", "drawn_at", "done_at")
    list_filter = ("state", ("organisation", ScopedRelatedFilter))
    list_select_related = ("organisation", "drawn_by")
    ordering = ("-drawn_at", "-pk")
    audit_words: ClassVar[dict[str, Any]] = {
        "draw_up_list": _("编制"),
        "carry_out": _("执行完毕"),
        **{f"{event}_list": label for event, (label, *_rest) in STEPS.items()},
    }
    audit_parts: ClassVar[Mapping[str, Part]] = {
        "cases": Part(_("件数")),
        **{str(state): Part(word) for state, word in ITEM_STATES.items()},
    }

    def mine(self, request: HttpRequest, rows: Any) -> Any:
        return lists_waiting_for(rows, request.user, moment.today())

    @admin.display(description=_("清单"), ordering="pk")
    def name(self, listing: DestructionList) -> str:
        return str(listing)

    @admin.display(description=_("状态"), ordering="state")
    def state_word(self, listing: DestructionList) -> str:
        state = ListState(listing.state)
        return format_html(
            '<span class="status tone-{}">{}</span>', TONES[state], LIST_STATES[state]
        )

    def queue_group(self, obj: DestructionList) -> str:
        return "review"

    def next_step(self, request: HttpRequest, obj: DestructionList) -> tuple[str, str]:
        return str(STEPS["approve"][0]), "approve"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: DestructionList, form: ModelForm, change: bool
    ) -> None:
        drawn = actions.draw_up_list(
            organisation=form.cleaned_data["organisation"],
            actor=actor_of(request),
            at=moment.now(),
        )
        obj.pk = drawn.pk

    def workflow_steps(self, request: HttpRequest, obj: DestructionList) -> list[Step]:
        user, today = actor_of(request), moment.today()
        steps = []
        for transition in WORKFLOW.events_from(obj.state):
            if transition.event not in STEPS:
                continue
            found = list_refusals(obj, transition.event, user, today)
            if any(refusal.code == "role" for refusal in found):
                continue
            steps.append(_step(transition.event, [str(refusal) for refusal in found]))
        return steps

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        listing = kwargs.get("obj")
        if listing is not None:
            context |= _story(listing) | {
                "tone": TONES[ListState(listing.state)],
                "hide_form": True,
            }
        return super().render_change_form(request, context, *args, **kwargs)


def _step(event: str, blockers: list[str]) -> Step:
    label, call, form_class, explanation = STEPS[event]
    return Step(
        event=event,
        label=label,
        run=partial(_take, call),
        blockers=blockers,
        form_class=form_class,
        explanation=explanation,
        is_primary=event == "approve",
        is_dangerous=event == "approve",
    )


def _take(call: Call, request: HttpRequest, listing: DestructionList, form: Form) -> None:
    actor: User = actor_of(request)
    at: datetime = moment.now()
    call(listing=listing, actor=actor, at=at, **form.cleaned_data)


def _story(listing: DestructionList) -> dict[str, Any]:
    lines = listed(listing)
    total: Counter[str] = Counter()
    for line in lines:
        total.update(line.counts)
    return {
        "facts": [
            (_("机关"), listing.organisation),
            (_("保存年数"), listing.years),
            (_("此日以前归档"), listing.before),
            (_("件数"), len(lines)),
            (_("编制人"), listing.drawn_by),
            (_("编制时间"), listing.drawn_at),
            (_("批准人"), listing.decided_by or ""),
            (_("批准时间"), listing.decided_at or ""),
            (_("不予销毁的理由"), listing.note),
            (_("执行完毕时间"), listing.done_at or ""),
        ],
        "columns": list(COUNTED.values()),
        "lines": [(line, [line.counts.get(name, 0) for name in COUNTED]) for line in lines],
        "totals": [total[name] for name in COUNTED],
    }
