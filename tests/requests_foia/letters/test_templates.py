"""An agency's own wording: only placeholders, all that the law demands, four eyes, from a day."""

from datetime import timedelta

import pytest

from portal.domain.workflow import TransitionRefused
from requests_foia import actions
from requests_foia.actions.lettering import shipped_text
from requests_foia.actions.templates import clean_text
from requests_foia.domain.letters import FORMS, PLACEHOLDERS, faults_of, fill
from requests_foia.domain.opinions import Consulted
from requests_foia.domain.replies import Ground, ReplyKind
from requests_foia.models import Letter, LetterTemplate
from tests.factories import requests_foia as cases

DAY = cases.after(days=-10)
ANSWER = {
    "text": "具体内容见附件。",
    "reasons": "理由在此。",
    "separation": "各部分不可分。",
    "withheld": "合同中的联系人电话。",
    "search_note": "检索了文书档案。",
    "search_places": "文书档案",
    "search_words": "桃源路",
    "searched_by": "规划科",
}


def drafted(place, kind="disclosed", text="", **facts) -> LetterTemplate:
    facts = {"in_force_from": DAY.date(), "actor": place.clerk, "at": DAY, **facts}
    return actions.draft_template(organisation=place.body, kind=kind, text=text, **facts)


def in_force(place, kind="disclosed", text="", **facts) -> LetterTemplate:
    made = drafted(place, kind, text, **facts)
    return actions.approve_template(template=made, actor=place.leader, at=DAY)


@pytest.mark.parametrize("kind", FORMS)
def test_the_shipped_wording_passes_its_own_check_and_survives_cleaning(kind):
    text = shipped_text(kind)
    assert not faults_of(kind, text)
    assert not faults_of(kind, clean_text(text))
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "ground"),
    [
        (ReplyKind.DISCLOSED, None),
        (ReplyKind.REFUSED, Ground.PROCESS),
        (ReplyKind.PARTIAL, Ground.THIRD_PARTY),
        (ReplyKind.NOT_EXISTING, None),
        (ReplyKind.REISSUE, None),
    ],
)
def test_an_unchanged_version_says_what_the_shipped_letter_says(kind, ground):
    """One source: the agency's first version differs in nothing but its name."""
    answer = {"kind": kind, "ground": ground, **ANSWER}
    plain = cases.bureau(code="a", name="云溪区教育局", number_prefix="甲")
    shipped = cases.issued(plain, answer).letters.get()
    own = cases.bureau(code="b", name="云溪区教育局", number_prefix="乙")
    version = in_force(own, kind)
    worded = cases.issued(own, answer, key="key-2").letters.get()
    assert (worded.template, worded.template_version) == (version, "v1")
    assert shipped.template is None

    def bare(letter: Letter) -> str:
        text = letter.html.replace(letter.number, "№").replace(letter.application.number, "№")
        for body in (plain.body, own.body):
            text = text.replace(body.reconsideration_authority, "复").replace(body.court, "院")
        return "".join(text.split())

    assert bare(worded) == bare(shipped)


def by_the_way(place) -> list[Letter]:
    """The letters of a case that was charged and of one where everybody was asked."""
    charged = cases.asked_to_pay(place, key=f"charged-{place.body.code}")
    case = cases.handled(place, key=f"asked-{place.body.code}")
    for consulted in Consulted:
        period = {"working_days": 10} if consulted is Consulted.OTHER_AGENCY else {}
        cases.asked(place, case, at=cases.after(days=2), consulted=consulted, **period)
    return list(Letter.objects.filter(application__in=[charged, case]))


@pytest.mark.django_db
def test_letters_to_others_and_fee_notices_can_be_worded_as_well():
    facts = {"name": "云溪区教育局", "reconsideration_authority": "复", "court": "院"}
    shipped = by_the_way(cases.bureau(code="a", number_prefix="甲", **facts))
    own = cases.bureau(code="b", number_prefix="乙", **facts)
    kinds = {"fee", "opinion_asked", *(f"{asked}_question" for asked in Consulted)}
    for kind in kinds:
        in_force(own, kind)
    worded = by_the_way(own)
    assert kinds <= {letter.kind for letter in worded}
    assert {letter.template_version for letter in worded if letter.kind in kinds} == {"v1"}

    def bare(letter: Letter) -> tuple[str, str]:
        text = letter.html.replace(letter.number, "№").replace(letter.application.number, "№")
        return letter.kind, "".join(text.split())

    assert sorted(map(bare, worded)) == sorted(map(bare, shipped))


