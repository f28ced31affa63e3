"""What people type to steer a dialogue: control words, names of lines, commands. Fixed tables, no rules of a flow."""

import re
from collections.abc import Iterable

from msgspec import Struct

from conversations.line_names import LINES
from conversations.openings import OFFICIALS, POLITE, VIEWS
from conversations.text import fold, fold_typed, normalise

CONTROLS = {
    "back": ("quay lại", "lui", "lui lại", "trở lại", "back"),
    "edit": ("sửa", "sửa lại", "chỉnh sửa", "edit"),
    "cancel": ("hủy", "hủy bỏ", "thoát", "dừng lại", "cancel"),
    "help": ("hướng dẫn", "trợ giúp", "giúp", "help"),
    "restart": ("bắt đầu lại", "làm lại", "làm lại từ đầu", "restart"),
    "keep": ("giữ nguyên", "giữ", "keep"),
    "skip": ("bỏ qua", "skip"),
    "write": ("giúp viết", "giúp tôi viết", "viết giúp", "viết giúp tôi", "help me write"),
}
# Where a file is asked for: the page that takes it instead of the chat.
UPLOADS = ("liên kết", "gửi qua trang web", "gửi qua web", "tải lên", "link", "upload")
NAMES = frozenset(("huy", "sua"))  # control words without their marks that are given names too
COMMANDS = {
    "start": ("start", "batdau"),
    "nop": ("nop", "submit"),
    "nopho": ("nopho", "enter"),
    "theodoi": ("theodoi", "status"),
    "sua": ("sua", "fix"),
    "rut": ("rut", "withdraw"),
    "kem": ("kem", "attach"),
    "tep": ("tep", "files"),
    "duyet": ("duyet", "review"),
    "report": ("report", "baocao", "thongke"),
    "hoso": ("hoso", "dossier"),
    "chon": ("chon", "select"),
    "thongbao": ("thongbao", "announce"),
    "nhac": ("nhac", "remind"),
    "moi": ("moi", "invite"),
    "nhap": ("nhap", "import", "nhapdonvi", "nhapdanhsach"),
    "nhapsangkien": ("nhapsangkien", "entries"),
    "canbo": ("canbo", "people"),
    "xinquyen": ("xinquyen", "apply"),
    "qr": ("qr",),
    "donvi": ("donvi", "units"),
    "ghepdonvi": ("ghepdonvi", "resolve"),
    "caidat": ("caidat", "settings"),
    "vidu": ("vidu", "example"),
    "ops": ("ops",),
    "huongdan": ("huongdan", "help"),
    "hotro": ("hotro", "support"),
    "dulieu": ("dulieu", "mydata"),
    "machuyen": ("machuyen", "move", "chuyenkenh"),
    "huy": ("huy", "cancel"),
}
# The same commands as people say them, without a slash and as a whole message.
SPOKEN = {
    "nop": ("nộp sáng kiến", "nộp thêm", "nộp", "gửi sáng kiến", "đăng ký sáng kiến"),
    "sua": ("sửa", "sửa ngay", "sửa sáng kiến", "gửi lại"),
    "kem": ("kèm tệp", "thêm tệp", "kèm ảnh", "gửi ảnh", "thêm ảnh", "thêm tài liệu", "gửi tài liệu"),
    "tep": ("xem tệp", "tệp kèm theo"),
    "nopho": ("nộp hộ", "nhập hộ", "nộp hộ đồng nghiệp", "nộp giúp", "nhập giúp"),
    "theodoi": ("theo dõi", "trạng thái", "sáng kiến của tôi"),
    "report": ("báo cáo", "thống kê", "report"),
    "hoso": ("hồ sơ", "làm hồ sơ", "lấy hồ sơ", "tải hồ sơ", "chuẩn bị hồ sơ", "kiểm tra hồ sơ"),
    "chon": ("chọn tiêu biểu", "chọn sáng kiến", "xét chọn", "xét chọn sáng kiến"),
    "thongbao": ("thông báo", "soạn thông báo"),
    "nhac": (
        "nhắc nhở", "nhắc các đơn vị", "nhắc đơn vị chưa nộp", "nhắc các đơn vị chưa nộp", "nhắc cđcs chưa nộp",
        "nhắc các cđcs chưa nộp", "nhắc đơn vị chưa có sáng kiến", "nhắc các đơn vị chưa có sáng kiến",
    ),
    "canbo": ("cán bộ", "danh sách cán bộ"),
    "qr": ("qr", "lấy mã qr"),
    "xinquyen": ("xin quyền", "xin quyền duyệt", "đăng ký cán bộ"),
    "huongdan": ("hướng dẫn", "trợ giúp", "giúp", "help"),
    "hotro": ("hỗ trợ", "liên hệ"),
    "dulieu": ("dữ liệu của tôi", "xem dữ liệu của tôi", "dữ liệu", "xóa dữ liệu", "xóa dữ liệu của tôi", "rút đồng ý"),
    "machuyen": ("mã chuyển", "lấy mã chuyển", "chuyển kênh", "đổi kênh", "đổi điện thoại"),
    "donvi": ("đơn vị", "danh sách đơn vị", "danh sách cđcs"),
    "nhap": ("nhập danh sách", "nhập danh sách đơn vị", "nhập cđcs", "nhập đơn vị"),
    "nhapsangkien": ("nhập sáng kiến", "nộp danh sách", "nhập nhiều sáng kiến"),
    "ghepdonvi": ("đơn vị chờ ghép", "ghép cđcs"),
    "caidat": ("cài đặt",),
    "vidu": ("ví dụ", "xem ví dụ"),
    "ops": ("tình trạng",),
    "start": ("xin chào", "chào", "bắt đầu", "hi", "hello", "alo"),
    "huy": ("hủy", "hủy bỏ", "thoát", "dừng lại"),
}
# What menus call them. Understood at every step too that asks for no prose: longer than what people answer there.
LABELS = {
    "theodoi": ("xem sáng kiến của tôi",),
    "duyet": ("duyệt sáng kiến",),
    "hoso": ("hồ sơ gửi cấp trên",),
    "chon": ("chọn sáng kiến tiêu biểu",),
    "thongbao": ("gửi thông báo",),
    "canbo": ("cán bộ trong địa bàn",),
    "moi": ("mời cán bộ",),
    "nhap": ("nhập danh sách cđcs",),
    "nhapsangkien": ("nhập danh sách sáng kiến", "nộp danh sách sáng kiến"),
    "qr": ("mã qr", "mã qr của đơn vị"),
    "donvi": ("đơn vị trực thuộc",),
    "ghepdonvi": ("ghép đơn vị", "ghép đơn vị vào cđcs"),
    "caidat": ("cài đặt liên hệ",),
    "ops": ("tình trạng hệ thống",),
    "huy": ("dừng việc đang làm",),
    "machuyen": ("dùng tiếp ở kênh khác",),
    "quen": ("xóa bản nháp và thông tin đã nhớ",),
    "xoa": ("yêu cầu xóa sáng kiến đã nộp",),
}
# Words that may follow a command without its slash: "can bo thieu", "donvi dong". Other words make it a sentence.
FOLLOWING = {
    "canbo": ("thiếu", "tổng", "ds", "danh sách", "xin", "mời"),
    "moi": ("ds",),
    "donvi": ("đóng", "đã đóng", "đã ngừng"),
    "qr": ("zip", "trọn bộ", "dừng"),
    "hoso": (
        "tờ trình", "tờ trình word", "word", "excel", "bảng", "bảng tổng hợp", "zip", "trọn bộ", "thiếu", "thiếu gì",
        "còn thiếu gì", "đâu", "của tôi", "của đơn vị", "của đơn vị tôi", "đơn vị tôi",
    ),
    "nhap": ("mẫu",),
    "nhapsangkien": ("mẫu",),
    "ghepdonvi": ("hoàn tác",),
    "machuyen": ("hoàn tác",),
    "vidu": ("sửa",),
    "nopho": ("ds", "danh sách"),
}
# Commands that are understood at every step too: no answer reads like these.
ANYWHERE = {
    "dungnhac": ("dừng nhắc", "dừng nhắc việc", "đừng nhắc nữa"),
    "nhaclai": ("nhắc lại", "nhắc lại tôi"),
    "tieptuc": ("tiếp tục", "tiếp tục bản nháp"),
}
VERBS = {
    "confirm": ("duyệt", "xác nhận"),
    "reject": ("từ chối",),
    "request_changes": ("bổ sung", "yêu cầu bổ sung"),
    "compare": ("so sánh", "compare"),
    "select": ("chọn", "chọn mã", "chọn sáng kiến", "chọn tiêu biểu", "xét chọn", "select"),
    "unselect": ("bỏ chọn",),
    "change": ("sửa điểm",),
    "agreement": ("bổ sung ý kiến", "ý kiến đồng ý"),  # longer than the one above, so looked for first
}
OF_SELECTION = frozenset(("select", "unselect", "change"))
UNDO = frozenset(("hoan tac", "hoantac", "undo"))  # after a command: take the last one back
LONGEST_CONTROL, LONGEST_ARGUMENT = 40, 2000  # characters; a longer text is an answer, whatever it says
_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_MOST_WORDS = 4  # of a verb
_MOST_OPENING_COMMAND = 3  # words: "ghép đơn vị"
_MOST_OPENING = 8  # words of one of OFFICIALS


