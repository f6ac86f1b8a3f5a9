"""Keeping a closed case from destruction: its two steps, and what its page says of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from requests_foia import actions
from requests_foia.forms.retention import HoldForm, LiftHoldForm
from requests_foia.models import Application
from requests_foia.queries.retention import open_remedies

from .button import Button, calling

HOLD_BUTTONS: Mapping[str, Button] = {
    "hold": Button(
        label=_("暂缓销毁"),
        call=calling(actions.hold),
        done=_("已暂缓销毁。"),
        form_class=HoldForm,
        explanation=_(
            "保存期满也不销毁这件申请的个人信息，直到期限届满或者解除。"
            "行政复议、行政诉讼尚未审结的，不必另行办理。"
        ),
        is_primary=False,
    ),
    "lift_hold": Button(
        label=_("解除暂缓"),
        call=calling(actions.lift_hold),
        done=_("已解除，按保存期限办理。"),
        form_class=LiftHoldForm,
        is_primary=False,
    ),
}


def keeping_of(case: Application, on: date) -> dict[str, Any]:
    """What holds the case, and when its personal data were destroyed."""
    return {
        "holds": list(case.holds.standing(on).select_related("set_by")),
        "is_disputed": open_remedies().filter(application=case).exists(),
        "forgotten_at": case.forgotten_at,
    }
