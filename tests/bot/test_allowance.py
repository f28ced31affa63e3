"""Sliding windows: so many units in any so many seconds, for each key, in bounded memory."""

from bot.allowance import MOST_KEYS, Allowance


def test_units_come_back_when_their_window_is_over() -> None:
    """Three in ten seconds: the fourth waits for the first to be ten seconds old."""
    now = [0.0]
    allowance = Allowance(3, 10, lambda: now[0])
    taken = []
    for at in (0, 1, 2, 9.9, 10, 10.5, 11):
        now[0] = at
        taken.append(allowance.take("a"))
    assert taken == [True, True, True, False, True, False, True]


def test_asking_uses_nothing_up() -> None:
    """Spent is who has no unit left, until the window is over."""
    now = [0.0]
    allowance = Allowance(2, 10, lambda: now[0])
    assert [allowance.is_spent("a"), allowance.take("a"), allowance.is_spent("a")] == [False, True, False]
    assert [allowance.take("a"), allowance.is_spent("a"), allowance.is_spent("b")] == [True, True, False]
    now[0] = 10.0
    assert not allowance.is_spent("a")


def test_keys_do_not_share() -> None:
    """One caller's use is not another's."""
    allowance = Allowance(1, 10, lambda: 0.0)
    assert [allowance.take("a"), allowance.take("a"), allowance.take("b")] == [True, False, True]


def test_a_costly_thing_is_still_possible() -> None:
    """More units than there are at all are taken as all of them."""
    allowance = Allowance(5, 10, lambda: 0.0)
    assert [allowance.take("a", 100), allowance.take("a")] == [True, False]


def test_memory_is_bounded() -> None:
    """Any number of keys: those whose window is over go first, then all."""
    now = [0.0]
    allowance = Allowance(1, 10, lambda: now[0])
    for number in range(MOST_KEYS):
        allowance.take(str(number))
    now[0] = 5.0
    assert allowance.take("a")
    assert len(allowance._taken) == 1
