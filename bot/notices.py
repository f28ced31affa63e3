"""What a notice is about, for platforms that say it by a form which they have approved beforehand.

The kinds, and the values that each can fill in, are what an operator names in settings. A value is never more than the
notice itself says to its reader: no number of a card or a phone, nobody's name.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from bot.channels.protocol import Notice
from bot.messages import Content, Digest
from conversations.effects import Arg, Say, Text

COUNT = "count"
_DIGEST = "digest"  # the stored kind of content that has no key


class Kind(Struct, frozen=True):
    """Notices that one form fits."""

    messages: tuple[str, ...]  # their text keys
    values: Mapping[str, str] = field(default_factory=dict)  # what a form can hold → the message's argument
    is_count: bool = False  # the form holds how many initiatives wait, as it is when it is sent


KINDS: Mapping[str, Kind] = {
    "decided": Kind(
        (
            "author-confirmed", "author-confirmed-valid", "author-agreement", "author-rejected", "author-changes",
            "author-selected", "author-selected-again", "author-unselected", "author-forwarded",
        ),
        {"code": "code", "title": "title", "result": "result"},
    ),
    "waiting": Kind(
        (
            "decision-card",
            "decision-card-changed",
            "bulk-told-executive",
            "reminder-decisions",
            "reminder-decisions-overdue",
        ),
        {COUNT: COUNT},
        is_count=True,
    ),
    "late": Kind(("reminder-escalation",), {COUNT: COUNT}),
    "draft": Kind(
        ("reminder-draft", "reminder-draft-closing", "announce-closing-draft"), {"name": "name", "end": "end"}
    ),
    "missing": Kind(("reminder-no-initiative",), {"place": "place", "name": "name", "end": "closes"}),
    "programme": Kind(
        ("announce-opening", "announce-closing-soon", "announce-closing", "announce-dossier"),
        {"name": "name", "end": "end"},
    ),
}
_RESULTS = {
    "author-confirmed": Text("notice-confirmed"),
    "author-confirmed-valid": Text("notice-confirmed-valid"),
    "author-agreement": Text("notice-agreement"),
    "author-rejected": Text("notice-rejected"),
    "author-changes": Text("notice-changes"),
    "author-selected": Text("notice-selected"),
    "author-selected-again": Text("notice-selected"),
    "author-unselected": Text("notice-unselected"),
    "author-forwarded": Text("notice-forwarded"),
}
_KIND_OF = {key: name for name, kind in KINDS.items() for key in kind.messages}


def kind_of(stored: Mapping[str, Any]) -> str | None:
    """The kind of an outbox row's content; None if no form fits it."""
    return "waiting" if stored.get("kind") == _DIGEST else _KIND_OF.get(stored.get("key", ""))


def is_counted(stored: Mapping[str, Any]) -> bool:
    """Whether its form says how many initiatives wait."""
    return (kind := kind_of(stored)) is not None and KINDS[kind].is_count


def notice(content: Content, waiting: int, phrase: Callable[[Text], str]) -> Notice | None:
    """The notice as values for a form; None if there is none, or nothing waits any more.

    Args:
        waiting: how many initiatives wait for the reader's decision.
    """
    kind = "waiting" if isinstance(content, Digest) else _KIND_OF.get(content.key) if isinstance(content, Say) else None
    if kind is None or (KINDS[kind].is_count and not waiting):
        return None
    said = {**content.args, "result": _RESULTS.get(content.key, "")} if isinstance(content, Say) else {}
    args: Mapping[str, Arg] = {**said, COUNT: waiting} if KINDS[kind].is_count else said
    return Notice(kind, {name: _written(args.get(arg, ""), phrase) for name, arg in KINDS[kind].values.items()})


def _written(arg: Arg, phrase: Callable[[Text], str]) -> str:
    return phrase(arg) if isinstance(arg, Text) else str(arg)
