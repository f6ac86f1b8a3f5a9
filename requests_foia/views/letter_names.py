"""What letters are called."""

from django.utils.functional import Promise

from requests_foia.models import Letter, labels


def letter_name(letter: Letter) -> Promise | str:
    """What the letter does, in the words of the field."""
    return labels.letter_name(letter.kind)
