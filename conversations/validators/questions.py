"""What people write around a name or title, or instead of one: "tôi tên là …", "… ạ", and questions of their own."""

import regex

from conversations.text import plain_letters

_QUESTIONS = "là gì|là sao|tại sao|vì sao|như thế nào|làm sao|làm thế nào|ở đâu"
_ENDS = rf"(?:.*\s)?(?:{_QUESTIONS})(?:\s(?:vậy|thế|ạ|à|nhỉ|hả|đấy))*[\s.]*|.*\?[\s.]*"
_ASKING = rf"(?:{_QUESTIONS}|hỏi chút|cho (?:(?:tôi|em|mình|cháu) )?hỏi|xin hỏi)\b.*|{_ENDS}"
_WHO = "tôi|em|mình|cháu"
_INTRODUCTION = (
    rf"(?:(?:dạ,?\s+)?(?:(?:{_WHO})\s+(?:tên\s+)?là|(?:{_WHO})\s+tên|tên\s+(?:{_WHO})\s+là|họ\s+(?:và\s+)?tên|tên)"
    rf"(?:\s+(?:đầy đủ\s+)?của\s+(?:{_WHO})(?:\s+là)?)?"
    r"(?:\s*:|\b)\s*)+"
)

_COURTESY, _NOT_YET_A_NAME = frozenset(("nhé", "nhá", "nha", "nè", "à", "đây")), frozenset(("thị", "văn"))
_I = regex.compile(r"\A(?:(?:dạ|vâng),?\s+)?(?:tôi|em|mình|cháu|là|dạ|vâng)\s+(?=\p{Lu})")  # small, before a capital
_NO_NAME = frozenset(("gì", "không"))  # as they are typed: Giàng and Khổng are names, also without their marks
_NOT_NOW = "chưa|ko|để sau|đợi chút|chờ chút|quên rồi|giúp (?:tôi|em)|dạ vâng|vâng"
_PUT_OFF = regex.compile(rf"(?:{_NOT_NOW})(?:\s.*)?", regex.I | regex.DOTALL)


def _both(pattern: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """With its marks, and without them for what was typed without any: "Lâm Sao" is no "làm sao"."""
    flags = regex.IGNORECASE | regex.DOTALL
    return regex.compile(pattern, flags), regex.compile(plain_letters(pattern), flags)


_ASKING_BOTH, _INTRODUCTION_BOTH = _both(_ASKING), _both(_INTRODUCTION)


def asks(text: str) -> bool:
    """Whether the normalised text is a question and not what was asked for."""
    return _ASKING_BOTH[text.isascii()].fullmatch(text) is not None


def asks_for_name(text: str) -> bool:
    """`asks` of what should be a name, which no "gì" or "không" is a part of."""
    return asks(text) or not _NO_NAME.isdisjoint(text.lower().split()) or _PUT_OFF.fullmatch(text) is not None


def without_introduction(text: str) -> str:
    """The normalised text of a name without "tôi tên là" and the like in front of it, and courtesy behind."""
    found = _INTRODUCTION_BOTH[text.isascii()].match(text)
    rest = text[found.end() :] if found else text
    return _without_courtesy(_I.sub("", rest))


def _without_courtesy(name: str) -> str:
    """Without "ạ", and "nhé" behind a whole name: Hồ Thị Nhé is one."""
    words = name.split(" ")
    while len(words) > 2 and words[-1].lower().rstrip(".!") == "ạ":
        words.pop()
    is_said = words[-1].rstrip(".!") in _COURTESY and (words[-1] != "nha" or words[0].istitle())  # Trần Thị Thanh Nha
    if len(words) > 3 and is_said and words[-2].lower() not in _NOT_YET_A_NAME:
        words.pop()
    return " ".join(words).rstrip(",") if len(words) < len(name.split(" ")) else name
