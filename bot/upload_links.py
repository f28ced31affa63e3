"""The address of a page that takes a file: made in the transaction of the turn that shows it, and shown just once."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from bot.channels.protocol import Channel, Incoming
from bot.files import new_token, token_hash
from conversations.effects import Arg, Say, Text, UploadLink
from conversations.events import Medium
from storage.repositories.upload_links import UploadFor
from storage.unit_of_work import UnitOfWork

LIFE = timedelta(minutes=30)


class Guest(Struct, frozen=True):
    """Whose file it would be, in the transaction of the turn."""

    uow: UnitOfWork
    incoming: Incoming
    person_id: int
    at: datetime


class UploadLinks(Struct, frozen=True):
    """Puts addresses where a message has an `UploadLink`. public_url: without a trailing slash; may be empty."""

    channels: Mapping[str, Channel]
    public_url: str
    uses: Mapping[str, int] = field(default_factory=dict)  # files that a link takes, by purpose; others take one

    def put_in(self, say: Say, guest: Guest) -> Say:
        """The message with addresses; a link that the channel has no need of is left out."""
        if not _have_link(say.args.values()):
            return say
        return replace(say, args=self._args(say.args, guest))

    def _args(self, args: Mapping[str, Arg], guest: Guest) -> dict[str, Arg]:
        filled = {name: self._filled(arg, guest) for name, arg in args.items()}
        return {name: "" if arg is None else arg for name, arg in filled.items()}

    def _filled(self, arg: Arg, guest: Guest) -> Arg | None:
        """The argument with addresses; None for a link that is left out."""
        match arg:
            case UploadLink():
                return self._link(arg, guest)
            case Text(key, args):
                return Text(key, self._args(args, guest))
            case tuple():
                lines = (self._filled(one, guest) for one in arg)
                return tuple(one for one in lines if one is not None)
        return arg

    def _link(self, link: UploadLink, guest: Guest) -> Text | None:
        channel = self.channels.get(guest.incoming.channel)
        has_need = channel is None or Medium.DOCUMENT not in channel.capabilities.takes_files
        if not (has_need or link.always):
            return None
        if not self.public_url:
            return Text("upload-nowhere") if has_need else Text("upload-not-needed")
        incoming, token = guest.incoming, new_token()
        uses = self.uses.get(link.purpose, 1)
        upload = UploadFor(guest.person_id, incoming.channel, incoming.user, incoming.chat, link.purpose, uses)
        guest.uow.upload_links.add(token_hash(token), upload, guest.at + LIFE)
        minutes = int(LIFE.total_seconds() // 60)
        key = "upload-here" if uses == 1 else "upload-several-here"
        return Text(key, {"url": f"{self.public_url}/u/{token}", "minutes": minutes})


def _have_link(args: Iterable[Arg]) -> bool:
    for arg in args:
        match arg:
            case str() | int():  # most are
                continue
            case UploadLink():
                return True
            case Text(args=inner) if inner and _have_link(inner.values()):
                return True
            case tuple() if _have_link(arg):
                return True
    return False


NO_UPLOADS = UploadLinks({}, "")
