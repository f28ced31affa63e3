"""An answer of a validator written as one short line."""

from conversations.answers import Doubtful, Invalid, Valid

Answer = Valid | Doubtful | Invalid


def shown(answer: Answer) -> str:
    """An answer as one short line: "value", "value? key" or "key"."""
    match answer:
        case Valid(value):
            return value
        case Doubtful(value, key):
            return f"{value}? {key}"
        case Invalid(key):
            return f"! {key}"
