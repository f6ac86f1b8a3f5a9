"""Keying in an application that came over the counter, by post, fax or e-mail."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.components.templatetags.portal_dates import moment
from requests_foia.domain.filing import ApplicantData, ContentData
from requests_foia.domain.vocabulary import (
    ApplicantClass,
    Channel,
    IdType,
    WantedForm,
    WantedWay,
)
from requests_foia.models import labels
from requests_foia.permissions.filing import EVIDENCE_LIMIT, MAX_LENGTHS

from .files import SentFilesField
from .wishes import WISHES

PAPER_CHANNELS = {channel: labels.CHANNELS[channel] for channel in Channel if channel != "web"}


class MomentInput(forms.DateTimeInput):
    """A native picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _text(name: str, label: Any, **options: Any) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(label=label, max_length=MAX_LENGTHS[name], **options)


GROUPS = (
    (_("来件"), ("organisation", "channel", "handed_in_at", "evidence")),
    (_("申请人"), ("applicant_class", "name")),
    (_("公民的证件"), ("id_type", "id_number")),
    (
        _("法人或者其他组织"),
        ("credit_code", "legal_representative", "contact_person"),
    ),
    (_("联系方式"), ("phone", "fax", "email", "address", "postcode")),
    (
        _("所需信息"),
        (
            "title",
            "document_number",
            "content",
            "wanted_form",
            "wanted_way",
            "needs_help",
            "help_note",
            *WISHES,
        ),
    ),
)


class IntakeForm(forms.Form):
    """What the paper says. Only the sender and the subject are indispensable: the rest is
    asked for by correction."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.ModelChoiceField(label=_("受理机关"), queryset=Organisation.objects.none())
    channel = forms.ChoiceField(label=_("提交渠道"), choices=labels.choices(PAPER_CHANNELS))
    handed_in_at = forms.DateTimeField(
        label=_("收到时间"),
        widget=MomentInput,
        help_text=_("当面提交的时间、邮件签收的时间，或者传真、电子邮件、平信到达的时间。"),
    )
    evidence = forms.CharField(
        label=_("来件凭证"),
        max_length=EVIDENCE_LIMIT,
        required=False,
        help_text=_("例如邮件号码、传真记录编号。"),
    )
    applicant_class = forms.ChoiceField(
        label=_("申请人类别"), choices=labels.choices(labels.APPLICANT_CLASSES)
    )
    name = _text("name", _("姓名或者名称"), required=True)
    id_type = forms.ChoiceField(
        label=_("证件名称"),
        choices=[("", "—"), *labels.choices(labels.ID_TYPES)],
        required=False,
    )
    id_number = _text("id_number", _("证件号码"))
    credit_code = _text("credit_code", _("统一社会信用代码"))
    legal_representative = _text("legal_representative", _("法定代表人"))
    contact_person = _text("contact_person", _("联系人"))
    phone = _text("phone", _("联系电话"))
    fax = _text("fax", _("传真"))
    email = forms.EmailField(label=_("电子邮箱"), max_length=MAX_LENGTHS["email"], required=False)
    address = _text("address", _("通信地址"))
    postcode = _text("postcode", _("邮政编码"))
    title = _text("title", _("信息名称"))
    document_number = _text("document_number", _("文号"))
    content = _text(
        "content",
        _("所需信息的内容描述"),
        required=True,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    wanted_form = forms.ChoiceField(
        label=_("信息形式"), choices=labels.choices(labels.WANTED_FORMS)
    )
    wanted_way = forms.ChoiceField(label=_("获取途径"), choices=labels.choices(labels.WANTED_WAYS))
    needs_help = forms.BooleanField(label=_("需要协助"), required=False)
    help_note = _text("help_note", _("协助说明"))
    suggests_publication = forms.BooleanField(label=_("建议主动公开"), required=False)
    is_out_of_log = forms.BooleanField(label=_("不列入已答复申请目录"), required=False)

    def __init__(
        self, *args: Any, bodies: QuerySet[Organisation], now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = bodies  # type: ignore[attr-defined]
        field.initial = bodies.first()
        self.fields["key"].initial = uuid.uuid4
        self.fields["handed_in_at"].initial = now

    def summary(self) -> list[tuple[Any, list[tuple[Any, str]]]]:
        """What was keyed in, in words, to be checked or read back; what is empty is left out."""
        return [
            (title, [(self.fields[name].label, self._word(name)) for name in names])
            for title, names in GROUPS
            if any(self._word(name) for name in names)
        ]

    def _word(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data.get(name)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return str(dict(list(field.choices)).get(value, "")) if value else ""  # type: ignore[arg-type]
        if isinstance(value, bool):
            return str(_("是")) if value else ""
        return moment(value) if isinstance(value, datetime) else str(value or "")

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The visible fields as the paper has them, each group under its heading."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def applicant(self) -> ApplicantData:
        """Who applies, as the action takes it."""
        said = self.cleaned_data
        names = ApplicantData.__dataclass_fields__
        given = {name: said[name] for name in names}
        given["applicant_class"] = ApplicantClass(said["applicant_class"])
        given["id_type"] = IdType(said["id_type"]) if said["id_type"] else None
        return ApplicantData(**given)

    def content_data(self) -> ContentData:
        """What is asked for, as the action takes it."""
        said = self.cleaned_data
        given = {name: said[name] for name in ContentData.__dataclass_fields__}
        given["wanted_form"] = WantedForm(said["wanted_form"])
        given["wanted_way"] = WantedWay(said["wanted_way"])
        return ContentData(**given)

    def refuse(self, code: str, message: str) -> None:
        """Put a reason of the action beside the field it is about."""
        self.add_error(code if code in self.fields else None, message)


class IntakeEndForm(forms.Form):
    """What is done once the words have been checked: scans, and reading back."""

    is_read_back = forms.BooleanField(
        label=_("已向申请人当面宣读，申请人确认无误"),
        required=False,
        help_text=_("口头申请必须宣读并经申请人确认（条例第二十九条）。"),
    )
    originals = SentFilesField(
        label=_("来件的扫描件"),
        required=False,
        help_text=_("纸质申请表、信封、传真件等，可选多个。身份证件不必扫描留存。"),
    )

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if channel != Channel.ORAL:
            del self.fields["is_read_back"]
