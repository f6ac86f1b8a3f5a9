"""A case as its page tells it: what was asked, what happened, what was answered."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.models import User
from portal.calendar import moment
from portal.domain.clock import ClockError, ReplyAnswer
from portal.domain.drawing import draw
from portal.domain.rulesets import rule_set
from portal.files.models import StoredFile
from portal.files.queries import files_of
from portal.outbox.queries import lost_mails
from portal.outbox.queries import visible_to as visible_messages
from portal.printing.queries import prints_of
from portal.privacy.masks import mask_name
from requests_foia import permissions, queries
from requests_foia.domain.workflow import APPLICANT, PARTY
from requests_foia.models import Application, ApplicationStep, Reply, labels
from requests_foia.queries.letters import LETTER_PRINT
from requests_foia.queries.sent_files import sent_files

from .fees import fees_of, is_worth_showing, month_of_applicant
from .holds import keeping_of
from .linking import linked_of
from .parties import others_of
from .proof import proof_url
from .readings import reading_rows, remarks_in_words
from .steps import BUTTONS
from .supposing import supposed_rows

# Steps that nobody takes by a button.
_UNTAKEN = {
    "file": gettext_lazy("提交申请"),
    "lapse_opinion": gettext_lazy("逾期未提出意见"),
    "split_off": gettext_lazy("由另一件申请拆分而来"),
    "take_in": gettext_lazy("并入重复的申请"),
    "verify_identity": gettext_lazy("核验身份证明并删除"),
}


def story_of(case: Application, user: User) -> dict[str, Any]:
    """The context of the change page for this reader."""
    today = moment.today()
    may_reveal = bool(permissions.may_reveal(user, case, today))
    reads_words = permissions.may_read_words(user, case, today)
    answer = _reckoned(case)
    month = month_of_applicant(case, user, today) if reads_words else None
    return {
        "fees": fees_of(case) if reads_words else [],
        "month": month if is_worth_showing(case, month) else None,
        "facts": _facts(case, reads_words),
        "dated": list(case.events.select_related("recorded_by")) if reads_words else [],
        "events": [_event(step) for step in case.steps.select_related("actor")],
        "help_note": case.help_note if reads_words else "",
        "sent_files": list(sent_files(case)) if reads_words else [],
        "drafts": _drafts(case) if reads_words else [],
        "lost_mails": _lost_mails(case, user) if reads_words else [],
        "letters": _letters(case, user, may_reveal),
        "drawing": draw(answer) if answer else None,
        "readings": reading_rows(answer) if answer else [],
        "clock_remarks": remarks_in_words(answer.remarks) if answer else [],
        "supposed": supposed_rows(case, today),
        **others_of(case, user, today),
        **keeping_of(case, today),
        **linked_of(case, user, today),
        "masked_name": mask_name(case.details.name) if may_reveal else "",
        "proof_url": proof_url(case, user, today),
        **{
            f"{name}_url": reverse(f"admin:requests_foia_application_{name}", args=[case.pk])
            for name in ("bundle", "volume")
        },
        "reveal_url": reverse("admin:requests_foia_application_reveal", args=[case.pk])
        if may_reveal
        else "",
    }


def _facts(case: Application, reads_words: bool) -> list[tuple[str, Any]]:
    asked = [
        (_("信息名称"), case.title),
        (_("文号"), case.document_number),
        (_("内容描述"), case.content),
        (_("协助说明"), case.help_note),
    ]
    return [
        *(asked if reads_words else ()),
        (_("信息形式"), case.get_wanted_form_display()),
        (_("获取途径"), case.get_wanted_way_display()),
        (_("需要协助"), _("是") if case.needs_help else ""),
        (_("建议主动公开"), _("是") if case.suggests_publication else ""),
        (_("不列入已答复申请目录"), _("是") if case.is_out_of_log else ""),
        (_("申请人类别"), case.get_applicant_class_display()),
        (_("提交渠道"), case.get_channel_display()),
        (_("受理机关"), case.organisation),
        (_("承办机构"), case.assigned_unit),
        (_("承办人"), case.officer),
        (_("适用规则"), rule_set(case.rule_set).title),
        (_("办理结果"), case.get_outcome_display() if case.outcome else ""),
        (_("年报统计项"), case.statistics_row),
    ]


def _event(step: ApplicationStep) -> dict[str, Any]:
    button = BUTTONS.get(step.event)
    unnamed = {APPLICANT: _("申请人"), PARTY: _("被征求意见人")}
    who = str(step.actor) if step.actor else unnamed.get(step.role, _("系统"))
    said = [words for words in (step.public_note, step.note) if words]
    return {
        "title": str(button.label) if button else str(_UNTAKEN[step.event]),
        "at": step.at,
        "text": " · ".join([who, *dict.fromkeys(said)]),
        "state": "done",
    }


def _drafts(case: Application) -> list[tuple[Reply, list[StoredFile]]]:
    drafts = case.replies.select_related(
        "drafted_by",
        "approved_by",
        "returned_by",
        "referred_to",
        "conversion__document",
        "conversion__category",
    ).prefetch_related("checks__checked_by")
    return [(draft, list(files_of(draft))) for draft in drafts]


def _lost_mails(case: Application, user: User) -> list[dict[str, Any]]:
    """Mails about the case that did not arrive; the office may look after them."""
    lost = list(lost_mails(case))
    if not lost:
        return []
    mine = visible_messages(user, moment.today()).filter(pk__in=[mail.pk for mail in lost])
    reachable = set(mine.values_list("pk", flat=True))
    return [
        {
            "mail": mail,
            "url": reverse("admin:outbox_outboxmessage_change", args=[mail.pk])
            if mail.pk in reachable
            else "",
        }
        for mail in lost
    ]


def _letters(case: Application, user: User, may_reveal: bool) -> list[dict[str, Any]]:
    """Every letter; where printing failed, the office may have it printed again at once."""
    # Of the letters of one moment the lower number comes first.
    letters = sorted(
        case.letters.select_related("delivery"),
        key=lambda one: (one.issued_at, len(one.number), one.number),
    )
    rows = [_letter(case, letter, may_reveal) for letter in letters]
    if not (may_reveal and permissions.may_ask(user, case, moment.today())):
        return rows
    jobs = prints_of(letters, LETTER_PRINT)
    for row in rows:
        job = jobs.get(str(row["letter"].pk))
        if job and job.state is job.State.FAILING:
            parts = [case.pk, row["letter"].pk]
            row["again"] = reverse("admin:requests_foia_application_letter_again", args=parts)
            row["print_error"] = job.last_error
    return rows


def _letter(case: Application, letter: Any, may_reveal: bool) -> dict[str, Any]:
    url = reverse("admin:requests_foia_application_letter", args=[case.pk, letter.pk])
    delivery = getattr(letter, "delivery", None)
    pages = {
        name: reverse(f"admin:requests_foia_application_letter_{name}", args=[case.pk, letter.pk])
        for name in ("pdf", "delivery")
    }
    return {
        "letter": letter,
        "name": labels.letter_name(letter.kind),
        "url": url if may_reveal else "",
        "pages": pages if may_reveal else {},
        "delivery": delivery,
    }


def _reckoned(case: Application) -> ReplyAnswer | None:
    """The count as the facts stand; None where nothing is due or the facts contradict."""
    if case.due_on is None:
        return None
    try:
        return queries.reckoning(case)
    except ClockError:
        return None
