"""What is missing from a filing, every fault at once."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal
from requests_foia.domain.filing import ApplicantData, ContentData
from requests_foia.domain.identity import credit_code_fault, id_card_fault
from requests_foia.domain.intake import Intake
from requests_foia.domain.vocabulary import ApplicantClass, Channel, IdType, WantedWay

from .words import text_faults

EVIDENCE_LIMIT = 200
MAX_LENGTHS = {
    "name": 100,
    "id_number": 40,
    "credit_code": 18,
    "legal_representative": 60,
    "contact_person": 60,
    "phone": 40,
    "fax": 40,
    "email": 254,
    "address": 300,
    "postcode": 10,
    "title": 200,
    "document_number": 100,
    "content": 5000,
    "help_note": 300,
}
"""Characters of plain text; the encrypted columns can't tell."""


def filing_faults(
    organisation: Organisation,
    channel: Channel,
    applicant: ApplicantData,
    content: ContentData,
    handed_in_at: datetime,
    *,
    at: datetime,
    actor: User | None,
) -> list[Refusal]:
    """Why this can't be filed. What comes on paper need only say who asks for what: the
    rest is asked for by correction (条例 art. 30)."""
    faults = [*_sender(organisation, channel, handed_in_at, at, actor)]
    faults += _texts({**asdict(applicant), **asdict(content)})
    if not applicant.name:
        faults.append(Refusal("name", _("请填写姓名或者名称。")))
    if not content.content:
        faults.append(Refusal("content", _("请描述所需信息的内容。")))
    if channel is Channel.WEB:
        faults += _identity(applicant)
        faults += _contact(applicant, content)
    return faults


def intake_faults(channel: Channel, intake: Intake) -> list[Refusal]:
    """What the desk has left out."""
    faults = text_faults("evidence", intake.evidence, "", limit=EVIDENCE_LIMIT)
    if channel is Channel.ORAL and not intake.is_read_back:
        text = _("口头申请应当由工作人员代为填写，当面宣读，经申请人确认后才能登记。")
        faults.append(Refusal("is_read_back", text))
    return faults


def _sender(
    organisation: Organisation,
    channel: Channel,
    handed_in_at: datetime,
    at: datetime,
    actor: User | None,
) -> Iterator[Refusal]:
    if not (organisation.is_active and organisation.is_foi_subject):
        yield Refusal("organisation", _("该机构不受理公开申请。"))
    if (actor is None) != (channel is Channel.WEB):
        yield Refusal("channel", _("网上申请由申请人提交，其他渠道由工作人员登记。"))
    if actor and not has_role(actor, Role.OPENNESS_OFFICE, organisation, local_day(at)):
        yield Refusal("role", _("只有政务公开办可以登记申请。"))
    if handed_in_at > at:
        yield Refusal("handed_in_at", _("提交时间不能晚于现在。"))


def _texts(words: dict[str, object]) -> Iterator[Refusal]:
    for field, limit in MAX_LENGTHS.items():
        text = str(words[field])
        if len(text) > limit:
            yield Refusal(field, _("这一项不能超过%(limit)d个字。") % {"limit": limit})
        if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            yield Refusal(field, _("文字中有无法保存的字符，请删除后再提交。"))


def _identity(applicant: ApplicantData) -> Iterable[Refusal]:
    if applicant.applicant_class is ApplicantClass.CITIZEN:
        return _citizen(applicant)
    if not applicant.credit_code:
        return [Refusal("credit_code", _("请填写统一社会信用代码。"))]
    if credit_code_fault(applicant.credit_code):
        return [Refusal("credit_code", _("统一社会信用代码有误，请核对。"))]
    return []


def _citizen(applicant: ApplicantData) -> Iterable[Refusal]:
    if applicant.id_type is None or not applicant.id_number:
        return [Refusal("id_number", _("请填写证件名称和号码。"))]
    if applicant.id_type is IdType.ID_CARD and id_card_fault(applicant.id_number):
        return [Refusal("id_number", _("居民身份证号码有误，请核对。"))]
    return []


def _contact(applicant: ApplicantData, content: ContentData) -> Iterator[Refusal]:
    if not (applicant.phone or applicant.email or applicant.address):
        yield Refusal("contact", _("请至少填写一种联系方式。"))
    needed = {
        WantedWay.EMAIL: ("email", applicant.email, _("以电子邮件获取信息，请填写电子邮箱。")),
        WantedWay.MAIL: ("address", applicant.address, _("以邮寄方式获取信息，请填写通信地址。")),
        WantedWay.FAX: ("fax", applicant.fax, _("以传真方式获取信息，请填写传真号码。")),
    }
    field, value, message = needed.get(content.wanted_way, ("", "-", ""))
    if not value:
        yield Refusal(field, message)
    if applicant.email:
        yield from _email(applicant.email)


def _email(address: str) -> Iterator[Refusal]:
    try:
        validate_email(address)
    except ValidationError:
        yield Refusal("email", _("电子邮箱格式不对，请核对。"))
