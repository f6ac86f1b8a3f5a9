"""Sentences keep text and parameters apart until somebody says them."""

import pytest

from portal.domain.messages import DomainError, Sentence, raise_any

LATE = Sentence("late", "%(event)s晚了 %(days)d 天")
ENGLISH = {"%(event)s晚了 %(days)d 天": "%(event)s is %(days)d days late", "延期": "The extension"}


def test_a_sentence_is_said_about_something():
    message = LATE.about(event="延期", days=2)
    assert (message.code, str(message)) == ("late", "延期晚了 2 天")


def test_a_sentence_and_the_words_in_it_are_translated():
    message = LATE.about(event="延期", days=2)
    assert message.translated(ENGLISH.__getitem__) == "The extension is 2 days late"
    assert Sentence("x", "延期").about().translated(ENGLISH.__getitem__) == "The extension"
    assert LATE.about(event="", days=1).translated(lambda text: text) == "晚了 1 天"


def test_a_percent_sign_in_plain_text_is_no_place_to_fill():
    assert str(Sentence("x", "100%").about()) == "100%"


def test_every_reason_travels_in_one_error():
    problems = [LATE.about(event="延期", days=1), LATE.about(event="答复", days=2)]
    with pytest.raises(DomainError, match="延期晚了 1 天；答复晚了 2 天") as refusal:
        raise_any(problems, DomainError)
    assert refusal.value.codes == ("late", "late")
    raise_any([], DomainError)
