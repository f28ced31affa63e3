"""The organisation tree: who is below whom, in which order, under which label."""

from datetime import date

import pytest
from msgspec.structs import replace

from conversations.directory import Directory, Nothing, Organisation
from tests.conversations.matches import COUNTRY, id_of


def test_the_tree() -> None:
    """Children are in Vietnamese order, ancestors from the root, and a scope holds itself and all below."""
    cao_bang, ha_quang = id_of("04"), id_of("04.045")
    labels = [COUNTRY.label(node.id) for node in COUNTRY.children(cao_bang)]
    assert ["LĐLĐ huyện Bảo Lạc", "LĐLĐ huyện Bảo Lâm", "LĐLĐ thành phố Cao Bằng", "LĐLĐ huyện Hà Quảng"] == labels[:4]
    assert ["VN", "04"] == [node.code for node in COUNTRY.ancestors(ha_quang)]
    assert "Tỉnh An Giang" == COUNTRY.provinces()[0].name
    assert (63, 769) == (len(COUNTRY.provinces()), len(COUNTRY))
    assert COUNTRY.is_within(ha_quang, cao_bang)
    assert COUNTRY.is_within(ha_quang, ha_quang)
    assert not COUNTRY.is_within(cao_bang, ha_quang)
    assert not COUNTRY.is_within(99999, cao_bang)
    assert "LĐLĐ thành phố Hồ Chí Minh" == COUNTRY.label(id_of("79"))
    assert "" == COUNTRY.label(99999)
    assert COUNTRY.by_code("04.999") is None
    assert COUNTRY.get(99999) is None


def test_numbered_districts_are_in_order() -> None:
    """Quận 3 stands before Quận 10."""
    numbered = [node.name for node in COUNTRY.children(id_of("79")) if node.name[-1].isdigit()]
    assert [f"Quận {number}" for number in (1, 3, 4, 5, 6, 7, 8, 10, 11, 12)] == numbered


def test_a_loop_in_the_data_ends() -> None:
    """Nodes that are each other's parents do not hang a walk."""
    looped = Directory((Organisation(1, "a", "A", "union", 2), Organisation(2, "b", "B", "union", 1)))
    assert looped.is_within(1, 2)
    assert looped.label(1) == "A"
    assert isinstance(looped.search("c", 1, "union"), Nothing)


SPAN = (date(2025, 6, 1), date(2025, 12, 1))
UNION = Organisation(1, "a", "A", "union", None)


@pytest.mark.parametrize(("union", "expected"), [
    (UNION, True),
    (replace(UNION, valid_from=SPAN[0]), True),
    (replace(UNION, valid_from=date(2025, 7, 1)), False),
    (replace(UNION, merged_into_id=2), False),
])  # fmt: skip
def test_what_depends_on_other_nodes_is_not_taken_in(union: Organisation, expected: bool) -> None:
    """It may follow another one that is valid on the first day, or hand its names on: the whole tree is read."""
    assert Directory((), SPAN).can_take([UNION, union]) is expected
    assert Directory(()).can_take([union]) is (union.merged_into_id is None)
