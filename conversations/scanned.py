"""What stands in QR codes that people photograph: a code of ours, or the number and the name on an identity card.

A card says number|old number|name|birth|sex|address|issue date, and the newest ones names and numbers of relatives too.
Number and name are all that is taken out.
"""

from datetime import date, timedelta

import regex
from msgspec import Struct

from conversations import codes
from conversations.answers import Invalid
from conversations.text import fold
from conversations.validators import full_name

MOST_RAW = 3_000  # characters; a QR code holds no more than 2953 bytes
_FIELDS = 7
# The landing page of posters and invitations, and the channels' own links with the code.
_ADDRESS = regex.compile(
    r"https?://[^\s?#]+/q/([^\s/?#]+)/?(?:[?#]\S*)?|https?://[^\s?#]+\?(?:start|c)=([^\s&#]+)", regex.IGNORECASE
)
_NUMBER = regex.compile(r"[0-9]{12}")
_OLD_NUMBER = regex.compile(r"(?:[0-9]{9}|[0-9]{12})?")
_DATE = regex.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_SEXES = frozenset(("nam", "nu"))


class Holder(Struct, frozen=True):
    """Whose card it is."""

    number: str  # twelve ASCII digits
    name: str  # as validators.full_name makes it


def our_code(text: str) -> str:
    """The code of a poster or an invitation, in an address of ours or bare; '' if it is neither."""
    if len(text) > MOST_RAW:
        return ""
    address = _ADDRESS.fullmatch(text.strip())
    code = codes.tidy((address[1] or address[2]) if address else text)
    return code if codes.is_code(code) and not code.isdigit() else ""


def holder(text: str, today: date) -> Holder | None:
    """Number and name on a card; None for every other code."""
    if len(text) > MOST_RAW:
        return None
    fields = _repaired(text).strip("\ufeff \r\n").split("|")
    if len(fields) < _FIELDS or "\n" in "".join(fields):
        return None
    number, old, raw_name, born, sex, _, issued = (field.strip() for field in fields[:_FIELDS])
    name = full_name(raw_name)
    is_card = (
        _NUMBER.fullmatch(number) is not None
        and _OLD_NUMBER.fullmatch(old) is not None
        and fold(sex) in _SEXES
        and _are_dates(born, issued, today)
    )
    return None if isinstance(name, Invalid) or not is_card else Holder(number, name.value)


def _repaired(text: str) -> str:
    """UTF-8 that was read as Latin-1 or Windows-1252 on its way ("Nguyá»…n"), as it was meant."""
    try:
        raw = b"".join(bytes((ord(one),)) if ord(one) < 256 else one.encode("cp1252") for one in text)
        return raw.decode()
    except ValueError:
        return text


def _are_dates(born: str, issued: str, today: date) -> bool:
    """Born before the card was issued, and that before tomorrow. Of old people day and month may be unknown."""
    birth = _DATE.fullmatch(born)
    if birth is None:
        return False
    day, month, year = (int(part) for part in birth.groups())
    try:
        earliest, issue = date(year, month or 1, day or 1), _day(issued)
    except ValueError:
        return False
    return earliest <= issue <= today + timedelta(days=1)  # *today* may be that of another time zone


def _day(text: str) -> date:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError
    day, month, year = (int(part) for part in found.groups())
    return date(year, month, day)
