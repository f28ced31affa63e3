"""What a turn may know of roles besides the person's own: who holds one, who asks for one, who was invited."""

from datetime import datetime

from msgspec import Struct

from conversations import codes
from conversations.domain import Grant, Role
from conversations.text import fold

MOST_WRONG = 10  # codes that opened nothing, of one account within an hour; then invitations have to wait
MOST_ASKED = 3  # requests of one account within a day
ASKED_LATELY = 7  # days that a request stays open, and that an account's requests are looked at
REQUEST_CARD = "request:"  # begins the name of a card that is no initiative's
_LETTERS = {"e": Role.EXECUTIVE, "s": Role.STAFF}
_MOST_DIGITS = 12
_ABOUT_HOLDER = {"xoa", "go", "thay"}
_ABOUT_REQUEST = {"duyet", "tuchoi"}


class Holder(Struct, frozen=True):
    """A role that somebody holds now."""

    person_id: int
    grant: Grant
    name: str  # as they introduced themselves; '' if they never did
    granted_at: datetime
    granted_by: int | None = None  # None: the operator
    seen_at: datetime | None = None
    others: int = 0  # who hold the same role for the same node


class RoleRequest(Struct, frozen=True):
    """Somebody's wish to become an executive."""

    code: str
    person_id: int
    organisation_id: int
    name: str
    outcome: str = ""  # '' while it is open; granted, refused, expired
    decided_by: str = ""  # the name of who decided


class Asked(Struct, frozen=True):
    """A request of the person of this turn."""

    organisation_id: int
    at: datetime
    is_open: bool


class Invitation(Struct, frozen=True):
    """An invitation that can still be accepted."""

    code: str
    role: Role
    organisation_id: int
    created_by: int | None


class RoleFacts(Struct, frozen=True):
    """What was asked for by `RoleNeeds`."""

    holder: Holder | None = None
    request: RoleRequest | None = None
    invitations: tuple[Invitation, ...] = ()  # whose code begins as it was named, of any scope
    asked: tuple[Asked, ...] = ()  # within ASKED_LATELY days, the newest first
    staffed: frozenset[int] = frozenset()  # nodes that have staff
    wrong_codes: int = 0  # of this account within the last hour

    @property
    def is_held_back(self) -> bool:
        """Whether too many codes of this account opened nothing."""
        return self.wrong_codes >= MOST_WRONG


class RoleNeeds(Struct, frozen=True):
    """What the runner has to load of it."""

    holder: str | None = None  # a handle, see `handle`
    request: str | None = None  # a code
    invitation: str | None = None  # how a code begins
    asks: bool = False  # the person may ask for a role

    def merged(self, other: "RoleNeeds") -> "RoleNeeds":
        """Both; the other's where both name something."""
        return RoleNeeds(
            other.holder or self.holder,
            other.request or self.request,
            other.invitation or self.invitation,
            self.asks or other.asks,
        )


NO_NEEDS = RoleNeeds()


def card_name(code: str) -> str:
    """What the copies of a request's card are called, so that all of them can be closed; no submission's code."""
    return f"{REQUEST_CARD}{code}"


def handle(person_id: int, grant: Grant) -> str:
    """What a button calls a role that somebody holds: "e7-100". It proves nothing."""
    letter = next(letter for letter, role in _LETTERS.items() if role is grant.role)
    return f"{letter}{person_id}-{grant.organisation_id}"


def holder_of(text: str) -> tuple[int, Grant] | None:
    """The person and the role that a handle names, whether or not it is held."""
    numbers = text[1:].split("-")
    if text[:1] not in _LETTERS or len(numbers) != 2 or not all(map(_is_number, numbers)):
        return None
    return int(numbers[0]), Grant(_LETTERS[text[:1]], int(numbers[1]))


def node_of(text: str) -> int | None:
    """The organisation that a button names by its number."""
    return int(text) if _is_number(text) else None


def split_words(argument: str) -> tuple[str, str]:
    """The verb after /canbo or /moi, folded, and the rest: "Từ chối M5N8-P3RK" is ("tuchoi", "M5N8-P3RK")."""
    words = argument.split(maxsplit=2)
    if len(words) > 2 and fold(f"{words[0]}{words[1]}"[:40]) in _ABOUT_REQUEST:
        return fold(words[0] + words[1]), words[2].strip()
    first, _, rest = argument.strip().partition(" ")
    return fold(first[:40]), rest.strip()


def needs_of(command: str, argument: str) -> RoleNeeds:
    """What a command about roles has to be told."""
    if command == "xinquyen":
        return RoleNeeds(asks=True)
    if command not in ("moi", "canbo"):
        return NO_NEEDS
    verb, rest = split_words(argument)
    if command == "moi" and verb == "thu":
        begin = codes.tidy(rest)
        return RoleNeeds(invitation=begin if codes.SHORTEST <= len(begin) <= codes.LENGTH else None)
    if command == "moi":
        return NO_NEEDS
    if verb in _ABOUT_REQUEST:
        return RoleNeeds(request=codes.tidy(rest) or None)
    named = rest if verb in _ABOUT_HOLDER else argument.strip()
    return RoleNeeds(holder=named if holder_of(named) else None)


def _is_number(text: str) -> bool:
    """In the one way in which we write it."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and text == str(int(text))
