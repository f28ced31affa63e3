"""What is read of a typed text is kept until the turn is over, and no longer: many ask for it, and it is personal."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

MOST_KEPT = 16  # results of each function: the text, some of its beginnings, its words
_T = TypeVar("_T")
_forgetting: list[Callable[[], None]] = []


def for_a_turn(read: Callable[[str], _T]) -> Callable[[str], _T]:
    """The same function, which reads a text once between two calls of `forget_typed`. Pure functions only."""
    remembered = lru_cache(maxsize=MOST_KEPT)(read)
    _forgetting.append(remembered.cache_clear)
    return remembered


def forget_typed() -> None:
    """Keep nothing of what was typed: how every turn ends."""
    for forget in _forgetting:
        forget()
