"""What an applicant says: who they are and what they ask for (条例 art. 29)."""

from dataclasses import dataclass

from .vocabulary import ApplicantClass, IdType, WantedForm, WantedWay


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantData:
    """Who applies. ``name`` is a person's name or an organisation's.

    A citizen proves the identity with ``id_type`` and ``id_number``, an organisation with
    ``credit_code``, ``legal_representative`` and ``contact_person``.
    """

    applicant_class: ApplicantClass
    name: str
    id_type: IdType | None = None
    id_number: str = ""
    credit_code: str = ""
    legal_representative: str = ""
    contact_person: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""

    def __repr__(self) -> str:
        """Without values: tracebacks and logs must not name anybody."""
        return f"ApplicantData({self.applicant_class})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentData:
    """What is asked for, how it is wanted, and whether the public may hear of it.

    ``suggests_publication`` asks the agency to publish it for everybody; ``is_out_of_log``
    keeps the case out of the public log of answered applications.
    """

    content: str
    wanted_form: WantedForm
    wanted_way: WantedWay
    title: str = ""
    document_number: str = ""
    needs_help: bool = False
    help_note: str = ""
    suggests_publication: bool = False
    is_out_of_log: bool = False
