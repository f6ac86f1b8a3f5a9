"""What visitors may set and ask on the entrance pages."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.components.forms import DayInput, HintedRadioSelect
from portal.domain.clock import Channel
from portal.domain.rulesets import RuleError, rule_set_in_force

LOOK_AHEAD = timedelta(days=366)


class PreferencesForm(forms.Form):
    """Every part is optional: the buttons in the header send one, the page sends all."""

    use_required_attribute = False
    hide_optional = True

    mode = forms.ChoiceField(
        label=_("字号和排版"),
        required=False,
        choices=[("standard", _("标准")), ("elder", _("长者模式"))],
        widget=HintedRadioSelect(hints={"elder": _("字更大，一栏到底，按钮更好按。")}),
    )
    theme = forms.ChoiceField(
        label=_("明暗"),
        required=False,
        choices=[("auto", _("跟随设备")), ("light", _("浅色")), ("dark", _("深色"))],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("语言"),
        required=False,
        # Each in its own words: who looks for a language cannot read the other.
        choices=[("zh-hans", "简体中文"), ("en", "English")],
        widget=forms.RadioSelect,
    )


def own_path(wanted: str, fallback: str) -> str:
    """``wanted`` if it is a path of this site, else ``fallback``.

    >>> own_path("//evil.example/", "/")
    '/'
    """
    is_path = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_path and wanted.isprintable() else fallback


class DeadlineForm(forms.Form):
    """When and how an application was handed in. ``on`` is today."""

    use_required_attribute = False

    channel = forms.ChoiceField(
        label=_("怎样提交的"),
        choices=[
            (Channel.INTERNET, _("在网上提交")),
            (Channel.COUNTER, _("当面提交")),
            (Channel.MAIL_SIGNED, _("挂号信或者快递")),
            (Channel.MAIL_PLAIN, _("平信")),
            (Channel.EMAIL, _("电子邮件")),
            (Channel.FAX, _("传真")),
        ],
        error_messages={
            "required": _("请选择怎样提交的。"),
            "invalid_choice": _("请从下面选择怎样提交的。"),
        },
        widget=HintedRadioSelect(
            hints={
                Channel.INTERNET: _("填提交的日子。机关确认收到后起算，没有按时确认的也照样起算。"),
                Channel.COUNTER: _("填交到窗口的日子。"),
                Channel.MAIL_SIGNED: _("填机关签收的日子。"),
                Channel.MAIL_PLAIN: _("填机关与您确认收到的日子。"),
                Channel.EMAIL: _("填发出的日子，和在网上提交的一样起算。"),
                Channel.FAX: _("填发出的日子，和在网上提交的一样起算。"),
            }
        ),
    )
    day = forms.DateField(
        label=_("哪一天"),
        widget=DayInput,
        error_messages={
            "required": _("请填日期。"),
            "invalid": _("请填日历上有的日期，如 2026-11-20。"),
        },
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = on + LOOK_AHEAD

    def clean_day(self) -> date:
        """A day the rule sets speak about and the calendar can reach."""
        day: date = self.cleaned_data["day"]
        if day > self.latest:
            raise forms.ValidationError(_("请填一年以内的日子。"))
        try:
            rule_set_in_force(day)
        except RuleError as error:
            raise forms.ValidationError([str(problem) for problem in error.problems]) from error
        return day
