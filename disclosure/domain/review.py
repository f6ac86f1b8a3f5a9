"""What a secrecy review may conclude from its answers (先审查、后公开, 保密法 art. 35)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answers:
    """The four questions of the information-release review form."""

    has_state_secret: bool
    has_commercial_secret: bool
    has_privacy: bool
    is_lawful: bool

    @property
    def are_clean(self) -> bool:
        """Whether nothing in them stands against publication."""
        found = self.has_state_secret or self.has_commercial_secret or self.has_privacy
        return self.is_lawful and not found
