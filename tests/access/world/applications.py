"""Applications in the states that matter for who may look."""

from collections.abc import Mapping
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.guard import tokens
from requests_foia import actions
from requests_foia.actions import Filed
from requests_foia.domain.vocabulary import DeliveryMethod
from requests_foia.models import Application
from tests.factories import requests_foia as cases

from .values import NOW, Objects, Values, of

# What is tried on each; "elsewhere" belongs to the other body.
EVENTS = {
    "received": "confirm",
    "correction": "receive_correction",
    "handling": "assign",
    "review": "approve",
    "archived": "archive",
    "elsewhere": "archive",
}


def filed(ours: cases.Bureau, theirs: cases.Bureau) -> dict[str, Filed]:
    return {
        "received": cases.filed(ours, key="received"),
        "correction": _with_code(_correcting(ours)),
        "handling": _with_code(_asking(ours)),
        "review": _with_code(cases.checked(ours, _drafted(ours, "review"), cases.after(days=1))),
        "archived": _with_code(_archived(ours, "archived")),
        "elsewhere": _with_code(_archived(theirs, "elsewhere")),
    }


def objects(filed: Mapping[str, Filed]) -> Objects:
    """Each with its first letter; ``swapped`` asks the archived one for the other's letter."""
    found = {}
    for name, filing in filed.items():
        case = filing.application
        letter = case.letters.first()
        asked = case.opinions.first()
        more = {
            "case_id": case.pk,
            "letter_id": letter.pk if letter else uuid4(),
            "other_id": uuid4(),
            "opinion_id": asked.pk if asked else uuid4(),
        }
        found[name] = of(case, EVENTS[name], **more)
    swapped = {**found["archived"], "letter_id": found["elsewhere"]["letter_id"]}
    nobody = Application()
    more = {"letter_id": uuid4(), "opinion_id": uuid4(), "other_id": uuid4()}
    unknown = of(nobody, "confirm", case_id=nobody.pk, **more)
    return {**found, "swapped": swapped, "unknown": unknown}


def opinions(filed: Mapping[str, Filed]) -> Objects:
    """The question that waits for its answer in the case in hand, and one nobody asked."""
    asked = filed["handling"].application.opinions.get()
    return {"open": {"opinion_id": asked.pk}, "unknown": {"opinion_id": uuid4()}}


def marks(filed: Mapping[str, Filed]) -> Objects:
    """What stands in the square mark of a letter, and what nobody has printed."""
    letter = filed["archived"].application.letters.get()
    return {"printed": {"token": letter.verify_token}, "unknown": {"token": "x" * 24}}


def templates(ours: cases.Bureau, theirs: cases.Bureau) -> Objects:
    """A draft of each body."""
    return {name: _template(place) for name, place in (("own", ours), ("elsewhere", theirs))}


def _template(place: cases.Bureau) -> Values:
    made = actions.draft_template(
        organisation=place.body,
        kind="disclosed",
        text="",
        in_force_from=NOW.date(),
        actor=place.second_clerk,
        at=NOW,
    )
    return of(made, "approve")


def _with_code(case: Application) -> Filed:
    """The factories throw the code away: here is a new one."""
    code = tokens.new_code()
    Application.objects.filter(pk=case.pk).update(code_hash=tokens.hash_code(code))
    return Filed(case, code)


def _correcting(place: cases.Bureau) -> Application:
    case = cases.registered(place, key="correction")
    actions.ask_reasons(
        application=case, finding="本月已有四十件。", actor=place.clerk, at=cases.after(days=1)
    )
    actions.request_correction(
        application=case, missing="请写明路段。", actor=place.clerk, at=cases.after(days=1)
    )
    return case


def _asking(place: cases.Bureau) -> Application:
    """A case in hand that waits for a third party."""
    case = cases.handled(place, key="handling")
    cases.asked(place, case)
    return case


def _drafted(place: cases.Bureau, key: str) -> Application:
    """A case whose reply, with a file, waits for the leader."""
    case = cases.handled(place, key=key)
    table = SimpleUploadedFile(f"答复附件-{key}.csv", "单位,金额\n云溪建设,100\n".encode())
    facts = {"application": case, "actor": place.drafter, "at": cases.after(days=1)}
    actions.draft_reply(attachments=[table], **facts, **cases.DISCLOSED)
    return case


def _archived(place: cases.Bureau, key: str) -> Application:
    case = _drafted(place, key)
    office = {"application": case, "actor": place.clerk}
    cases.checked(place, case, cases.after(days=2))
    actions.approve(application=case, actor=place.leader, at=cases.after(days=2))
    actions.issue(at=cases.after(days=3), **office)
    sent = {"method": DeliveryMethod.EMAIL, "proof": "邮件发送记录 0001"}
    actions.deliver(
        sent_on=cases.after(days=3).date(), at=cases.after(days=3, hours=1), **sent, **office
    )
    actions.archive(at=cases.after(days=4), **office)
    return case
