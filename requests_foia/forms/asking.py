"""What staff fill in when others are asked or work along. The actions judge it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation, User
from portal.agencies.queries import subtree_of
from portal.components.forms import DayInput
from portal.privacy.masks import mask_name
from requests_foia.domain.opinions import CONSULTATIONS, Consulted, OpinionState, Position, Verdict
from requests_foia.domain.party import PartyData
from requests_foia.domain.vocabulary import DeliveryMethod
from requests_foia.models import Application, DeliberationView, Opinion, UnitTask, labels
from requests_foia.permissions import units
from requests_foia.permissions.words import TEXT_LIMIT

from .desk import INTERNAL, text_field
from .files import FilesField

DEFAULT_PERIOD = 15


class AskForm(forms.Form):
    """Whom to ask, how to reach them, and what."""

    consulted = forms.ChoiceField(label=_("征求谁的意见"), choices=labels.choices(labels.CONSULTED))
    name = forms.CharField(label=_("姓名或者名称"), max_length=100)
    is_person = forms.BooleanField(label=_("是个人（文书称“您”）"), required=False)
    contact_person = forms.CharField(label=_("联系人"), max_length=60, required=False)
    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        help_text=_("填写的，系统自动发送答复的网址和答复码。"),
    )
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    address = forms.CharField(label=_("通信地址"), max_length=300, required=False)
    document = forms.CharField(
        label=_("涉及的文件"), max_length=300, help_text=_("写入征求意见书，不得写明申请人。")
    )
    question = text_field(
        _("征求意见的事项"), limit=TEXT_LIMIT, help_text=_("写入征求意见书，不得写明申请人。")
    )
    working_days = forms.IntegerField(
        label=_("意见期限（工作日）"),
        required=False,
        initial=DEFAULT_PERIOD,
        min_value=1,
        help_text=_("只用于其他机关；第三方和共同制作机关的期限由条例规定，为 15 个工作日。"),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].initial = application.title

    @staticmethod
    def said_of(given: Mapping[str, Any]) -> dict[str, Any]:
        """What ``actions.ask_opinion`` takes."""
        consulted = Consulted(given["consulted"])
        names = ("name", "is_person", "contact_person", "phone", "email", "address")
        sets_period = CONSULTATIONS[consulted].sets_period
        return {
            "consulted": consulted,
            "party": PartyData(**{name: given[name] for name in names}),
            "document": given["document"],
            "question": given["question"],
            "working_days": given["working_days"] if sets_period else None,
        }


class OpinionChoice(forms.ModelChoiceField):
    """One of the questions of the case; names are masked."""

    def label_from_instance(self, obj: Model) -> str:
        if not isinstance(obj, Opinion):
            raise TypeError(obj)
        return f"{obj}（{mask_name(obj.party.name)}） {obj.letter.number}"


class OpinionStepForm(forms.Form):
    """A step about one question."""

    states: tuple[OpinionState, ...] = (OpinionState.OPEN,)
    opinion = OpinionChoice(label=_("征求意见书"), queryset=Opinion.objects.none())

    def __init__(self, *args: Any, application: Application, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = application.opinions.filter(state__in=self.states).select_related("party", "letter")
        field: Any = self.fields["opinion"]
        field.queryset = rows
        found = list(rows[:2])
        field.initial = found[0].pk if len(found) == 1 else None
        if "received_on" in self.fields:
            self.fields["received_on"].initial = today


class DeliverQuestionForm(OpinionStepForm):
    method = forms.ChoiceField(label=_("送达方式"), choices=labels.choices(labels.DELIVERY_METHODS))
    received_on = forms.DateField(
        label=_("对方收到之日"), widget=DayInput, help_text=_("意见期限自这一天起算。")
    )
    proof = forms.CharField(
        label=_("送达凭证"), max_length=300, help_text=_("邮件号码、送达回证或者发送记录编号。")
    )

    def clean_method(self) -> DeliveryMethod:
        return DeliveryMethod(self.cleaned_data["method"])


class AnswerForm(OpinionStepForm):
    states = (OpinionState.OPEN, OpinionState.SILENT)
    position = forms.ChoiceField(label=_("意见"), choices=labels.choices(labels.POSITIONS))
    reasons = text_field(_("理由"), limit=5000, rows=6, required=False)
    received_on = forms.DateField(label=_("收到意见之日"), widget=DayInput)
    evidence = forms.CharField(
        label=_("来文或者记录"), max_length=300, help_text=_("复函的文号、谈话记录的编号等。")
    )
    files = FilesField(label=_("附件"), required=False)  # type: ignore[assignment]

    def clean_position(self) -> Position:
        return Position(self.cleaned_data["position"])


class WithdrawQuestionForm(OpinionStepForm):
    reason = text_field(_("不再征求的理由"), help_text=INTERNAL)


class DecideForm(OpinionStepForm):
    states = (OpinionState.OPEN, OpinionState.SILENT, OpinionState.ANSWERED)
    verdict = forms.ChoiceField(
        label=_("涉及第三方的部分"), choices=labels.choices(labels.VERDICTS)
    )
    is_reasonable = forms.BooleanField(label=_("第三方不同意公开的理由合理"), required=False)
    serves_public = forms.BooleanField(label=_("不公开可能对公共利益造成重大影响"), required=False)
    reasons = text_field(
        _("权衡的理由"),
        limit=TEXT_LIMIT,
        rows=6,
        help_text=_("第三方不同意而决定公开的，写入给第三方的公开告知书。"),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        field: Any = self.fields["opinion"]
        field.queryset = field.queryset.filter(
            consulted=Consulted.THIRD_PARTY, verdict__isnull=True
        )
        field.required, field.empty_label = False, _("没有征求意见，径行决定不公开")
        field.initial = field.queryset.values_list("pk", flat=True).first()

    def clean_verdict(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])


def _units(application: Application) -> QuerySet[Organisation]:
    return subtree_of(application.organisation).filter(is_active=True)


class GiveTaskForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("协办机构"), queryset=Organisation.objects.none())
    task = text_field(_("协办事项"), help_text=INTERNAL)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = _units(application).exclude(pk=application.assigned_unit_id)


class TaskStepForm(forms.Form):
    """A step about one task: of the reader's own units, or any (without ``user``)."""

    task = forms.ModelChoiceField(
        label=_("协办任务"), queryset=UnitTask.objects.none(), empty_label=None
    )

    def __init__(
        self, *args: Any, application: Application, user: User | None, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = units.open_tasks(application)
        field: Any = self.fields["task"]
        field.queryset = units.tasks_for(application, user, today) if user else rows


class FinishTaskForm(TaskStepForm):
    result = text_field(_("协办结果"), limit=5000, rows=6)


class CallOffTaskForm(TaskStepForm):
    note = text_field(_("取消的理由"), rows=2, help_text=INTERNAL)


class OpenDeliberationForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        label=_("参加会商的机构"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    topic = text_field(_("会商事项"), limit=TEXT_LIMIT)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["members"]
        field.queryset = _units(application)


class GiveViewForm(forms.Form):
    place = forms.ModelChoiceField(
        label=_("参加机构"), queryset=DeliberationView.objects.none(), empty_label=None
    )
    view = text_field(_("会商意见"), limit=5000, rows=6)

    def __init__(
        self, *args: Any, application: Application, user: User, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset = units.views_for(application, user, today)


class ConcludeForm(forms.Form):
    conclusion = text_field(_("会商结论"), limit=5000, rows=6)
