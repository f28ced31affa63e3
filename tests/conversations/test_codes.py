"""Codes that are read aloud: what is noticed, what is tidied, what is never drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.codes import ALPHABET, LENGTH, MOST_RAW, is_code, mentioned, of_bytes, shown, tidy, with_check

DRAWN = st.text(alphabet=ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


def test_no_look_alikes() -> None:
    """Nobody has to ask whether it was the letter or the digit."""
    assert not set("0O1I") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


@given(DRAWN)
def test_a_code_is_one(drawn: str) -> None:
    """Seven symbols and their check are a code, also after being read out and typed."""
    code = with_check(drawn)
    assert is_code(code)
    assert code == tidy(shown(code).lower())


@given(st.binary(min_size=LENGTH - 1, max_size=LENGTH - 1))
def test_every_byte_stands_for_a_symbol(drawn: bytes) -> None:
    """And each symbol for as many bytes as any other, so that none is drawn more often."""
    assert of_bytes(drawn) == with_check("".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn))


@given(DRAWN)
def test_every_single_wrong_symbol_is_noticed(drawn: str) -> None:
    """At every place, the check symbol among them."""
    code = with_check(drawn)
    wrong = [
        code[:place] + other + code[place + 1 :] for place in range(LENGTH) for other in ALPHABET if other != code[place]
    ]
    assert [] == [one for one in wrong if is_code(one)]


def test_nearly_every_pair_of_swapped_neighbours_is_noticed() -> None:
    """But for symbols sixteen apart, which is one pair in thirty-one."""
    unnoticed = 0
    for one in ALPHABET:
        for other in ALPHABET.replace(one, ""):
            code = with_check(one + other + "A7K29")
            unnoticed += is_code(other + one + code[2:])
    assert unnoticed == 32


TYPED = {
    "a7k2-9qxm": "A7K29QXM",
    "A7K2 9QXM": "A7K29QXM",
    "  a7k29qxm.  ": "A7K29QXM",
    "“A7K2–9QXM”": "A7K29QXM",
    "#A7K2": "A7K2",
    "A7K2\n9QXM": "A7K29QXM",
    "A7K0": "",
    "Ấ7K2": "",
    "": "",
    "-": "",
    "A" * (MOST_RAW + 1): "",
}


@pytest.mark.parametrize(("typed", "expected"), TYPED.items(), ids=map(repr, TYPED))
def test_tidy(typed: str, expected: str) -> None:
    """What is copied or typed along with a code does no harm; what cannot be one is none."""
    assert expected == tidy(typed)


NO_CODES = ("", "A7K2", "A7K29QXQ2", "a7k29qxq", "A7K2-9QX", "A7K29QX0")


@pytest.mark.parametrize("text", NO_CODES)
def test_no_code(text: str) -> None:
    """Too short, too long, not tidied, or with a symbol that is never drawn."""
    assert not is_code(text)


SENTENCES = {
    "Mã của tôi là A7K2-9QXQ.": "A7K29QXQ",
    "a7k29qxq": "A7K29QXQ",
    "(a7k2 9qxq) và A7K2-9QXM": "A7K29QXQ",
    "A7K2-9QXM rồi A7K2–9QXQ": "A7K29QXQ",
    "cho em nhap A7K2-9QXQ": "A7K29QXQ",
    "em nhan A7K2 9QXQ nhe": "A7K29QXQ",
    "xA7K29QXQ": "",
    "A7K29QXQđ": "",
    "A7K2-9QX": "",
    "0912345678": "",
    "Nguyễn Văn A": "",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.items(), ids=map(repr, SENTENCES))
def test_mentioned(text: str, expected: str) -> None:
    """The first whole code with the right check symbol, however it is written, and no part of a longer word."""
    assert expected == mentioned(text)


@given(st.text())
def test_no_sentence_is_too_strange(written: str) -> None:
    """Nothing or a code."""
    found = mentioned(written)
    assert found == "" or (is_code(found) and not found.isdigit())


def test_a_part_of_a_code_is_shown_as_it_is() -> None:
    """Only whole codes have a hyphen."""
    assert [shown("A7K2"), shown("A7K29QXQ")] == ["A7K2", "A7K2-9QXQ"]
