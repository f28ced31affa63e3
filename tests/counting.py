"""A form that asks for a list in a file and says how many lines it has: the first to use files, for tests alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.file_readers import Finding, NotReadable, Reader, ReceivedFile
from bot.site import Site
from conversations.answers import Invalid, Valid
from conversations.effects import Say
from conversations.events import FileRead
from conversations.open_forms import FLOWS
from conversations.state import Frame, State
from conversations.steps import Answer, Flow, Reply, Step, View
from storage.unit_of_work import UnitOfWork

PURPOSE = "units"
MOST_LINES = 1000


def _counted(view: View, read: FileRead) -> Answer | Reply:
    lines = int(read.found["lines"])
    if lines > MOST_LINES:
        return Invalid("choose-from-list")
    if not lines:
        return Reply(ends=True, effects=(Say("cancelled"),))
    return Valid(f"{lines}.{read.file_id}")


def _said(view: View) -> tuple[Say, ...]:
    return (Say("ops-retried", {"count": int(view.answers["list"].partition(".")[0])}),)


COUNTING = Flow(
    "counting",
    (Step("list", ask="empty-text", takes_files=PURPOSE, on_file=_counted, is_listed=False),),
    finish=_said,
)
WAITING = State((Frame("counting", 1, "list"),), serial=1)


@contextmanager
def counting() -> Iterator[None]:
    """The form is one of the program's for a while."""
    FLOWS[COUNTING.id] = COUNTING
    try:
        yield
    finally:
        del FLOWS[COUNTING.id]


async def count_lines(file: ReceivedFile) -> Finding:
    """Counts the lines of a text and keeps it in capitals."""
    if file.content.startswith(b"MZ"):
        raise NotReadable("file-unreadable")
    return Finding({"lines": len(file.content.splitlines())}, keeps=file.content.upper())


READER = Reader(count_lines, most_bytes=20_000_000)


async def wait_for_list(site: Site, channel: str, chat: str) -> None:
    """Whoever is met in a chat is asked for a list, as if by a command."""

    def ask(uow: UnitOfWork) -> None:
        person = uow.people.at(channel, chat)
        assert person is not None, chat
        _, seen = uow.conversations.get(person.id)
        uow.conversations.put(person.id, WAITING, seen, site.clock(), None)

    site.readers[PURPOSE] = READER
    await site.database.write(ask)
