"""JSON under seal, packed or not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import Unsealable
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


def test_it_is_sealed_all_the_same() -> None:
    """A packed value opens at its own place alone."""
    with pytest.raises(Unsealable):
        open_json(VAULT, seal_json(VAULT, LONG, "x", packs=True), "y")
