"""What a button sends back, as text of at most 64 bytes. It never proves anything: rights are checked at the press."""

from msgspec import Struct

SEPARATOR = "."
MOST_BYTES = 64  # Telegram's limit, the smallest of all channels
MOST_DIGITS = 9  # of a number
ANSWERS = ("a.", "y.")  # begin the texts that answer a question: an option of it, or a yes or a no


class Choose(Struct, frozen=True):
    """An option of a step; *serial* names the run of the flow that showed it."""

    serial: int
    step: str
    value: str


class Turn(Struct, frozen=True):
    """Another page of a step's options."""

    serial: int
    step: str
    page: int


class Control(Struct, frozen=True):
    """back, edit, cancel, help, restart, keep, or edit:<step>."""

    serial: int
    step: str
    word: str


class Certain(Struct, frozen=True):
    """A yes or a no; *number* names the question, so that an old "Đúng" never answers another one."""

    serial: int
    step: str
    number: int
    is_yes: bool


class Write(Struct, frozen=True):
    """Words as if they had been typed at that step: what a channel knows of a person and may propose, a name."""

    serial: int
    step: str
    words: str


class Run(Struct, frozen=True):
    """A command, as if it had been typed."""

    command: str
    argument: str


class Judge(Struct, frozen=True):
    """A button of a review card: verb is confirm, request_changes, reject, agreement or compare."""

    verb: str
    code: str
    revision: int


Action = Choose | Turn | Control | Certain | Write | Run | Judge


def encode(action: Action, most_bytes: int = MOST_BYTES) -> str:
    """The text behind a button.

    Args: most_bytes: what the channel's buttons carry.
    Raises: ValueError if it does not fit or would not come back as it is, which is a mistake of ours.
    """
    text, separators = _written(action)
    if text.count(SEPARATOR) != separators or len(text.encode()) > most_bytes:
        raise ValueError(f"no such action can be sent: {text[:20]}")
    return text


def _written(action: Action) -> tuple[str, int]:
    """The text, and how many separators it has if it comes back as it is; what people wrote may hold more."""
    if isinstance(action, Choose):  # a dozen stand under a question, and a pattern takes twice as long
        return f"a.{_digits(action.serial)}.{action.step}.{action.value}", 3 + action.value.count(SEPARATOR)
    match action:
        case Turn(serial, step, page):
            return f"p.{_digits(serial)}.{step}.{_digits(page)}", 3
        case Control(serial, step, word):
            return f"k.{_digits(serial)}.{step}.{word}", 3
        case Certain(serial, step, number, is_yes):
            return f"y.{_digits(serial)}.{step}.{_digits(number)}.{is_yes:d}", 4
        case Write(serial, step, words):
            return f"w.{_digits(serial)}.{step}.{words}", 3 + words.count(SEPARATOR)
        case Run(command, argument):
            return f"c.{command}.{argument}", 2 + argument.count(SEPARATOR)
    return f"d.{action.verb}.{action.code}.{_digits(action.revision)}", 3


def _digits(number: int) -> str:
    """A number as `_number` reads it; one that it would refuse gets a separator too many."""
    return str(number) if 0 <= number < 10**MOST_DIGITS else SEPARATOR


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
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise ValueError(text)
    return int(text)


_DECODERS = {"a": _choose, "p": _turn, "k": _control, "y": _certain, "w": _write, "c": _run, "d": _judge}
