"""A case that went every way, with somebody's data in each text that may name people."""

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation
from requests_foia import actions
from requests_foia.actions.attaching import keep_files
from requests_foia.domain.attachments import Purpose
from requests_foia.domain.opinions import Consulted, Position, Verdict
from requests_foia.domain.party import PartyData
from requests_foia.domain.vocabulary import DeliveryMethod
from requests_foia.models import Application, DeliberationView, ReplyCheck, UnitTask

from . import requests_foia as cases
from .agencies import OrganisationFactory, staff
from .canaries import Canary


def archived(place: cases.Bureau, them: Canary, third: Canary) -> Application:
    """Archived on the fourteenth day after filing; ``third`` is the party who was asked.

    Notes that go into the audit name nobody, as their forms say.
    """
    words = them.words
    case = cases.registered(
        place,
        key="whole",
        applicant=them.applicant,
        content=words,
        title=f"{them.name}的材料",
        document_number=them.phone,
        needs_help=True,
        help_note=words,
    )
    for purpose in (Purpose.MATERIAL, Purpose.IDENTITY):
        keep_files(
            application=case,
            uploads=[them.upload()],
            purpose=purpose,
            actor=None,
            at=cases.FILED_AT,
        )
    clerk = {"application": case, "actor": place.clerk}
    actions.request_correction(missing=words, at=cases.after(hours=5), **clerk)
    actions.receive_correction(
        application=case, corrected_content=words, files=[them.upload()], at=cases.after(hours=6)
    )
    actions.assign(unit=place.unit, officer=place.drafter, at=cases.after(days=1), **clerk)
    _share(place, case, words)
    _ask(place, case, third)
    _answer(place, case, words)
    return cases.refreshed(case)


def _share(place: cases.Bureau, case: Application, words: str) -> None:
    at = cases.after(days=1)
    unit = OrganisationFactory(parent=place.body, kind=Organisation.Kind.UNIT, is_foi_subject=False)
    clerk, helper = (
        {"application": case, "at": at, "actor": who}
        for who in (place.clerk, staff(Role.DRAFTER, unit))
    )
    actions.give_task(unit=unit, task=words, **clerk)
    task = actions.claim_task(task=UnitTask.objects.get(application=case), **helper)
    actions.finish_task(task=task, result=words, **helper)
    actions.open_deliberation(topic=words, members=[unit], **clerk)
    view = DeliberationView.objects.get(deliberation__application=case)
    actions.give_view(place=view, view=words, **helper)
    actions.conclude_deliberation(conclusion=words, **clerk)


def _ask(place: cases.Bureau, case: Application, third: Canary) -> None:
    party = PartyData(
        name=third.name,
        is_person=True,
        contact_person=third.name,
        phone=third.phone,
        email=third.email,
        address=third.address,
    )
    question = cases.asked(
        place,
        case,
        party=party,
        document=third.words,
        question=third.words,
        received=cases.after(days=2),
    )
    actions.answer_opinion(
        application=case,
        opinion=question.opinion,
        position=Position.PARTLY,
        reasons=third.words,
        files=[third.upload()],
        at=cases.after(days=3),
    )
    actions.decide_third_party(
        application=case,
        opinion=question.opinion,
        verdict=Verdict.DISCLOSE,
        reasons=third.words,
        actor=place.leader,
        at=cases.after(days=4),
    )
    assert question.opinion.consulted == Consulted.THIRD_PARTY


def _answer(place: cases.Bureau, case: Application, words: str) -> None:
    drafter = {"application": case, "actor": place.drafter, "at": cases.after(days=5)}
    own = dict.fromkeys(("text", "search_note", "reasons", "conversion_reasons"), words)
    said = {**cases.DISCLOSED, **own}
    actions.draft_reply(**said, **drafter)
    cases.checked(place, case, cases.after(days=6))
    ReplyCheck.objects.filter(reply__application=case).update(opinion=words)
    clerk = {"application": case, "actor": place.clerk}
    actions.approve(application=case, actor=place.leader, at=cases.after(days=7))
    actions.issue(at=cases.after(days=8), **clerk)
    actions.deliver(
        method=DeliveryMethod.DIRECT,
        signed_on=cases.after(days=9).date(),
        proof=words,
        at=cases.after(days=9),
        **clerk,
    )
    actions.archive(at=cases.after(days=14), **clerk)
