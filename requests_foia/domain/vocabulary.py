"""The words of a case. Their Chinese labels stand with the models."""

from enum import StrEnum


class Channel(StrEnum):
    """The way an application came in; it decides the day of receipt (条例 art. 31)."""

    WEB = "web"
    COUNTER = "counter"
    MAIL_SIGNED = "mail_signed"
    MAIL_PLAIN = "mail_plain"
    FAX = "fax"
    EMAIL = "email"
    ORAL = "oral"


class ApplicantClass(StrEnum):
    """The columns of table three of the annual report."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    RESEARCH = "research"
    WELFARE = "welfare"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"


class IdType(StrEnum):
    """The document a person proves the identity with."""

    ID_CARD = "id_card"
    PASSPORT = "passport"
    HK_MACAO_TAIWAN = "hk_macao_taiwan"
    RESIDENCE_PERMIT = "residence_permit"
    OTHER = "other"


class WantedForm(StrEnum):
    """The carrier the applicant asks for (条例 art. 29 (三))."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class WantedWay(StrEnum):
    """The way the applicant asks to get it (条例 art. 29 (三))."""

    MAIL = "mail"
    EMAIL = "email"
    FAX = "fax"
    PICKUP = "pickup"
    INSPECT = "inspect"


class State(StrEnum):
    """Where an application stands: 接收、登记、办理、审核、答复、送达、归档, and its ends."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"
    REGISTERED = "registered"
    WAITING_CORRECTION = "waiting_correction"
    WAITING_FEE = "waiting_fee"
    HANDLING = "handling"
    REVIEW = "review"
    APPROVED = "approved"
    REPLIED = "replied"
    DELIVERED = "delivered"
    ARCHIVED = "archived"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


OPEN_STATES = frozenset(
    {
        State.RECEIVED,
        State.CONFIRMED,
        State.REGISTERED,
        State.WAITING_CORRECTION,
        State.WAITING_FEE,
        State.HANDLING,
        State.REVIEW,
        State.APPROVED,
        State.REPLIED,
    }
)
"""The agency still owes something. An issued reply is owed until it is delivered."""


class Fact(StrEnum):
    """What the clock counts with: one dated, evidenced fact each, never edited."""

    SUBMITTED = "submitted"
    POSTED = "posted"
    SIGNED = "signed"
    ARRIVED = "arrived"
    CONFIRMED = "confirmed"
    CORRECTION_REQUESTED = "correction_requested"
    CORRECTION_RECEIVED = "correction_received"
    CORRECTION_LAPSED = "correction_lapsed"
    THIRD_PARTY_ASKED = "third_party_asked"
    THIRD_PARTY_ANSWERED = "third_party_answered"
    JOINT_AGENCY_ASKED = "joint_agency_asked"
    JOINT_AGENCY_ANSWERED = "joint_agency_answered"
    OTHER_AGENCY_ASKED = "other_agency_asked"
    OTHER_AGENCY_ANSWERED = "other_agency_answered"
    QUESTION_WITHDRAWN = "question_withdrawn"
    FEE_NOTICED = "fee_noticed"
    FEE_NOTICE_DELIVERED = "fee_notice_delivered"
    FEE_WAIVED = "fee_waived"
    FEE_PAID = "fee_paid"
    FEE_LAPSED = "fee_lapsed"
    EXTENDED = "extended"
    REASONS_ASKED = "reasons_asked"
    REASONS_GIVEN = "reasons_given"
    REASONS_LAPSED = "reasons_lapsed"
    REASONS_ACCEPTED = "reasons_accepted"
    REASONS_REJECTED = "reasons_rejected"
    DELAYED = "delayed"
    SPLIT = "split"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"


ONCE_ONLY_FACTS = (
    Fact.SUBMITTED,
    Fact.CONFIRMED,
    Fact.CORRECTION_REQUESTED,
    Fact.CORRECTION_RECEIVED,
    Fact.CORRECTION_LAPSED,
    Fact.FEE_NOTICED,
    Fact.EXTENDED,
    Fact.REASONS_ASKED,
    Fact.REASONS_GIVEN,
    Fact.REASONS_LAPSED,
    Fact.REASONS_ACCEPTED,
    Fact.REASONS_REJECTED,
    Fact.DELAYED,
    Fact.REPLIED,
    Fact.WITHDRAWN,
)
"""条例 art. 30 asks for one correction notice; art. 33 allows one extension, art. 35
is read to allow one question for reasons and one delay."""


class DeliveryMethod(StrEnum):
    """How a letter reaches the applicant."""

    DIRECT = "direct"
    POST = "post"
    EMAIL = "email"
    FAX = "fax"
    ONLINE = "online"