@pytest.mark.django_db
def test_everything_missing_is_told_at_once():
    place = cases.bureau()
    made = drafted(place, "refused", "<p>不予公开。{密码}{理由}再{</p>")
    with pytest.raises(TransitionRefused) as refused:
        actions.approve_template(template=made, actor=place.clerk, at=DAY + timedelta(days=1))
    said = str(refused.value)
    for lacking in ("文号", "主送", "机关", "日期", "条款", "事由条款", "救济途径", "区分说明"):
        assert f"缺少法定要素：{{{lacking}}}" in said
    assert "没有占位符{密码}" in said
    assert "{理由}是整段内容" in said
    assert "不成对的花括号" in said
    assert "起草人不能批准" in said
    assert "不能早于今天" in said
    made.refresh_from_db()
    assert made.approved_at is None


@pytest.mark.django_db
def test_roles_and_frozen_versions():
    place = cases.bureau()
    for actor in (place.drafter, place.auditor, place.leader):
        with pytest.raises(TransitionRefused):
            drafted(place, actor=actor)
    made = drafted(place, actor=place.administrator)
    with pytest.raises(TransitionRefused):
        actions.approve_template(template=made, actor=place.administrator, at=DAY)
    actions.approve_template(template=made, actor=place.clerk, at=DAY)
    with pytest.raises(TransitionRefused, match="另起新版本"):
        actions.edit_template(
            template=made, text="", in_force_from=DAY.date(), actor=place.clerk, at=DAY
        )
    with pytest.raises(TransitionRefused, match="默认文本"):
        drafted(place, "outgoing")


@pytest.mark.django_db
def test_whoever_changed_it_last_may_not_approve_it():
    place = cases.bureau()
    made = drafted(place, actor=place.administrator)
    facts = {"text": "", "in_force_from": DAY.date(), "at": DAY}
    actions.edit_template(template=made, actor=place.clerk, **facts)
    with pytest.raises(TransitionRefused, match="自己起草"):
        actions.approve_template(template=made, actor=place.clerk, at=DAY)


@pytest.mark.django_db
def test_a_version_is_used_from_its_day_and_letters_keep_theirs():
    place = cases.bureau()
    first = in_force(place, text=shipped_text("disclosed").replace("予以公开", "依法公开"))
    later = cases.after(days=30).date()
    in_force(place, in_force_from=later)
    letter = cases.issued(place).letters.get()
    assert letter.template == first
    assert "依法公开" in letter.html
    assert LetterTemplate.objects.get(edition=2).in_force_from == later


@pytest.mark.django_db
@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<img src="file:///etc/passwd">',
        '<a href="javascript:alert(1)">x</a>',
        '<p style="background:url(http://x)">x</p>',
        '<p class="letter-sign evil">x</p>',
        '<iframe src="/admin/"></iframe>',
        "<style>body{}</style>",
        "{% load static %}{{ settings.SECRET_KEY }}",
    ],
)
def test_nothing_that_runs_fetches_or_reads_gets_through(evil):
    place = cases.bureau()
    made = drafted(place, text=shipped_text("disclosed") + evil)
    for trace in ("<script", "onclick", "<img", "href", "style", "evil", "<iframe", "alert(1)</s"):
        assert trace not in made.text
    if "{%" in evil:
        assert faults_of("disclosed", made.text)


def test_what_is_filled_in_is_never_read_again():
    values = dict.fromkeys(PLACEHOLDERS, "") | {"主送": "{文号}", "文号": "<b>", "理由": "{主送}"}
    assert fill("<p>{主送}</p><p>{理由}</p>{无}", values) == "<p>{文号}</p>{主送}{无}"


@pytest.mark.django_db
def test_the_preview_is_the_letter_and_changes_nothing():
    place = cases.bureau(number_prefix="云溪公开")
    case = cases.approved(place)
    at = cases.after(days=3)
    facts = {"application": case, "actor": place.clerk, "at": at}
    (shown,) = actions.preview_step(take=lambda: actions.issue(**facts), **facts)
    assert "云溪公开〔2025〕第×号" in shown
    assert not Letter.objects.exists()
    assert cases.refreshed(case).state == case.state
    letter = actions.issue(**facts)
    assert letter.number.endswith("第1号"), "the preview used up no number"
    assert shown == letter.html.replace("第1号", "第×号")


@pytest.mark.django_db
def test_the_leader_reads_the_letter_before_approving():
    place = cases.bureau(number_prefix="云溪公开")
    case = cases.drafted(place)
    (shown,) = actions.preview_reply(application=case, actor=place.leader, at=cases.after(days=1))
    assert "云溪公开〔2025〕第×号" in shown
    assert cases.DISCLOSED["text"] in shown


@pytest.mark.django_db
def test_the_receipt_is_a_letter_of_its_own_once():
    place = cases.bureau()
    case = cases.confirmed(place)
    facts = {"application": case, "actor": place.clerk, "at": cases.after(hours=3)}
    letter = actions.issue_receipt(**facts)
    for said in ("接收回执", "欧阳雪见", "第三十三条第二款", "2025年12月1日前"):
        assert said in letter.html
    with pytest.raises(TransitionRefused, match="已经出具过"):
        actions.issue_receipt(**facts)
