"""Every name of the built-in list finds its own unit, and a slip of the finger never silently another."""

import pytest

from bot.builtin import organisations
from conversations.directory import Exact, Organisation
from conversations.text import fold, words
from tests.conversations.matches import COUNTRY, id_of, shown

FEDERATIONS = [node for node in organisations() if node.kind == "federation"]
PROVINCES = [node for node in organisations() if node.kind == "province"]
CAO_BANG = [node for node in FEDERATIONS if node.code.startswith("04.")]
SHORT = {
    "Huyện ": ("h. ", "h.", "H "),
    "Quận ": ("q. ", "Q.", "q "),
    "Thị xã ": ("tx ", "TX. "),
    "Thành phố ": ("tp ", "TP."),
}


def spellings(node: Organisation) -> list[str]:
    """The full name, the same without marks, and with each short type word."""
    prefix = next(prefix for prefix in SHORT if node.name.startswith(prefix))
    bare = node.name.removeprefix(prefix)
    unmarked = [" ".join(words(node.name)), f"{fold(prefix)} {fold(bare)}", f"{fold(prefix)}{fold(bare)}"]
    return [node.name, node.name.upper(), *unmarked, *(short + bare for short in SHORT[prefix])]


@pytest.mark.parametrize("province", PROVINCES, ids=lambda node: node.code)
def test_every_federation_is_found_by_its_own_names(province: Organisation) -> None:
    """Each of the 705 is found by its full name, without marks and with short type words, and never another."""
    found = {
        (node.name, text): shown(COUNTRY.search(text, province.id, "federation"))
        for node in COUNTRY.children(province.id)
        for text in spellings(node)
    }
    assert {(name, text): f"= {name}" for name, text in found} == found


@pytest.mark.parametrize("node", PROVINCES, ids=lambda node: node.code)
def test_every_province_is_found_by_its_own_names(node: Organisation) -> None:
    """Each of the 63 is found by its full and bare name, with and without marks."""
    bare = node.name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    found = {text: COUNTRY.search(text, None, "province") for text in (node.name, bare, bare.upper(), fold(bare))}
    assert dict.fromkeys(found, Exact(node)) == found


def edits(name: str) -> set[str]:
    """Every text one deletion, swap, replacement or insertion away."""
    alphabet = "abcdeghiklmnopqrstuvxyfjwz1 ạâàảăđêôơư"
    cuts = [(name[:n], name[n:]) for n in range(len(name) + 1)]
    changed = {head + letter + tail[1:] for head, tail in cuts for letter in alphabet if tail}
    added = {head + letter + tail for head, tail in cuts for letter in alphabet}
    return (
        {head + tail[1:] for head, tail in cuts} | changed | added | {h + t[1] + t[0] + t[2:] for h, t in cuts if t[1:]}
    )


@pytest.mark.parametrize("node", CAO_BANG, ids=lambda node: node.name)
def test_a_slip_never_silently_becomes_another_unit(node: Organisation) -> None:
    """One wrong letter in a name of Cao Bằng is that unit, asked, or nothing; the true name of a twin is itself."""
    bare = node.name.removeprefix("Huyện ").removeprefix("Thành phố ")
    wrong = []
    for text in sorted(edits(bare) | edits(" ".join(map(fold, bare.split())))):
        found = COUNTRY.search(text, id_of("04"), "federation")
        if isinstance(found, Exact) and found.organisation != node and text not in spellings_of_twins():
            wrong.append((text, found.organisation.name))
    assert [] == wrong


def spellings_of_twins() -> set[str]:
    """The bare names of Cao Bằng as they may rightly be typed without any mark."""
    return {" ".join(map(fold, node.name.split()[-2:])) for node in CAO_BANG}
