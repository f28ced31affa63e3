"""JSON under seal, packed or not."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import Unsealable
from storage.packing import packed, unpacked
from storage.sealed_json import open_json, seal_json
from storage.vault import Vault

VAULT = Vault(["a-secret-for-this-test-of-32-chars"])
ANY_JSON = st.dictionaries(
    st.text(max_size=20),
    st.recursive(st.none() | st.booleans() | st.integers(-(1 << 53), 1 << 53) | st.text(), st.lists, max_leaves=40),
    max_size=12,
)
LONG: dict[str, Any] = {"buttons": [["Quay lại", f"k.1.{number}.back", "control"] for number in range(40)]}


@given(ANY_JSON, st.booleans())
def test_it_comes_back(value: dict[str, Any], packs: bool) -> None:
    """Whatever it is, and whether it was packed or not."""
    assert value == open_json(VAULT, seal_json(VAULT, value, "x", packs=packs), "x")


def test_only_what_is_long_is_packed() -> None:
    """To a third and less; what is short is left as it is, and so is everything where nothing is packed."""
    short = {"kind": "digest"}
    assert len(seal_json(VAULT, short, "x", packs=True)) == len(seal_json(VAULT, short, "x"))
    assert len(seal_json(VAULT, LONG, "x", packs=True)) * 3 < len(seal_json(VAULT, LONG, "x"))


QUESTION: dict[str, Any] = {
    "kind": "say", "key": "ask-phone", "args": {"n": 3, "total": 11},
    "buttons": [[{"key": f"button-{word}", "args": {}}, f"k.7.phone.{word}", "control"] for word in ("back", "edit", "cancel")],
    "hint": "phone",
}  # fmt: skip


CARD: dict[str, Any] = {
    "kind": "say", "key": "decision-card", "hint": None,
    "args": {"code": "A7K2-9QXM", "lines": [
        {"key": "card-line", "args": {"label": {"key": f"line-{name}", "args": {}}, "value": value}}
        for name, value in {"full-name": "Nguyễn Văn A", "phone": "0900•••001", "union": "CĐCS A", "title": "Bơm nước"}.items()
    ]},
    "buttons": [[{"key": "button-confirm", "args": {}}, "d.confirm.A7K29QXM.1", "choice"]],
}  # fmt: skip


def test_a_question_takes_little() -> None:
    """What is said again and again is in the dictionary, also what cards are made of."""
    for usual in (QUESTION, CARD):
        assert len(packed(orjson.dumps(usual))) * 4 < len(orjson.dumps(usual))


# As programs have stored it: with nothing, packed by itself (until revision 0020), with the first dictionary (0022), the second.
STORED = {
    "plain": b'{"kind":"digest"}',
    "bare": bytes.fromhex(
        "00758fc10ac3201044ff65ce46083d14fc95908331d288b296b83d04f1df2b89a450f0b6ccdb373019ded10a85a40f08787b"
        "d45b273fbcb748b6267a7f25a80c827a0870641da0c6b1082c1fe648154e536ee2150d8b36fea796faebe5539e8db2311389"
        "f718308b7fd9ae8e7b72637dd9683236f4f49bde05b3c0e688ebe66b6ff902"
    ),
    "first": bytes.fromhex(
        "0103a670ec45082c96a00907548e18e32c47d0f209b612c35c0f6c2279a5054c33c192029eff90d27bb61e4c3b5c164bee84"
        "f8b71600"
    ),
    "second": bytes.fromhex("02c3194f949484d8e2c95c0f6c22797104d34c307eb0870b4c3bbe3081f8b71600"),
}


@pytest.mark.parametrize("stored", STORED.values(), ids=STORED)
def test_what_was_stored_can_be_read_for_ever(stored: bytes) -> None:
    """Whoever changes the dictionary gives it a mark of its own."""
    assert orjson.loads(unpacked(stored)) in ({"kind": "digest"}, QUESTION)


def test_it_is_sealed_all_the_same() -> None:
    """A packed value opens at its own place alone."""
    with pytest.raises(Unsealable):
        open_json(VAULT, seal_json(VAULT, LONG, "x", packs=True), "y")
