"""Yes and no in the words people use."""

import regex

from conversations.answers import Invalid, Valid
from conversations.text import fold, words

MOST_RAW = 100

_YES = frozenset(map(fold, (
    "có", "đúng", "phải", "vâng", "dạ", "ừ", "uh", "ừm", "rồi", "chuẩn", "chính xác", "đồng ý", "xác nhận",
    "được", "nhất trí", "đúng rồi", "đúng vậy", "phải rồi", "dạ đúng", "dạ vâng", "dạ có", "vâng đúng",
    "có đồng ý", "ok", "oke", "okie", "okay", "yes", "y", "yep",
)))  # fmt: skip
_NO = frozenset(map(fold, (
    "không", "ko", "k", "kg", "hông", "hổng", "sai", "sai rồi", "chưa", "chưa đúng", "không đúng", "không phải",
    "không đồng ý", "chưa đồng ý", "không được", "dạ không", "dạ chưa", "nhầm", "nhầm rồi", "thôi", "no", "n", "nope",
)))  # fmt: skip
_POLITE = frozenset(("a", "nhe", "nha", "em", "anh", "chi", "ban", "day", "do", "oi", "roi"))
_SIGNS = {"👍": "yes", "👌": "yes", "✅": "yes", "✔": "yes", "👎": "no", "❌": "no", "✖": "no"}
_SKIN_AND_VARIANT = regex.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")


def yes_or_no(raw: str) -> Valid | Invalid:
    """Read a yes or a no; a question or anything longer is neither. The value is "yes" or "no"."""
    if len(raw) > MOST_RAW or "?" in raw:
        return Invalid("yes-or-no")
    sign = _SKIN_AND_VARIANT.sub("", raw.strip())
    if sign and sign == sign[0] * len(sign) and sign[0] in _SIGNS:
        return Valid(_SIGNS[sign[0]])
    said = list(words(raw))
    while said:
        if (whole := "".join(said)) in _YES | _NO:
            return Valid("yes" if whole in _YES else "no")
        if said.pop() not in _POLITE:
            break
    return Invalid("yes-or-no")
