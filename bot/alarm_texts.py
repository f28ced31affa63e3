"""What operators read of alarms: one message for everything that is wrong, or over."""

from collections.abc import Sequence

from conversations.effects import Arg, Say, Text
from storage.repositories.alarms import Alarm


def news(over: Sequence[Alarm], still_open: Sequence[Alarm]) -> Say:
    """What has ended, and everything that has not."""
    if not over:
        return Say("alarms-open", {"count": len(still_open), "lines": lines(still_open)})
    ended = tuple(_item(Text(f"alarm-title-{_kind(one.name)}", _args(one))) for one in over)
    if not still_open:
        return Say("alarms-over", {"over": ended})
    return Say("alarms-less", {"over": ended, "count": len(still_open), "lines": lines(still_open)})


def lines(still_open: Sequence[Alarm]) -> tuple[Text, ...]:
    """Each with what is wrong, what people notice of it, and what to do."""
    return tuple(_item(Text(f"alarm-{_kind(one.name)}", _args(one))) for one in still_open)


def database_away() -> Say:
    """The message that goes out without the database."""
    return Say("alarms-open", {"count": 1, "lines": (_item(Text("alarm-database")),)})


def _item(text: Text) -> Text:
    return Text("alarms-line", {"text": text})


def _kind(name: str) -> str:
    return name.partition(":")[0]


def _args(alarm: Alarm) -> dict[str, Arg]:
    return {"figure": alarm.figure, "subject": alarm.name.partition(":")[2]}
