"""Cases in every state, carried there by the actions themselves."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.domain.moments import SHANGHAI, local_day
from portal.guard import tokens
from requests_foia import actions
from requests_foia.domain.fees import Basis
from requests_foia.domain.filing import ApplicantData, ContentData
from requests_foia.domain.opinions import Consulted, Position, Verdict
from requests_foia.domain.party import PartyData
from requests_foia.domain.replies import Ground, ReplyKind
from requests_foia.domain.vocabulary import (
    ApplicantClass,
    Channel,
    DeliveryMethod,
    IdType,
    WantedForm,
    WantedWay,
)
from requests_foia.models import ApplicantDetails, Application, ReplyCheck
from requests_foia.permissions.conversion import lacks_conversion
from tests.factories.agencies import OrganisationFactory, staff

# A Monday, with no day off within the reply period.
FILED_AT = datetime(2025, 11, 3, 9, 30, tzinfo=SHANGHAI)

CITIZEN = ApplicantData(
    applicant_class=ApplicantClass.CITIZEN,
    name="欧阳雪见",
    id_type=IdType.ID_CARD,
    id_number="11010519491231002X",
    phone="13800131234",
    fax="0571-88889999",
    email="xuejian.ouyang@example.com",
    address="云溪区桃源路88号601室",
    postcode="310000",
)
COMPANY = ApplicantData(
    applicant_class=ApplicantClass.BUSINESS,
    name="云溪鼎盛商贸有限公司",
    credit_code="91110000600037341L",
    legal_representative="慕容长风",
    contact_person="诸葛明月",
    phone="13900139876",
    email="office@dingsheng.example.com",
    address="云溪区创业大道1号",
)
CONTENT = ContentData(
    content="桃源路改造工程的中标结果和合同",
    title="桃源路改造工程中标结果",
    wanted_form=WantedForm.ELECTRONIC,
    wanted_way=WantedWay.EMAIL,
)


def after(**spans: float) -> datetime:
    """A moment so many days, hours or minutes after the filing."""
    return FILED_AT + timedelta(**spans)


@dataclass(frozen=True)
class Bureau:
    """A body that takes applications, its unit, and the people of both."""

    body: Organisation
    unit: Organisation
    clerk: User
    second_clerk: User
    drafter: User
    leader: User
    secrecy: User
    legal: User
    auditor: User
    administrator: User


def bureau(**fields) -> Bureau:
    """A bureau with one person in each role that an application needs."""
    body = OrganisationFactory(**fields)
    unit = OrganisationFactory(parent=body, kind=Organisation.Kind.UNIT, is_foi_subject=False)
    return Bureau(
        body=body,
        unit=unit,
        clerk=staff(Role.OPENNESS_OFFICE, body),
        second_clerk=staff(Role.OPENNESS_OFFICE, body),
        drafter=staff(Role.DRAFTER, unit),
        leader=staff(Role.DEPUTY_LEADER, body),
        secrecy=staff(Role.SECRECY_REVIEWER, body),
        legal=staff(Role.LEGAL_REVIEWER, body),
        auditor=staff(Role.AUDITOR, body),
        administrator=staff(Role.ADMINISTRATOR, body),
    )


def filed(place: Bureau, *, key: str = "key-1", at: datetime = FILED_AT, **said) -> actions.Filed:
    """An application filed on the website."""
    return actions.file_application(
        organisation=place.body,
        channel=Channel.WEB,
        applicant=said.pop("applicant", CITIZEN),
        content=replace(CONTENT, **said),
        idempotency_key=key,
        at=at,
    )


def confirmed(place: Bureau, **said) -> Application:
    case = filed(place, **said).application
    return actions.confirm_receipt(application=case, actor=place.clerk, at=after(hours=2))


def registered(place: Bureau, **said) -> Application:
    case = confirmed(place, **said)
    return actions.register(application=case, actor=place.clerk, at=after(hours=3))


def handled(place: Bureau, case: Application | None = None, **said) -> Application:
    return actions.assign(
        application=case or registered(place, **said),
        unit=place.unit,
        officer=place.drafter,
        actor=place.clerk,
        at=after(hours=4),
    )


def crowded(place: Bureau, count: int, **said) -> Application:
    """The case that comes after ``count`` others of the same applicant in the same month."""
    first = filed(place, key=f"crowd-{place.body.pk}", at=after(minutes=-count)).application
    details = first.details
    others = []
    for number in range(1, count):
        other = Application.objects.get(pk=first.pk)
        other.pk, other.number = uuid4(), f"CROWD-{place.body.pk}-{number:05d}"
        other.idempotency_hash = f"crowd-{place.body.pk}-{number}"
        other.submitted_at = after(minutes=number - count)
        others.append(other)
    Application.objects.bulk_create(others)
    copies = []
    for other in others:
        copy = ApplicantDetails.objects.get(pk=details.pk)
        copy.application = other
        copies.append(copy)
    ApplicantDetails.objects.bulk_create(copies)
    return handled(place, **said)


FEE = {
    "basis": Basis.ITEM,
    "quantity": 1,
    "reasons": "当月已提出十件以上申请，内容互不相关。",
    "how_to_pay": "凭缴款码在本机关政务公开办缴纳。",
}


def asked_to_pay(place: Bureau, count: int = 10, **said) -> Application:
    """A case whose applicant was sent a fee notice two days after filing."""
    case = crowded(place, count, **said)
    actions.propose_fee(application=case, actor=place.drafter, at=after(days=1), **FEE)
    return actions.approve_fee(application=case, actor=place.leader, at=after(days=2))


DISCLOSED = {
    "kind": ReplyKind.DISCLOSED,
    "text": "随文提供中标通知书和合同的电子件。",
    "search_note": "检索了项目档案，找到两份文件。",
    "converts": False,
    "conversion_reasons": "只涉及申请人自己的项目。",
}


def drafted(place: Bureau, answer: dict | None = None, **said) -> Application:
    case = handled(place, **said)
    actions.draft_reply(
        application=case, actor=place.drafter, at=after(days=1), **(answer or DISCLOSED)
    )
    return refreshed(case)


NOT_CONVERTED = {"converts": False, "conversion_reasons": "只涉及申请人自己的项目。"}


def answered_for(place: Bureau, case: Application, at: datetime, **said) -> None:
    """Whether it becomes proactive disclosure: no, where the draft did not say."""
    if lacks_conversion(case.replies.filter(returned_at=None).first()):
        said = said or NOT_CONVERTED
        actions.review_conversion(application=case, actor=place.drafter, at=at, **said)


def found_excessive(place: Bureau, case: Application) -> None:
    """The applicant gave reasons for so many requests, and they were found unreasonable."""
    office = {"application": case, "actor": place.clerk}
    actions.ask_reasons(finding="本月已提出四十件，内容相近。", at=after(hours=5), **office)
    actions.receive_reasons(application=case, reasons="就是想要。", at=after(hours=6))
    actions.judge_reasons(
        is_reasonable=False, opinion="没有说明用途。", at=after(hours=7), **office
    )


def checked(place: Bureau, case: Application, at: datetime) -> Application:
    """Every check the draft needs, made by its reviewer."""
    answered_for(place, case, at)
    makers = {"secrecy": actions.check_secrecy, "legality": actions.check_legality}
    people = {"secrecy": place.secrecy, "legality": place.legal}
    pending = ReplyCheck.objects.filter(
        reply__application=case, reply__returned_at=None, checked_at=None
    )
    for kind in pending.values_list("kind", flat=True):
        makers[kind](application=case, opinion="同意。", actor=people[kind], at=at)
    return refreshed(case)


def approved(place: Bureau, answer: dict | None = None, **said) -> Application:
    case = checked(place, drafted(place, answer, **said), at=after(days=1, hours=1))
    if (answer or {}).get("ground") == Ground.THIRD_PARTY:
        actions.decide_third_party(
            application=case,
            opinion=None,
            verdict=Verdict.WITHHOLD,
            reasons="涉及个人隐私，权利人无法联系。",
            actor=place.leader,
            at=after(days=1, hours=1),
        )
    return actions.approve(application=case, actor=place.leader, at=after(days=2))


def issued(place: Bureau, answer: dict | None = None, **said) -> Application:
    case = approved(place, answer, **said)
    actions.issue(application=case, actor=place.clerk, at=after(days=3))
    return refreshed(case)


def delivered(place: Bureau, answer: dict | None = None, **said) -> Application:
    return actions.deliver(
        application=issued(place, answer, **said),
        method=DeliveryMethod.EMAIL,
        proof="邮件发送记录 0001",
        sent_on=after(days=3).date(),
        actor=place.clerk,
        at=after(days=3, hours=1),
    )


def archived(place: Bureau, answer: dict | None = None, **said) -> Application:
    case = delivered(place, answer, **said)
    return actions.archive(application=case, actor=place.clerk, at=after(days=4))


def new_code_of(case: Application) -> str:
    """The factories throw the code away: here is a new one."""
    code = tokens.new_code()
    Application.objects.filter(pk=case.pk).update(code_hash=tokens.hash_code(code))
    return code


PARTY = PartyData(
    name="上官云岫",
    is_person=True,
    phone="13700137000",
    email="yunxiu.shangguan@example.com",
    address="云溪区梨花街7号",
)


def asked(
    place: Bureau,
    case: Application,
    *,
    consulted: Consulted = Consulted.THIRD_PARTY,
    at: datetime | None = None,
    received: datetime | None = None,
    **said,
) -> actions.Asked:
    """Somebody is asked about a case in hand; ``received`` says when the letter arrived."""
    question = actions.ask_opinion(
        application=case,
        consulted=consulted,
        party=said.pop("party", PARTY),
        document=said.pop("document", "施工合同及工程量清单"),
        question=said.pop("question", "是否同意公开合同中的单价"),
        actor=place.clerk,
        at=at or after(days=1),
        **said,
    )
    if received:
        actions.deliver_question(
            application=case,
            opinion=question.opinion,
            method=DeliveryMethod.POST,
            received_on=local_day(received),
            proof="EMS 1000000001",
            actor=place.clerk,
            at=received,
        )
    return question


def said(case: Application, question: actions.Asked, position: Position, at: datetime):
    """The one who was asked answers online."""
    return actions.answer_opinion(
        application=case,
        opinion=question.opinion,
        position=position,
        reasons="" if position is Position.AGREE else "涉及本人的商业秘密",
        at=at,
    )


def refreshed(case: Application) -> Application:
    return Application.objects.select_related("organisation").get(pk=case.pk)


def issued_from(place: Bureau, case: Application) -> str:
    """The reply letter of a case that is registered."""
    facts = {"application": case, "at": after(days=4)}
    actions.assign(unit=place.unit, actor=place.clerk, **facts)
    actions.draft_reply(actor=place.drafter, **facts, **DISCLOSED)
    checked(place, case, facts["at"])
    actions.approve(actor=place.leader, **facts)
    return actions.issue(actor=place.clerk, **facts).html