def _folded(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {fold(word): name for name, words in table.items() for word in words}


_CONTROLS, _LINES, _VERBS, _LABELS = _folded(CONTROLS), _folded(LINES), _folded(VERBS), _folded(LABELS)
_SPOKEN = _folded(SPOKEN) | _LABELS
_FOLLOWING = {name: frozenset(map(fold, words)) for name, words in FOLLOWING.items()}
_ANYWHERE, _OFFICIALS = _folded(ANYWHERE), frozenset(map(fold, OFFICIALS))
_VIEWS, _POLITE, _UPLOADS = _folded(VIEWS), frozenset(map(fold, POLITE)), frozenset(map(fold, UPLOADS))
_EDIT = re.compile(r"(?:chỉnh sửa|chinh sua|sửa lại|sua lai|sửa mục|sua muc|sửa|sua|edit) (.+)")
_COMMANDS = {alias: name for name, aliases in COMMANDS.items() for alias in aliases}


class Typed(Struct, frozen=True):
    """A command as typed; name '' when the slash word is unknown."""

    name: str
    argument: str


def _beginnings(*tables: Iterable[str]) -> frozenset[str]:
    """All that entries begin with: most answers are told from every one of them by their first word."""
    return frozenset(entry[:size] for table in tables for entry in table for size in range(len(entry) + 1))


_VERDICTS_BEGIN = _beginnings(_VERBS)
_SPOKEN_BEGIN = _beginnings(_SPOKEN, _COMMANDS, _OFFICIALS, _VIEWS, _POLITE)


def control(text: str, *, names_possible: bool) -> str | None:
    """The control word that *text* is, e.g. "edit:3" for "sửa 3".

    names_possible: a given name may be asked for, so "Huy" is none, but "hủy" is.
    """
    tidied = " ".join(normalise(text).split()).casefold() if len(text) <= 2 * LONGEST_CONTROL else ""
    if len(tidied) > LONGEST_CONTROL or (names_possible and tidied in NAMES):
        return None
    if tidied == "?":
        return "help"
    if word := _CONTROLS.get(fold_typed(tidied)):
        return word
    editing = _EDIT.fullmatch(tidied)
    if editing is None or (names_possible and tidied.isascii() and line(editing[1]) is None):  # "Sua A Pao"
        return None
    return f"edit:{editing[1]}"


def line(text: str) -> str | None:
    """The answer key of the line that people call so."""
    return _LINES.get(fold(text))


def wants_upload(text: str) -> bool:
    """Whether *text*, said where a file is asked for, means the page that takes it."""
    return len(text) <= LONGEST_CONTROL and fold_typed(text) in _UPLOADS


def command(text: str) -> Typed | None:
    """The command that begins with a slash, in any writing ("/Nộp"), or one of ANYWHERE.

    The argument is cut at LONGEST_ARGUMENT. A long text that begins with a slash and no known word is an answer.
    """
    if len(text) <= LONGEST_CONTROL and (always := _ANYWHERE.get(fold_typed(text))):
        return Typed(always, "")
    typed = _COMMAND.fullmatch(text.strip())
    if typed is None:
        return None
    name = _COMMANDS.get(fold(typed[1]), "")
    is_answer = not name and len(text) > LONGEST_CONTROL
    return None if is_answer else Typed(name, (typed[2] or "")[:LONGEST_ARGUMENT])


def undoes(argument: str) -> bool:
    """Whether that is what was typed after a command."""
    return fold(argument) in UNDO


def spoken(text: str) -> Typed | None:
    """A command without its slash: a whole message, but "báo cáo" takes an argument, and others what may follow.

    A polite beginning is passed over: "cho tôi xem báo cáo tuần này".
    """
    if len(text) > 200:
        return None
    words = text.split()
    openings = _openings(words)
    if not openings:
        return None
    polite = next((size for size in range(len(openings), 0, -1) if openings[size - 1] in _POLITE), 0)
    asked = words[polite:]
    return _spoken(words, openings) or (_spoken(asked, _openings(asked)) if polite else None)


def _spoken(words: list[str], openings: list[str]) -> Typed | None:
    whole = fold_typed(" ".join(words))
    if name := _SPOKEN.get(whole):
        return Typed(name, "")
    if view := _VIEWS.get(whole):
        return Typed(*view.split())
    for size, opening in enumerate(openings[:_MOST_OPENING_COMMAND], start=1):
        name, rest = _COMMANDS.get(opening, ""), " ".join(words[size:])
        if name == "report" or (rest and name in _FOLLOWING and fold_typed(rest) in _FOLLOWING[name]):
            return Typed(name, rest)
    return _official(words, openings)


def _openings(words: list[str]) -> list[str]:
    """What the first word folds to, the first two, and so on, as long as something that is spoken begins so."""
    openings: list[str] = []
    opening = ""
    for word in words[:_MOST_OPENING]:
        opening += fold_typed(word)
        if opening not in _SPOKEN_BEGIN:
            break
        openings.append(opening)
    return openings


def labelled(text: str) -> Typed | None:
    """A command by what a menu calls it, which no answer but prose reads like."""
    name = _LABELS.get(fold_typed(text)) if len(text) <= LONGEST_CONTROL else None
    return Typed(name, "") if name else None


def _official(words: list[str], openings: list[str]) -> Typed | None:
    """ "Tôi là cán bộ CĐCS Trường Mầm non Hoa Mai": the longest beginning that is one of OFFICIALS, and the rest."""
    size = next((size for size in range(len(openings), 2, -1) if openings[size - 1] in _OFFICIALS), 0)
    return Typed("xinquyen", " ".join(words[size:])) if size else None


def greets(text: str) -> bool:
    """Whether *text* is a word of address or a command, such as "xin chào", and so nobody's name; Tô Trinh is one."""
    typed = spoken(text)
    return typed is not None and typed.name != "hoso" and fold_typed(text) not in NAMES


def verdict(text: str) -> tuple[str, str] | None:
    """What an executive types: the verb and the rest, e.g. ("reject", "A7K2 trùng nội dung")."""
    said = text.strip().lstrip("/")
    first = said.split(maxsplit=1)[:1]
    if not first or fold_typed(first[0][:LONGEST_CONTROL]) not in _VERDICTS_BEGIN or labelled(text):
        return None
    for size in range(_MOST_WORDS, 0, -1):
        words = said.split(maxsplit=size)
        if verb := _VERBS.get(fold_typed(" ".join(words[:size])[:LONGEST_CONTROL])):
            return verb, " ".join(words[size:])
    return None
