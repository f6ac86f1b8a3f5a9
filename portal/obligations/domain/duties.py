"""What kind of duty a rule is: counted in public, an inner step, or somebody else's.

Every rule of an application, and every rule whose limits the ledger can count anew, is in
exactly one of the first two sets; a test fails for one that is not.
"""

PUBLIC_RULES = frozenset(
    {
        "consult.feedback_after_issue",
        "foi.own_record",
        "foi.reply",
        "message.petition",
        "message.reply",
        "message.simple",
        "opinion.general",
        "opinion.major_information",
        "opinion.major_press",
        "petition.finish",
        "petition.notice",
        "pub.deadline",
        "pub.document_online",
        "pub.internal_submit",
        "pub.opinion_feedback",
        "pub.service_change",
        "pub.urgent",
        "report.department",
        "report.government",
    }
)
"""What the public on-time figures count: one answer, one publication, one report, each once.
The steps inside an application belong to its reply and are not counted beside it."""

INNER_RULES = frozenset(
    {
        "foi.confirm",
        "foi.register",
        "foi.correction_notice",
        "foi.correction_period",
        "foi.third_party",
        "foi.co_maker",
        "foi.other_agency",
        "foi.fee_pay",
        "foi.extend",
        "foi.reasons",
        "foi.delay",
        "foi.delivery",
    }
)
"""Steps on the way to a reply: for the staff's queue, reminders and the auditors."""

AWAITED_RULES = frozenset(
    {
        "foi.correction_period",
        "foi.third_party",
        "foi.co_maker",
        "foi.other_agency",
        "foi.fee_pay",
        "foi.reasons",
    }
)
"""Periods of the applicant, a third party or another agency. When one has passed the body has
something to decide; it is not late itself."""

CONDITIONAL_RULES = frozenset({"foi.correction_notice"})
"""Owed only if something turns out to be wanting. Ended unmet, the duty never arose: nobody was
late with it (条例 art. 30 asks for a notice only where the application is unclear)."""

NEVER_LATE_WHEN_ENDED = AWAITED_RULES | CONDITIONAL_RULES
