"""One long paste comes in several messages: clients cut it. Here the pieces are put together again."""

from datetime import datetime, timedelta
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from conversations.effects import Effect, Say
from conversations.state import Frame
from conversations.validators import MAX_CODE_POINTS

PIECE_UNITS = 2000  # UTF-16 units: a client cuts a paste in the second half of 4096, so only a longer text begins one
PIECE_WINDOW = timedelta(seconds=3)
PIECE_PAUSE_SECONDS = 2  # the answer waits this long for another piece
MOST_PIECES = 20
_PIECE, _OVERFULL = "piece.", "piece.overfull"


class Paste(Struct, frozen=True):
    """What came together so far; text None: more than anything that is read here."""

    frame: Frame
    text: str | None

    def patient(self, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
        """The answer to the pieces so far, which a later piece replaces before it is sent."""
        return tuple(
            replace(effect, collapse="paste", delay_seconds=PIECE_PAUSE_SECONDS) if isinstance(effect, Say) else effect
            for effect in effects
        )


def joined(frame: Frame, text: str, order: int, at: datetime) -> Paste | None:
    """Put a text with the pieces before it, by their order in the chat; None if this is no piece.

    Args: order: grows within the chat; the order of arrival may be another.
    """
    units = len(text.encode("utf-16-le", "replace")) // 2
    is_following = frame.pasted_at is not None and at - frame.pasted_at <= PIECE_WINDOW
    if not is_following and units < PIECE_UNITS:
        return None
    frame = replace(frame if is_following else frame.without_notes(_PIECE), pasted_at=at)
    full = frame.noting(**{f"{_PIECE}{order:020d}": text[: MAX_CODE_POINTS + 1]})
    pieces = [full.context[name] for name in sorted(full.context) if name.startswith(_PIECE)]
    if _OVERFULL in frame.context or len(pieces) > MOST_PIECES or sum(map(len, pieces)) > MAX_CODE_POINTS:
        return Paste(frame.without_notes(_PIECE).noting(**{_OVERFULL: ""}), None)
    return Paste(full, "".join(_glued(pieces)))


def _glued(pieces: list[str]) -> list[str]:
    # The client trims both sides of a cut, so what stood there is unknown: a line end after a sentence, else a space.
    glued = [pieces[0]]
    for before, piece in pairwise(pieces):
        glued += ["\n" if before.rstrip()[-1:] in ".!?:;…" else " ", piece]
    return glued
