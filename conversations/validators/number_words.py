"""What people write around a number, or instead of one: "số CMND của tôi là 080888999 ạ", "tôi không có điện thoại"."""

import regex

from conversations.text import plain_letters

_OWN = "so|cua|toi|em|minh|chau|la|day|nay|moi|hien tai|dang dung"
_KINDS = (
    "cmnd|cmt|cmtnd|cccd|can cuoc|cong dan|chung minh|nhan dan|thu|the|dinh danh|ca nhan|giay"
    "|dien thoai|dt|sdt|dtdd|dd|di dong|zalo|tel|phone|mobile"
)
_BEFORE = regex.compile(rf"(?:(?:da|vang|{_OWN}|{_KINDS})(?![a-z])[\s:=,.–-]*)+(?=[0-9+(])")
_AFTER = regex.compile(r"(?<=[0-9)])(?:[\s,.]+(?:a|nhe|nha|day|nay|em|cua toi|cua em)(?![a-z]))*[\s.!]*$")
_MISSING = "khong|ko|k|chua|mat|quen|dang lam|de sau|hong|hu"
_NONE = regex.compile(rf"(?:(?:da|toi|em|minh|chau)\s+)*(?:{_MISSING})(?![a-z])[^0-9]*")


def bare(text: str) -> str:
    """The normalised text without words that only say what number it is; another one's stays: "số của vợ 0912…"."""
    plain = plain_letters(text)
    if len(plain) != len(text):
        return text
    before, after = _BEFORE.match(plain), _AFTER.search(plain)
    return text[before.end() if before else 0 : after.start() if after else None]


def has_none(text: str) -> bool:
    """Whether the normalised text says that there is no number: it was never there, is lost, or forgotten."""
    return _NONE.fullmatch(plain_letters(text)) is not None
