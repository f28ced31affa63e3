"""An outbox row → platform calls. Renders at the last moment; raises SendError, leaves the bookkeeping to sender.py."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from msgspec.structs import replace

from bot import render
from bot.catalogue import Catalogue
from bot.channels.protocol import Attachment, Capabilities, Channel, Link, NotEditable, Part, Sent
from bot.closings import Closing
from bot.messages import Close, Content, Digest, Menu, Replace, from_dict
from bot.messages import Document as Wanted
from bot.metrics import SENT
from bot.notices import is_counted, notice
from conversations.calls import run_button
from conversations.effects import Say
from conversations.report_effects import SendOverview
from storage.repositories.outbox_order import REPLY
from storage.repositories.outbox_rows import Owed
from storage.unit_of_work import UnitOfWork

Document = tuple[Say, Attachment | None]
Earlier = Owed | str | int | None  # a message that was delivered, the platform's id of one, or how many wait
WORKER_COMMANDS = ("nop", "nopho", "theodoi", "vidu", "huongdan", "hotro", "dulieu", "machuyen", "huy")
ROLE_COMMANDS = {
    "executive": ("duyet", "hoso", "nhapsangkien", "qr"),
    "staff": (
        "duyet", "report", "hoso", "chon", "thongbao", "canbo", "moi", "ghepdonvi", "nhap", "donvi", "qr", "caidat",
    ),
    "operator": ("ops",),
}  # fmt: skip


class Delivery:
    """Turns what is owed into calls on its channel."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        catalogue: Catalogue,
        make_document: Callable[[Wanted], Awaitable[Document]],
        keep: Callable[[Attachment, str], Awaitable[str | None]],
    ) -> None:
        """Args: keep: puts a file, by the name of its message, where it can be opened; returns the address, or None."""
        self._channels, self._catalogue = channels, catalogue
        self._make_document, self._keep = make_document, keep

    @staticmethod
    def look_up(uow: UnitOfWork, owed: Owed, *, by_form: bool = False) -> Earlier:
        """What a row needs of the database, read as it is claimed: the message that it closes or replaces; a count."""
        if owed.content.get("kind") == "digest" or (by_form and is_counted(owed.content)):
            return _waiting(uow, owed)
        if owed.content.get("kind") not in ("close", "replace"):
            return None
        try:
            content = from_dict(owed.content)
        except (KeyError, ValueError):  # of a newer program: `deliver` will say so
            return None
        match content:
            case Close(message_id):
                return uow.outbox.by_message(owed.channel, owed.chat, message_id)
            case Replace(outbox_id):
                return uow.outbox.message_id(outbox_id)
        return None

    async def close(self, closing: Closing) -> None:
        """Take the buttons off a message. Raises: SendError."""
        channel = self._channels[closing.channel]
        for part in self._closing(channel, closing.says, closing.close):
            await _edit(channel, closing.chat, part)
            SENT.add(channel.name)

    async def deliver(
        self,
        owed: Owed,
        earlier: Earlier,
        progress: Callable[[int], Awaitable[None]],
        *,
        by_form: bool = False,
        content: Content | None = None,
    ) -> Sent | None:
        """Make the calls that a row stands for.

        Args:
            earlier: what `look_up` found.
            progress: told how many parts are out, after each but the last.
            by_form: say it by the channel's form for such a notice.
            content: what `owed.content` means, if that is known already.
        Returns: what the platform said of the last part, None if there was nothing to send.
        Raises: SendError.
        """
        channel = self._channels[owed.channel]
        content = content or from_dict(owed.content)
        if isinstance(content, Menu):
            await channel.show_commands(owed.chat, self._commands(content.roles))
            return None
        if by_form:
            parts = self._filled_in(content, earlier)
        else:
            parts = await self._parts(channel, earlier, content, owed)
        sent: Sent | None = None
        for number, part in enumerate(parts[owed.parts_sent :], start=owed.parts_sent + 1):
            is_again = number == owed.parts_sent + 1 and _is_told_again(owed, part, channel)
            for piece in self._marked(part, channel) if is_again else (part,):
                key = f"{_key(owed)}.{number}" if piece.text.endswith(part.text) else f"{_key(owed)}.{number}.again"
                sending = channel.send if piece.edits is None else partial(_edit, channel)
                sent = await sending(owed.chat, replace(piece, key=key))
            SENT.add(owed.channel)
            if number < len(parts):
                await progress(number)
        return sent

    def _marked(self, part: Part, channel: Channel) -> tuple[Part, ...]:
        """The part with the remark that it may be there already; the remark goes alone if there is no room for it."""
        remark, can = self._catalogue.format("sent-again"), channel.capabilities
        text = f"{remark}\n{part.text}"
        has_room = render.size(text, can) <= (can.caption_limit if part.attachment else can.text_limit)
        return (replace(part, text=text),) if has_room else (Part(remark), part)

    async def _parts(self, channel: Channel, earlier: Earlier, content: Content, owed: Owed) -> tuple[Part, ...]:
        match content:
            case Say():
                is_kept = owed.priority == REPLY and content.is_kept
                return render.parts(content, channel.capabilities, self._catalogue, is_kept=is_kept)
            case Close():
                return self._closing(channel, earlier, content)
            case Replace(_, say):
                return self._replacing(channel, earlier, say)
            case Digest():
                return self._calling(channel, earlier)
            case _ if isinstance(content, Wanted):
                say, attachment = await self._make_document(content)
                is_kept = isinstance(content, SendOverview)  # its buttons are always the same
                parts = render.parts(say, channel.capabilities, self._catalogue, is_kept=is_kept)
                return await self._with_file(parts, attachment, channel.capabilities, _key(owed))
        return ()

    async def _with_file(
        self, parts: tuple[Part, ...], file: Attachment | None, can: Capabilities, name: str
    ) -> tuple[Part, ...]:
        if file is None:
            return parts
        if _carries(can, file):
            return _with_attachment(parts, file, can)
        url, (*before, last) = await self._keep(file, name), parts
        if url is None:
            return _with_words(parts, self._elsewhere(file), can)
        if can.linked_types & {"*", file.mime}:
            label = self._catalogue.format("file-open")
            return (*before, replace(last, link=Link(label, url, file.mime)))
        return _with_words(parts, self._catalogue.format("file-address", {"name": file.name, "url": url}), can)

    def _elsewhere(self, file: Attachment) -> str:
        """Where the file can be had that has no address: then our own page has none either."""
        able = [can.title for one in self._channels.values() if _carries(can := one.capabilities, file) and can.title]
        if not able:
            return self._catalogue.format("file-nowhere", {"name": file.name})
        return self._catalogue.format("file-elsewhere", {"name": file.name, "channels": ", ".join(able)})

    def _filled_in(self, content: Content, waiting: Earlier) -> tuple[Part, ...]:
        said = notice(content, waiting if isinstance(waiting, int) else 0, self._catalogue.phrase)
        return (Part("", notice=said),) if said else ()

    def _calling(self, channel: Channel, waiting: Earlier) -> tuple[Part, ...]:
        if not isinstance(waiting, int) or not waiting:
            return ()
        say = Say("waiting-digest", {"count": waiting}, (run_button("duyet"),))
        return render.parts(say, channel.capabilities, self._catalogue)

    def _closing(self, channel: Channel, says: Earlier, close: Close) -> tuple[Part, ...]:
        if not channel.capabilities.can_edit:
            return ()
        if isinstance(says, Owed):
            said = from_dict(says.content)
            says = render.last_part(said, channel.capabilities, self._catalogue) if isinstance(said, Say) else None
        if not isinstance(says, str):
            return ()
        text = render.closed(says, close.mark, channel.capabilities, self._catalogue)
        return (Part(text, edits=close.message_id),)

    def _replacing(self, channel: Channel, message_id: Earlier, say: Say) -> tuple[Part, ...]:
        if not isinstance(message_id, str) or not channel.capabilities.can_edit:
            return ()
        first, *_ = render.parts(say, channel.capabilities, self._catalogue)
        return (Part(first.text, first.rows, edits=message_id),)

    def _commands(self, roles: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        names = list(WORKER_COMMANDS)
        for role in roles:
            names += [name for name in ROLE_COMMANDS.get(role, ()) if name not in names]
        return tuple((name, self._catalogue.format(f"command-{name}")) for name in names)


def _carries(can: Capabilities, file: Attachment) -> bool:
    most = can.picture_limit if file.mime.startswith("image/") else can.file_limit
    return file.mime in can.file_types and len(file.content) <= most


def _waiting(uow: UnitOfWork, owed: Owed) -> int:
    """How many initiatives wait for the decision of whoever is met in the chat."""
    person = uow.people.at(owed.channel, owed.chat)
    grants = uow.grants.of(person.id) if person else ()
    return uow.subjects.pending_for(person.id, person.identity_hash, grants, 1).total if person and grants else 0


def _key(owed: Owed) -> str:
    """The message's own name; a database may number another one like it after years."""
    return f"{owed.id}.{int(owed.created_at.timestamp())}"


def _is_told_again(owed: Owed, part: Part, channel: Channel) -> bool:
    """Whether a second copy has to say what it is (decision 0015): a question may be asked twice, an edit does no harm,
    but two notices could be taken for two events."""
    is_harmless = owed.priority == REPLY or part.edits is not None or channel.capabilities.repeats_are_safe
    return owed.is_doubtful and not is_harmless


async def _edit(channel: Channel, chat: str, part: Part) -> Sent:
    try:
        return await channel.send(chat, part)
    except NotEditable:
        # The old message is gone: its news still has to arrive, unless it only lost its buttons.
        if part.rows:
            return await channel.send(chat, Part(part.text, part.rows))
        return Sent(part.edits or "")


def _with_words(parts: tuple[Part, ...], words: str, can: Capabilities) -> tuple[Part, ...]:
    """The words under the last part, or before it if there is no room; buttons stay at the end."""
    *before, last = parts
    text = f"{last.text}\n{words}"
    if render.size(text, can) <= can.text_limit:
        return (*before, replace(last, text=text))
    return (*before, Part(words), last)


def _with_attachment(parts: tuple[Part, ...], attachment: Attachment, can: Capabilities) -> tuple[Part, ...]:
    *before, last = parts
    if len(last.text) <= can.caption_limit:
        return (*before, Part(last.text, last.rows, attachment=attachment))
    return (*before, Part(last.text), Part("", last.rows, attachment=attachment))
