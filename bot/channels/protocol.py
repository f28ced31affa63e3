"""What every channel offers and what it may raise. Capabilities are data: rendering depends on them alone."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from conversations.events import Event, Medium
from storage.repositories.rate_limits import UNLIMITED, Limits


class Incoming(Struct, frozen=True):
    """An authentic update, parsed. `update_key` is unique within the channel and stays the same on redelivery."""

    channel: str
    update_key: str
    user: str  # the person on the platform; identifies
    chat: str  # where answers go
    event: Event
    receipt: str | None = None  # what `acknowledge` needs (a button press wants an answer)
    shown: str | None = None  # the words of the message whose button was pressed, where the platform says; not stored


ANY_TYPE = frozenset({"*"})


class TextUnit(StrEnum):
    """What a platform counts when it limits a text."""

    CODE_POINTS = "code_points"
    UTF16 = "utf16"


class Window(Struct, frozen=True):
    """How long after the person last wrote we may write on our own; replies always may go. reference/zalo.md 2.5."""

    free: timedelta = timedelta(hours=48)  # it costs nothing
    last: timedelta = timedelta(days=7)  # from `free` on the platform bills it, after this it refuses
    may_bill: bool = False
    most_unasked: int = 8  # messages within any span of `free`
    billed_price_vnd: int = 55
    templates: frozenset[str] = frozenset()  # kinds of notices (bot/notices.py) for which a form is approved
    template_price_vnd: int = 300
    night: tuple[time, time] = (time(22), time(6))  # Vietnam time: nothing is sent unasked, but at its end


class Quota(Struct, frozen=True):
    """What a plan allows; whether received messages count is uncertain, so they do. reference/zalo.md 3.1."""

    messages_per_month: int
    people: int | None = None


class Capabilities(Struct, frozen=True):
    """What a channel can show. Sources: reference/telegram.md sections 4-8, reference/zalo.md section 7."""

    text_limit: int
    text_unit: TextUnit
    caption_limit: int
    buttons_per_message: int  # 0: no buttons, a numbered list instead
    buttons_per_row: int
    button_action_bytes: int
    can_edit: bool
    has_contact_button: bool
    file_types: frozenset[str]  # MIME types that can be sent; others become a signed link
    can_write_first: bool
    file_limit: int = 50_000_000  # bytes; a larger file becomes a signed link too
    picture_limit: int = 10_000_000  # the same of a picture
    linked_types: frozenset[str] = frozenset()  # whose `Part.link` is shown; of others the address stands in the text
    link_carries_code: bool = True  # what `link` returns brings the code along; else the person has to send it
    limits: Limits = UNLIMITED  # of what we say on our own; replies are as fast as the platform takes them
    can_fetch_again: bool = True  # what was fetched and not committed can be had once more; else it is kept on disk
    repeats_are_safe: bool = False  # a part that is sent again with its `key` appears once
    is_probed: bool = False  # the platform looks at our door with a GET before it delivers anything
    is_noticed: bool = True  # what we send shows itself; False: the person has to come and look
    window: Window | None = None  # None: on our own at any time
    quota: Quota | None = None
    takes_files: frozenset[Medium] = frozenset()  # what arrives with a reference that `download` understands
    title: str = ""  # what people call the platform; '': it is our own page


class PartButton(Struct, frozen=True):
    """A rendered button; `action` goes back to us when it is pressed."""

    label: str
    action: str


class Attachment(Struct, frozen=True):
    """A file to be sent with a part."""

    name: str
    mime: str
    content: bytes


class Link(Struct, frozen=True):
    """A file of ours that the channel cannot carry: where it can be opened."""

    label: str
    url: str
    mime: str


class Notice(Struct, frozen=True):
    """What a form that the platform has approved is filled in with; see bot/notices.py."""

    kind: str
    values: Mapping[str, str]


class Part(Struct, frozen=True):
    """One platform call's worth of a message: new, or the new form of an earlier one."""

    text: str
    rows: tuple[tuple[PartButton, ...], ...] = ()
    contact_label: str | None = None  # show the channel's "share my phone number" button
    attachment: Attachment | None = None
    link: Link | None = None  # for channels that show links
    edits: str | None = None  # the platform's id of the message to change
    hint: str | None = None  # the step that is asked; a page of ours may offer a fitting keyboard or a sample
    key: str | None = None  # the same on every attempt; for channels that can tell a repetition by it
    notice: Notice | None = None  # say this, by the channel's form for its kind; nothing else of the part counts


class Sent(Struct, frozen=True):
    """What the platform said of a delivered part."""

    message_id: str
    ease_seconds: float = 0.0  # for so long it would like to hear nothing but replies


