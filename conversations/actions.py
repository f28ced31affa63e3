"""What a button sends back, as text of at most 64 bytes. It never proves anything: rights are checked at the press."""

from dataclasses import dataclass

SEPARATOR = "."
MOST_BYTES = 64  # Telegram's limit, the smallest of all channels


@dataclass(frozen=True, slots=True)
class Choose:
    """An option of a step; *serial* names the run of the flow that showed it."""

    serial: int
    step: str
    value: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Another page of a step's options."""

    serial: int
    step: str
    page: int


@dataclass(frozen=True, slots=True)
class Control:
    """back, edit, cancel, help, restart, keep, or edit:<step>."""

    serial: int
    step: str
    word: str


@dataclass(frozen=True, slots=True)
class Certain:
    """A yes or a no; *number* names the question, so that an old "Đúng" never answers another one."""

    serial: int
    step: str
    number: int
    is_yes: bool


@dataclass(frozen=True, slots=True)
class Write:
    """Words as if they had been typed at that step: what a channel knows of a person and may propose, a name."""

    serial: int
    step: str
    words: str


@dataclass(frozen=True, slots=True)
class Run:
    """A command, as if it had been typed."""

    command: str
    argument: str


@dataclass(frozen=True, slots=True)
class Judge:
    """A button of a review card: verb is confirm, request_changes, reject or agreement."""

    verb: str
    code: str
    revision: int


Action = Choose | Turn | Control | Certain | Write | Run | Judge


def encode(action: Action, most_bytes: int = MOST_BYTES) -> str:
    """The text behind a button.

    Args: most_bytes: what the channel's buttons carry.
    Raises: ValueError if it does not fit or would not come back as it is, which is a mistake of ours.
    """
    text = SEPARATOR.join(_parts(action))
    if len(text.encode()) > most_bytes or decode(text) != action:
        raise ValueError(f"no such action can be sent: {text[:20]}")
    return text


def _parts(action: Action) -> tuple[str, ...]:
    match action:
        case Choose(serial, step, value):
            return ("a", str(serial), step, value)
        case Turn(serial, step, page):
            return ("p", str(serial), step, str(page))
        case Control(serial, step, word):
            return ("k", str(serial), step, word)
        case Certain(serial, step, number, is_yes):
            return ("y", str(serial), step, str(number), "1" if is_yes else "0")
        case Write(serial, step, words):
            return ("w", str(serial), step, words)
        case Run(command, argument):
            return ("c", command, argument)
    return ("d", action.verb, action.code, str(action.revision))


def decode(text: str) -> Action | None:
    """The action behind a press, or None if the text was never ours."""
    kind, _, rest = text.partition(SEPARATOR)
    try:
        return _DECODERS[kind](rest)
    except (KeyError, ValueError):
        return None


def _choose(rest: str) -> Action:
    serial, step, value = rest.split(SEPARATOR, 2)
    return Choose(_number(serial), step, value)


def _turn(rest: str) -> Action:
    serial, step, page = rest.split(SEPARATOR)
    return Turn(_number(serial), step, _number(page))


def _control(rest: str) -> Action:
    serial, step, word = rest.split(SEPARATOR)
    return Control(_number(serial), step, word)


def _certain(rest: str) -> Action:
    serial, step, number, answer = rest.split(SEPARATOR)
    return Certain(_number(serial), step, _number(number), {"1": True, "0": False}[answer])


def _write(rest: str) -> Action:
    serial, step, words = rest.split(SEPARATOR, 2)
    return Write(_number(serial), step, words)


def _run(rest: str) -> Action:
    command, _, argument = rest.partition(SEPARATOR)
    return Run(command, argument)


def _judge(rest: str) -> Action:
    verb, code, revision = rest.split(SEPARATOR)
    return Judge(verb, code, _number(revision))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError(text)
    return int(text)


_DECODERS = {"a": _choose, "p": _turn, "k": _control, "y": _certain, "w": _write, "c": _run, "d": _judge}
