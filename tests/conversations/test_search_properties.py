"""What holds for every search, whatever the tree and the text."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.builtin import organisations
from conversations.directory import Directory, Elsewhere, Exact, Match, Options, Organisation, Suggestion
from conversations.matching.union_names import core, terms_of
from tests.conversations.matches import id_of, shown
from tests.noisy_names import UNIONS, queries
from tests.workplaces import workplaces

HOME, BESIDE = id_of("04.045"), id_of("04.043")
FEDERATIONS = [node for node in organisations() if node.id in (HOME, BESIDE)]
NODES = (*organisations(), *workplaces(FEDERATIONS, 150))
TREE = Directory(NODES)
AT_HOME = TREE.children(HOME)
TYPED = tuple(queries(TREE, AT_HOME, UNIONS, 2 * len(UNIONS), 3))
HOSTILE = (
    "ha " * 66, "truong mam non " * 13, "a b c d e " * 20, "truongmamnon" * 16, "s" * 200, "1 " * 100, "so 1 " * 40,
    "aw ow uw dd " * 16, "bao3 lac5 " * 20, "x." * 100, "thcs thpt th mn ubnd " * 9, "i" * 200, "\u0301" * 200, "cđcs " * 40,
)  # fmt: skip


def found(match: Match) -> tuple[Organisation, ...]:
    """The units that are shown."""
    match match:
        case Options(nodes):
            return nodes
        case Exact(node) | Suggestion(node) | Elsewhere(node):
            return (node,)
    return ()


def test_a_printed_name_is_its_unit() -> None:
    """The name as it is printed finds that unit, or asks among those whose names say the same."""
    for node in AT_HOME:
        match = TREE.search(node.name, HOME, "union")
        assert node in found(match)
        assert isinstance(match, Exact) or {terms_of(node.name)} == {terms_of(one.name) for one in found(match)}


@pytest.mark.parametrize("scope", [HOME, id_of("04"), id_of("VN"), None])
def test_the_order_of_the_tree_does_not_matter(scope: int | None) -> None:
    """The same tree read in another order gives the same answers."""
    nodes = list(NODES)
    random.Random(4).shuffle(nodes)
    other = Directory(nodes)
    texts = [asked.text for asked in TYPED] + ["truong", "ubnd", "mn", "cong ty tnhh", "xa"]
    assert [shown(TREE.search(text, scope, "union")) for text in texts] == [
        shown(other.search(text, scope, "union")) for text in texts
    ]


def test_a_closed_unit_is_never_found() -> None:
    """Whatever is typed, and in whichever scope."""
    closed = Directory([replace(node, is_active=node.kind != "union" or node.parent_id != HOME) for node in NODES])
    for asked in TYPED[::3]:
        for scope in (HOME, id_of("04"), None):
            assert all(node.is_active for node in found(closed.search(asked.text, scope, "union")))


def test_the_next_snapshot_searches_as_one_made_anew() -> None:
    """Units that came, went, closed, were renamed or learnt a name are known as if nothing had been there before."""
    before = Directory(NODES)
    before.prepare()
    for scope in (id_of("VN"), HOME):
        before.search("trường mn, ubnd xã", scope, "union")
    changed = {
        AT_HOME[0].id: replace(AT_HOME[0], aliases=("Tên Đã Học",)),
        AT_HOME[1].id: replace(AT_HOME[1], name="Trường Mới Đặt Tên"),
        AT_HOME[2].id: replace(AT_HOME[2], is_active=False),
        AT_HOME[3].id: replace(AT_HOME[3], parent_id=BESIDE),
    }
    nodes = [changed.get(node.id, node) for node in NODES if node != AT_HOME[4]]
    nodes.append(Organisation(99_999, "04.045.new", "CĐCS Xưởng Ươm Tơ", "union", HOME))
    after, anew = Directory(nodes, before=before), Directory(nodes)
    texts = [*(node.name for node in AT_HOME[:6]), "ten da hoc", "truong moi dat ten", "xuong uom to", "uom too", "ubnd"]
    for scope in (id_of("VN"), HOME, BESIDE):
        answers = [shown(after.search(text, scope, "union")) for text in texts]
        assert [shown(anew.search(text, scope, "union")) for text in texts] == answers
    assert "= CĐCS Xưởng Ươm Tơ" == shown(after.search("xưởng ươm tơ", HOME, "union"))
    assert AT_HOME[4] not in found(after.search(AT_HOME[4].name, HOME, "union"))
    assert AT_HOME[4] in found(before.search(AT_HOME[4].name, HOME, "union"))


def test_nothing_changed() -> None:
    """A new snapshot of the same tree searches with what was made for the last one."""
    before = Directory(NODES)
    before.prepare()
    after = Directory([replace(node) for node in NODES], before=before)
    after.prepare()
    assert before._union_index("union", id_of("VN")) is after._union_index("union", id_of("VN"))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_texts_end(text: str) -> None:
    """Two hundred characters of anything are answered, with a few choices at most."""
    for scope, kind in ((HOME, "union"), (None, "union"), (id_of("04"), "federation"), (None, "province")):
        assert len(found(TREE.search(text[:200], scope, kind))) <= 8


@given(st.data())
@settings(max_examples=300)
def test_a_taken_unit_was_said(data: st.DataObject) -> None:
    """Words that fell out of a name, of any two names, never leave what is taken for another without asking."""
    names = data.draw(st.lists(st.sampled_from([node.name for node in AT_HOME]), min_size=1, max_size=2))
    said = [word for name in names for word in name.split() if data.draw(st.booleans())]
    match = TREE.search(" ".join(said), HOME, "union")
    if isinstance(match, Exact):
        assert set(core(terms_of(match.organisation.name))) <= set(terms_of(" ".join(said)))


@given(text=st.text("abcghimnotu ăâđêôơưáàảãạ0123.,-&/'\n", max_size=60), scope=st.sampled_from([HOME, BESIDE, None]))
@settings(max_examples=100)
def test_what_is_shown_is_a_union_of_the_scope(text: str, scope: int | None) -> None:
    """Whatever was typed."""
    match = TREE.search(text, scope, "union")
    assert all(node.kind == "union" for node in found(match))
    if scope and not isinstance(match, Elsewhere):
        assert all(node.parent_id == scope for node in found(match))
