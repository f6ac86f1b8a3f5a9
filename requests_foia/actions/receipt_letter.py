"""The acknowledgement that an application was received, as a numbered letter."""

from datetime import datetime

from django.db import transaction

from portal.agencies.models import User
from requests_foia.domain.letters import RECEIPT
from requests_foia.models import Application, Letter

from .letters import issue_notice
from .stepping import begin, finish


def issue_receipt(
    *, application: Application, actor: User, at: datetime, version: int | None = None
) -> Letter:
    """Give the applicant the 接收回执: once, when receipt is confirmed."""
    with transaction.atomic():
        step = begin(
            application=application, event="issue_receipt", actor=actor, at=at, version=version
        )
        letter = issue_notice(step, RECEIPT, None)
        finish(step, after={"letter": letter.number}, public_note=letter.number)
        return letter
