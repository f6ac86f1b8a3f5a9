"""政府信息公开指南 (条例 art. 12): what is public, how to ask for the rest, how long it takes."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.calendar import moment
from portal.components.templatetags.portal_rules import limit_words
from portal.domain.rulesets import RuleSet, rule_set_in_force
from portal.pages import queries

TIME_LIMITS = (
    "pub.deadline",
    "foi.confirm",
    "foi.reply",
    "foi.extend",
    "foi.correction_notice",
    "foi.correction_period",
    "foi.third_party",
    "foi.fee_pay",
)
REMEDY_LIMITS = ("remedy.reconsideration", "remedy.litigation_after", "remedy.litigation")


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    law = rule_set_in_force(moment.today())
    context = {
        "law": law,
        "rules": law.rules,
        "limit_columns": [_("事项"), _("期限"), _("从何时起"), _("依据")],
        "limit_rows": _rows(law, TIME_LIMITS),
        "remedy_rows": _rows(law, REMEDY_LIMITS),
        "bodies": queries.receiving_bodies_with_contacts(),
        "categories": queries.statutory_heads(),
    }
    return render(request, "pages/guide.html", context)


def _rows(law: RuleSet, keys: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """The rules that are on, in the columns of the guide's tables."""
    return [
        (_(rule.title), limit_words(rule), _(rule.starts_from), _(rule.article))
        for rule in map(law.rules.get, keys)
        if rule and not rule.is_off
    ]
