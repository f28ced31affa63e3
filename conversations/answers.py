"""What a validator makes of a raw text. A wrong answer is normal, so it is a value: a key and arguments."""

from collections.abc import Mapping

from msgspec import Struct, field


class Valid(Struct, frozen=True):
    """Taken as it is; *value* is canonical: given to the same validator again it comes back unchanged."""

    value: str


class Doubtful(Struct, frozen=True):
    """Plausible; taken only after the person says yes.

    key, args: the question ("… đúng chưa?").
    is_safe: False if it must not be taken where nobody can be asked.
    also: answers to other steps that are taken along with it.
    as_sent: what stands if the person keeps the own text instead; '' if that is no choice.
    """

    value: str
    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)
    is_safe: bool = True
    also: Mapping[str, str] = field(default_factory=dict)
    as_sent: str = ""


class Ambiguous(Struct, frozen=True):
    """Several things fit; *options* are the values to ask between."""

    key: str
    options: tuple[str, ...]


class Invalid(Struct, frozen=True):
    """Not taken. *args* hold no more personal data than the person needs to mend the answer."""

    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)
