from .correction import CORRECTABLE_FIELDS, change_validity, correct_document, review_correction
from .draft import attach_file, draft_document, edit_document, submit
from .publication import publish, withdraw_document
from .review import register_document, return_document, review_secrecy

__all__ = [
    "CORRECTABLE_FIELDS",
    "attach_file",
    "change_validity",
    "correct_document",
    "draft_document",
    "edit_document",
    "publish",
    "register_document",
    "return_document",
    "review_correction",
    "review_secrecy",
    "submit",
    "withdraw_document",
]
