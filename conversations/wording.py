"""What people type to steer a dialogue: control words, yes and no, commands. Small fixed tables, no rules of a flow."""

from dataclasses import dataclass

from conversations.text import fold

CONTROLS = {
    "back": ("quay lại", "lui", "lui lại", "trở lại", "back"),
    "edit": ("sửa", "sửa lại", "chỉnh sửa", "edit"),
    "cancel": ("hủy", "hủy bỏ", "thoát", "dừng lại", "cancel"),
    "help": ("hướng dẫn", "trợ giúp", "giúp", "help", "?"),
    "restart": ("bắt đầu lại", "làm lại", "làm lại từ đầu", "restart"),
    "keep": ("giữ nguyên", "giữ", "keep"),
    "skip": ("bỏ qua", "skip"),
}
YES = ("đúng", "đúng rồi", "có", "phải", "vâng", "ok", "oke", "đồng ý", "yes", "y", "1")
NO = ("sai", "không", "chưa", "không phải", "nhập lại", "no", "n", "k", "2")
COMMANDS = {
    "start": ("start", "batdau"),
    "nop": ("nop", "submit"),
    "theodoi": ("theodoi", "status"),
    "duyet": ("duyet", "review"),
    "report": ("report", "baocao"),
    "moi": ("moi", "invite"),
    "qr": ("qr",),
    "huongdan": ("huongdan", "help"),
    "hotro": ("hotro", "support"),
    "dulieu": ("dulieu", "mydata"),
    "huy": ("huy", "cancel"),
}
# The same commands as people say them, without a slash and at the beginning of a message.
SPOKEN = {
    "nop": ("nộp sáng kiến", "nộp thêm", "nộp", "gửi sáng kiến", "đăng ký sáng kiến"),
    "theodoi": ("theo dõi", "trạng thái", "sáng kiến của tôi"),
    "report": ("báo cáo",),
    "huongdan": ("hướng dẫn", "trợ giúp"),
    "hotro": ("hỗ trợ", "liên hệ"),
    "dulieu": ("dữ liệu của tôi", "xem dữ liệu của tôi", "dữ liệu"),
    "tieptuc": ("tiếp tục",),
    "start": ("xin chào", "chào", "bắt đầu", "hi", "hello", "alo"),
}
VERBS = {
    "confirm": ("duyệt", "xác nhận"),
    "reject": ("từ chối",),
    "request_changes": ("bổ sung", "yêu cầu bổ sung"),
}
LONGEST_CONTROL = 40  # characters; a longer text is an answer, whatever it says


def _folded(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {fold(word): name for name, words in table.items() for word in words if fold(word)}


_CONTROLS, _SPOKEN, _VERBS = _folded(CONTROLS), _folded(SPOKEN), _folded(VERBS)
_MARKED = {word.casefold(): name for name, words in CONTROLS.items() for word in words}
_COMMANDS = {alias: name for name, aliases in COMMANDS.items() for alias in aliases}
_YES, _NO = {fold(word) for word in YES}, {fold(word) for word in NO}


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed; name '' when the slash word is unknown."""

    name: str
    argument: str


def control(text: str, *, names_possible: bool) -> str | None:
    """The control word that *text* is, e.g. "edit:3" for "sửa 3".

    names_possible: a single word without marks may be a given name ("Huy"), so only the marked form counts.
    """
    tidied = " ".join(text.split()).casefold()
    if not tidied or len(tidied) > LONGEST_CONTROL:
        return None
    if tidied == "?":
        return "help"
    if names_possible and " " not in tidied:
        return _MARKED.get(tidied) or ("cancel" if tidied == "huỷ" else None)
    if word := _CONTROLS.get(fold(tidied)):
        return word
    first, _, rest = tidied.partition(" ")
    return f"edit:{rest}" if fold(first) == "sua" and rest else None


def certainty(text: str) -> bool | None:
    """True for a yes, False for a no, None for anything else."""
    word = fold(text) if len(text) <= LONGEST_CONTROL else ""
    return True if word in _YES else False if word in _NO else None


def command(text: str) -> Typed | None:
    """The command that begins with a slash, its argument at most 2,000 characters."""
    if not text.startswith("/"):
        return None
    word, _, argument = text[1:].partition(" ")
    name = word.partition("@")[0].casefold()
    return Typed(_COMMANDS.get(name, ""), argument.strip()[:2000])


def spoken(text: str) -> Typed | None:
    """A command without its slash; only a whole message counts, but "báo cáo" takes an argument."""
    if len(text) > 200:
        return None
    folded = fold(text)
    if name := _SPOKEN.get(folded):
        return Typed(name, "")
    words = text.split()
    if len(words) > 2 and fold(" ".join(words[:2])) == "baocao":
        return Typed("report", " ".join(words[2:]))
    return None


def verdict(text: str) -> tuple[str, str] | None:
    """What an executive types: the verb and the rest, e.g. ("reject", "A7K2 trùng nội dung")."""
    words = text.strip().lstrip("/").split(maxsplit=3)
    for size in (3, 2, 1):
        if verb := _VERBS.get(fold(" ".join(words[:size]))) if len(words) >= size else None:
            return verb, " ".join(text.strip().lstrip("/").split(maxsplit=size)[size:]).strip()
    return None
