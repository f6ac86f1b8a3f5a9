"""Who is asked for an opinion."""

from dataclasses import dataclass

LENGTHS = {"name": 100, "contact_person": 60, "phone": 40, "email": 254, "address": 300}
"""Characters of plain text; the encrypted columns can't tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyData:
    """A person (``is_person``) or a body, and how a letter reaches them."""

    name: str
    is_person: bool = False
    contact_person: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def __repr__(self) -> str:
        """Without values: tracebacks and logs must not name anybody."""
        return f"PartyData(is_person={self.is_person})"
