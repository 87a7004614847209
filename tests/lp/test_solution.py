"""Statuses: each says what to do next."""

from firmwatt.lp.solution import Status


def test_the_text_of_each_status_is_a_sentence_of_its_own():
    texts = [status.value for status in Status]
    assert len(set(texts)) == len(texts)
    assert all(text[0].isupper() and text.endswith(".") for text in texts)