class Way(Struct, frozen=True):
    """An address that leads into the dialogue."""

    url: str
    carries_code: bool = True  # if not, the person sends the code there


class Arrivals(Struct, frozen=True):
    """What a platform says of its deliveries to us."""

    waiting: int  # updates that it holds for us
    failed_at: datetime | None  # when it last tried in vain, aware


class SendError(Exception):
    """A platform refused or failed; the class says what to do, `code` is for staff. Never carries personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreachable(SendError):
    """The platform did not answer or broke: try again. `is_unknown`: the call may have had its effect."""

    def __init__(self, code: str, *, is_unknown: bool = False) -> None:
        super().__init__(code)
        self.is_unknown = is_unknown


class Throttled(SendError):
    """Too fast: try again after *seconds*; *is_global* when the whole channel is meant, not one chat."""

    def __init__(self, code: str, seconds: float, *, is_global: bool = False) -> None:
        super().__init__(code)
        self.seconds, self.is_global = seconds, is_global


class RecipientGone(SendError):
    """Blocked, deactivated or never started: stop until the person writes again."""


class OutOfReach(SendError):
    """Nothing that we say on our own reaches the person here until they write again: another channel, or wait."""


class NotFollowing(OutOfReach):
    """Nothing does as long as the person does not follow us there, which they may not know."""


class Postponed(SendError):
    """This message will not go today (a quota of files, of money, of the person); others may: try it again in hours."""


class Unpaid(Postponed):
    """It waits for money, or for an account that money is taken from: operators are told. *code* holds `UNPAID`."""


class Rejected(SendError):
    """The platform will never take this message: keep the code, do not retry."""


class FileGone(Rejected):
    """A file cannot be had (any more), or not from where it is said to be."""


class FileTooLarge(Rejected):
    """A file has more bytes than were asked for."""


class NotEditable(Rejected):
    """The message to be changed is gone or too old: send a new one."""


class Misconfigured(SendError):
    """Our fault for everybody (token, address): stop the channel and alarm."""


class NotAuthentic(Exception):
    """A webhook call without the right secret or signature (HTTP 403)."""


class NotUnderstood(Exception):
    """A webhook body that is no JSON object (HTTP 400)."""


class Channel(Protocol):
    """One platform."""

    name: str
    capabilities: Capabilities

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Incoming]:
        """Verify a webhook call and take out what concerns us; no I/O.

        Returns: [] for an authentic update that is of no use to us.
        Raises: NotAuthentic, NotUnderstood.
        """

    async def send(self, chat: str, part: Part) -> Sent:
        """Make one call. Raises: SendError."""

    async def download(self, ref: str, most_bytes: int) -> bytes:
        """Fetch what a `SentFile.ref` of this channel names; not a byte beyond the limit is kept.

        Raises: FileTooLarge, FileGone, or another SendError that may pass.
        """

    async def acknowledge(self, incoming: Incoming) -> None:
        """Tell the platform that a press arrived; failure is ignored, it never raises."""

    async def show_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        """Show (name, description) pairs as this chat's command menu, where the platform has one. Raises: SendError."""

    def link(self, code: str) -> str | None:
        """The address that opens a chat with this code ('' for none), if the channel has one."""

    async def check(self) -> str:
        """Ask the platform whether it serves us. Returns: our name there, '' if it has none. Raises: SendError."""

    async def arrivals(self) -> Arrivals | None:
        """How its deliveries to us stand; None where the platform does not say. Raises: SendError."""

    def token_expires_at(self) -> datetime | None:
        """When what we authenticate with ends, aware; None: never, or unknown."""


Handle = Callable[[Sequence[Incoming]], Awaitable[None]]


class Platform(Channel, Protocol):
    """A channel whose people are on somebody else's platform: it calls us, or we fetch from it."""

    def webhook_answer(self, incoming: Incoming) -> bytes | None:
        """JSON for the webhook's own 200 that acknowledges a press; None where there is no such thing."""

    async def start(self) -> None:
        """Learn our name in the background, for as long as it takes. Returns at once; `close` ends it."""

    async def close(self) -> None:
        """Close every connection."""

    async def register(self, public_url: str) -> None:
        """Have updates posted to our door (https://...), for as long as it takes; one process is enough."""

    async def poll(self, handle: Handle) -> None:
        """Fetch updates until cancelled, for a bot that the platform cannot call.

        Args:
            handle: gets the events of a batch in order and returns when they are committed; what it raises makes the
                batch come again.
        """

    async def show_menu(self, commands: Sequence[tuple[str, str]]) -> None:
        """Show everybody these commands, where the platform has a menu, for as long as it takes."""
