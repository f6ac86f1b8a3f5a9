"""Everything that changes a case: one function per verb."""

from .answering import answer_opinion, deliver_question, lapse_opinions, open_question
from .asked_alike import convert_alike, dismiss_alike, find_asked_alike
from .asking import Asked, ask_opinion, renew_code, withdraw_question
from .batches import BatchRefused, destroy_batches, open_batch, request_batch
from .bundling import build_bundles, destroy_bundles, open_bundle, request_bundle
from .checking import check_legality, check_secrecy
from .closing import archive, deliver, withdraw
from .conflict import Conflict
from .conversion import review_conversion
from .correction import lapse_correction, receive_correction, request_correction
from .deciding import decide_third_party
from .destroying import (
    approve_list,
    call_off_list,
    destroy_due,
    draw_up_list,
    refuse_list,
)
from .drafting import approve, draft_reply, send_back
from .exporting import ExportRefused, export_applicants, log_export
from .fees import (
    approve_fee,
    deliver_fee_notice,
    lapse_fee,
    propose_fee,
    record_payment,
    refuse_fee,
    waive_fee,
)
from .filing import Filed, file_application
from .handling import assign, extend_deadline
from .holding import hold, lift_hold
from .identity import forget_identity, read_identity, verify_identity
from .issuing import issue
from .merging import merge
from .people import (
    Revealed,
    note_download,
    read_letter,
    read_volume,
    reveal_applicant,
    reveal_party,
)
from .previewing import preview_reply, preview_step
from .public_log import edit_entry, prepare_entry, release_entry, withdraw_entry
from .reasons import ask_reasons, delay_reply, judge_reasons, lapse_reasons, receive_reasons
from .receipt import confirm_lapsed, confirm_receipt, register
from .receipt_letter import issue_receipt
from .recounting import carry_reply
from .remedy import conclude_remedy, record_remedy, strike_remedy
from .report import (
    correct_report,
    edit_report,
    publish_report,
    refill_report,
    review_report,
    send_report_back,
    sign_report,
    submit_report,
)
from .report_opening import open_due_reports, open_report
from .self_check import conclude_entry, convert_entry, open_self_checks
from .sharing import (
    call_off_task,
    claim,
    claim_task,
    conclude_deliberation,
    finish_task,
    give_task,
    give_view,
    open_deliberation,
)
from .splitting import renew_case_code, split
from .templates import approve_template, draft_template, edit_template
from .wishes import change_wishes

__all__ = [
    "Asked",
    "BatchRefused",
    "Conflict",
    "ExportRefused",
    "Filed",
    "Revealed",
    "answer_opinion",
    "approve",
    "approve_fee",
    "approve_list",
    "approve_template",
    "archive",
    "ask_opinion",
    "ask_reasons",
    "assign",
    "build_bundles",
    "call_off_list",
    "call_off_task",
    "carry_reply",
    "change_wishes",
    "check_legality",
    "check_secrecy",
    "claim",
    "claim_task",
    "conclude_deliberation",
    "conclude_entry",
    "conclude_remedy",
    "confirm_lapsed",
    "confirm_receipt",
    "convert_alike",
    "convert_entry",
    "correct_report",
    "decide_third_party",
    "delay_reply",
    "deliver",
    "deliver_fee_notice",
    "deliver_question",
    "destroy_batches",
    "destroy_bundles",
    "destroy_due",
    "dismiss_alike",
    "draft_reply",
    "draft_template",
    "draw_up_list",
    "edit_entry",
    "edit_report",
    "edit_template",
    "export_applicants",
    "extend_deadline",
    "file_application",
    "find_asked_alike",
    "finish_task",
    "forget_identity",
    "give_task",
    "give_view",
    "hold",
    "issue",
    "issue_receipt",
    "judge_reasons",
    "lapse_correction",
    "lapse_fee",
    "lapse_opinions",
    "lapse_reasons",
    "lift_hold",
    "log_export",
    "merge",
    "note_download",
    "open_batch",
    "open_bundle",
    "open_deliberation",
    "open_due_reports",
    "open_question",
    "open_report",
    "open_self_checks",
    "prepare_entry",
    "preview_reply",
    "preview_step",
    "propose_fee",
    "publish_report",
    "read_identity",
    "read_letter",
    "read_volume",
    "receive_correction",
    "receive_reasons",
    "record_payment",
    "record_remedy",
    "refill_report",
    "refuse_fee",
    "refuse_list",
    "register",
    "release_entry",
    "renew_case_code",
    "renew_code",
    "request_batch",
    "request_bundle",
    "request_correction",
    "reveal_applicant",
    "reveal_party",
    "review_conversion",
    "review_report",
    "send_back",
    "send_report_back",
    "sign_report",
    "split",
    "strike_remedy",
    "submit_report",
    "verify_identity",
    "waive_fee",
    "withdraw",
    "withdraw_entry",
    "withdraw_question",
]
