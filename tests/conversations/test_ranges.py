"""Numbers of a list as executives type them."""

import pytest

from conversations.answers import Invalid
from conversations.ranges import begins_list, numbers

LAST = 12
READ: dict[str, tuple[int, ...]] = {
    "1": (1,),
    "1-3": (1, 2, 3),
    "1 - 3": (1, 2, 3),
    "1–3": (1, 2, 3),
    "1 đến 3": (1, 2, 3),
    "1 toi 3": (1, 2, 3),
    "1, 3, 5": (1, 3, 5),
    "1 3 5": (1, 3, 5),
    "1;3": (1, 3),
    "1, 2 và 5": (1, 2, 5),
    "3, 1, 3": (3, 1),
    "1.": (1,),
    "1-12 trừ 5": (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12),
    "1-5 tru 2-4": (1, 5),
    "1-5 TRỪ 2 và 4": (1, 3, 5),
    "tất cả": tuple(range(1, 13)),
    "TAT CA": tuple(range(1, 13)),
    "hết": tuple(range(1, 13)),
    "tất cả trừ 1-10": (11, 12),
}
REFUSED = (
    "", "0", "13", "1-13", "3-1", "5 hồ sơ", "1-3 trừ", "1-3 trừ 13", "2 trừ 2", "một", "1-2-3", "1000", "1" * 300, "-", "trừ 2",
    "1-3 trừ tất cả",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items(), ids=READ)
def test_read(text: str, expected: tuple[int, ...]) -> None:
    """In the order named, none twice."""
    assert expected == numbers(text, LAST)


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    """Off the list, nothing left, or something else among the numbers: nothing is guessed."""
    assert Invalid("numbers-off-list", {"last": LAST}) == numbers(text, LAST)


BEGINNINGS = {
    "1-3": True, "12": True, " 5 hồ sơ": True, "tất cả": True, "tất cả trừ 2": True, "all": True, "allan": False, "A7K2": False,
    "2B3C": False, "2345": False, "22-25": True, "": False,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BEGINNINGS.items(), ids=BEGINNINGS)
def test_a_list_is_told_from_a_code(text: str, expected: bool) -> None:
    """Codes have four symbols or more; the numbers of a list three digits at most."""
    assert expected == begins_list(text)
