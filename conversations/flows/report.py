"""The words after /report: a view, a period, a status, a block, a page. Typed by people, or packed into a button.

Nothing here computes a figure; times come in as "today", the local day of the campaign.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import regex
from msgspec import Struct
from msgspec.structs import replace

from conversations import actions
from conversations.answers import Invalid
from conversations.domain import Block, Status
from conversations.flows.report_periods import NoSuchDay, When, next_period, resolved
from conversations.report_effects import SELECTED, ReportFilter, ReportView, UnitLevel
from conversations.text import fold, one_line

MOST_RAW = 200  # characters; more is no question
MOST_PAGE = 9_999
VALID = "valid"  # as a status: confirmed by the CĐCS and agreed to by the employer
_SHOWN = 20  # characters of a word that is quoted back
NO_LIMITS = ReportFilter()

# Marks and spaces do not matter. The first word of each line is the one that people are shown.
_VIEWS: Mapping[str, tuple[str, ...]] = {
    ReportView.TOTALS: ("tổng", "tổng hợp", "tổng số", "toàn bộ", "chung", "totals", "total", "summary"),
    ReportView.UNIONS: ("cđcs", "công đoàn cơ sở", "theo cđcs", "đơn vị", "theo đơn vị", "unions", "union"),
    ReportView.MISSING: ("thiếu", "còn thiếu", "chưa có", "chưa nộp", "missing"),
    ReportView.WAITING: ("chờ", "đang chờ", "chờ duyệt", "chờ xác nhận", "chờ xử lý", "waiting", "pending"),
    ReportView.DAILY: ("ngày", "theo ngày", "hằng ngày", "hàng ngày", "biểu đồ", "daily", "chart", "by day"),
    ReportView.CHECKLIST: (
        "kiểm tra", "kiểm tra hồ sơ", "chuẩn bị hồ sơ", "tình trạng hồ sơ", "hồ sơ gửi cấp trên", "checklist",
    ),
    ReportView.LETTER: ("tờ trình", "văn bản", "word", "letter"),
    ReportView.EXCEL: ("excel", "xlsx", "bảng", "bảng tổng hợp", "bảng tổng hợp tóm tắt", "xuất excel"),
    ReportView.CHOSEN: ("danh sách tiêu biểu", "sáng kiến tiêu biểu", "ds", "danh sách", "chosen", "list"),
    ReportView.CANDIDATES: ("xét chọn", "chưa chọn", "chờ xét chọn", "candidates"),
    ReportView.BUNDLE: ("hồ sơ", "trọn bộ", "trọn bộ hồ sơ", "cả hồ sơ", "zip", "tệp kèm theo", "bundle", "dossier"),
}  # fmt: skip
_LEVELS: Mapping[str, tuple[str, ...]] = {  # each asks for the view by CĐCS
    UnitLevel.PROVINCE: ("tỉnh", "tỉnh thành", "tỉnh thành phố", "cấp tỉnh", "province", "provinces"),
    UnitLevel.FEDERATION: ("huyện", "quận huyện", "cấp huyện", "cấp trên cơ sở", "district", "districts"),
    UnitLevel.UNION: ("từng cđcs", "mọi cđcs", "tất cả cđcs", "từng công đoàn cơ sở", "every union"),
}
_STATUSES: Mapping[str, tuple[str, ...]] = {
    Status.SUBMITTED: ("mới nộp", "đã nộp", "chưa duyệt", "chưa xác nhận", "submitted"),
    Status.CHANGES_REQUESTED: ("bổ sung", "cần bổ sung", "yêu cầu bổ sung", "changes requested"),
    Status.CONFIRMED: ("đã xác nhận", "xác nhận", "được xác nhận", "đã duyệt", "confirmed"),
    Status.REJECTED: ("từ chối", "bị từ chối", "đã từ chối", "không duyệt", "rejected"),
    Status.WITHDRAWN: ("đã rút", "rút", "withdrawn"),
    VALID: ("hợp lệ", "valid"),
    SELECTED: ("tiêu biểu", "được chọn", "đã chọn", "selected"),
}
_BLOCKS: Mapping[str, tuple[str, ...]] = {
    Block.ENTERPRISE: ("doanh nghiệp", "khối doanh nghiệp", "dn", "enterprise", "enterprises"),
    Block.PUBLIC_ADMIN: (
        "hành chính sự nghiệp", "khối hành chính sự nghiệp", "hành chính", "hcsn", "khối hcsn", "cơ quan",
        "khối cơ quan", "public admin", "public administration",
    ),
}  # fmt: skip
_FILLERS = (
    "của tôi", "của đơn vị", "của đơn vị tôi", "đơn vị tôi", "đơn vị mình", "còn", "gì", "đâu", "nhé", "ạ",
    "theo", "báo cáo", "thống kê", "report", "trạng thái", "khối", "các", "những", "của", "trong", "và", "in", "by",
    "the", "từ đầu chương trình", "từ đầu đến nay",
)  # fmt: skip
_PAGE_WORDS = frozenset(("trang", "page", "p"))
_LONGEST_PHRASE = 5  # words

_TOKEN = regex.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?(?!\d)|\d{1,2}-\d{1,2}-\d{4}|\d{1,2}/\d{4}"
    r"|\d+|[\p{L}\p{M}]+|[-–—→]|[^\s,;:()\"'“”?!.]"
)
_PACKED = regex.compile(r"([a-z]+)((?:\.[ftsbpnl][0-9a-z-]+)*)")
_STATUS_CODES: Mapping[str, str] = {
    Status.SUBMITTED: "s", Status.CHANGES_REQUESTED: "q", Status.CONFIRMED: "c", Status.REJECTED: "r",
    Status.WITHDRAWN: "w", VALID: "v", SELECTED: "x",
}  # fmt: skip
_LEVEL_CODES: Mapping[str, str] = {UnitLevel.PROVINCE: "t", UnitLevel.FEDERATION: "h", UnitLevel.UNION: "c"}
_BLOCK_CODES: Mapping[str, str] = {Block.ENTERPRISE: "e", Block.PUBLIC_ADMIN: "p"}


class Wanted(Struct, frozen=True):
    """What the words ask for."""

    view: ReportView = ReportView.TOTALS
    filter: ReportFilter = NO_LIMITS
    page: int = 1
    node: int | None = None  # of the tree, where it is not the whole own scope
    level: UnitLevel | None = None


def _phrases() -> Iterator[tuple[str, tuple[str, str]]]:
    tables: tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...] = (
        ("view", _VIEWS),
        ("level", _LEVELS),
        ("status", _STATUSES),
        ("block", _BLOCKS),
        ("filler", {"": _FILLERS}),
    )
    for slot, table in tables:
        for value, wordings in table.items():
            yield from ((fold(wording), (slot, str(value))) for wording in wordings)


_PHRASES = dict(_phrases())


def parse_report(words: str, today: date) -> Wanted | Invalid:
    """Read what stands after the command.

    Args:
        words: As typed ("cdcs từ 10/3 đến 15/3"), or packed by `report_action`; '' asks for the totals.
        today: The local day; a date without a year is the latest one that is not in the future.
    """
    if len(words) > MOST_RAW:
        return Invalid("report-words-too-long")
    if (match := _PACKED.fullmatch(words.strip())) and match[1] in set(ReportView):
        return _unpacked(ReportView(match[1]), match[2])
    try:
        return _Reader(tuple(_TOKEN.findall(one_line(words))), today).read()
    except NoSuchDay as error:
        return Invalid("report-no-such-day", {"day": error.typed})


def report_action(
    view: ReportView,
    limits: ReportFilter = NO_LIMITS,
    page: int = 1,
    node: int | None = None,
    level: UnitLevel | None = None,
    command: str = "report",
) -> str:
    """The action of a button that asks for this view; at most 64 bytes, so it fits every channel."""
    parts = [str(view)]
    parts += [f"f{limits.since}"] if limits.since else []
    parts += [f"t{limits.until}"] if limits.until else []
    parts += [f"s{_STATUS_CODES[limits.status]}"] if limits.status and view is not ReportView.CHOSEN else []
    parts += [f"b{_BLOCK_CODES[limits.block]}"] if limits.block else []
    parts += [f"p{page}"] if page > 1 else []
    parts += [f"n{node}"] if node is not None else []
    parts += [f"l{_LEVEL_CODES[level]}"] if level and level in _LEVEL_CODES else []
    return actions.encode(actions.Run(command, actions.SEPARATOR.join(parts)))


def _unpacked(view: ReportView, packed: str) -> Wanted | Invalid:
    parts = {part[0]: part[1:] for part in packed.split(actions.SEPARATOR)[1:]}
    try:
        since = date.fromisoformat(parts["f"]) if "f" in parts else None
        until = date.fromisoformat(parts["t"]) if "t" in parts else None
        status = {code: str(one) for one, code in _STATUS_CODES.items()}[parts["s"]] if "s" in parts else None
        block = {code: str(one) for one, code in _BLOCK_CODES.items()}[parts["b"]] if "b" in parts else None
        page = min(int(parts.get("p", "1")), MOST_PAGE)
        node = int(parts["n"]) if "n" in parts else None
        level = {code: UnitLevel(one) for one, code in _LEVEL_CODES.items()}[parts["l"]] if "l" in parts else None
    except (KeyError, ValueError):
        return Invalid("report-word-unknown", {"word": packed[:_SHOWN]})
    found = _wanted(view, (since, until), status, block, max(page, 1))
    return replace(found, node=node, level=level) if isinstance(found, Wanted) else found


def _wanted(
    view: ReportView, days: tuple[date | None, date | None], status: str | None, block: str | None, page: int
) -> Wanted | Invalid:
    since, until = days
    if since and until and since > until:
        return Invalid("report-days-reversed", {"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}"})
    status = None if view is ReportView.CHOSEN else status  # which is all that it shows
    limits = ReportFilter(since.isoformat() if since else None, until.isoformat() if until else None, status, block)
    return Wanted(view, limits, page)


class _Reader:
    """Takes tokens from the front; each method tells how many it took."""

    def __init__(self, typed: tuple[str, ...], today: date) -> None:
        self._typed, self._today = typed, today
        self._tokens = tuple(token if token[0].isdecimal() else fold(token) or token for token in typed)
        self._slots: dict[str, str] = {}
        self._since: When | None = None
        self._until: When | None = None
        self._page = 1

    def read(self) -> Wanted | Invalid:
        at = 0
        while at < len(self._tokens):
            taken = self._day_prefix(at) or self._phrase(at) or self._period(at) or self._page_number(at)
            taken = taken or self._near_miss(at)
            if not taken:
                return Invalid("report-word-unknown", {"word": self._typed[at][:_SHOWN]})
            at += taken
        is_chosen = self._slots.get("status") == SELECTED
        view = ReportView(self._slots.get("view", ReportView.CHOSEN if is_chosen else ReportView.TOTALS))
        days = resolved(self._since, self._until, self._today)
        found = _wanted(view, days, self._slots.get("status"), self._slots.get("block"), self._page)
        level = UnitLevel(self._slots["level"]) if "level" in self._slots else None
        return replace(found, level=level) if isinstance(found, Wanted) else found

    def _day_prefix(self, at: int) -> int:
        """Take "ngày" off "ngày 10/3", which means that day; "ngày 10/3 - 15/3" asks for the view by day."""
        if self._tokens[at] != "ngay" or at + 1 == len(self._tokens):
            return 0
        found = next_period(self._tokens, at + 1, self._today)
        return 1 if found and (found.is_single or "view" in self._slots) else 0

    def _phrase(self, at: int) -> int:
        for size in range(min(_LONGEST_PHRASE, len(self._tokens) - at), 0, -1):
            if found := _PHRASES.get("".join(self._tokens[at : at + size])):
                return size if self._store(*found) else 0
        return 0

    def _store(self, slot: str, value: str) -> bool:
        if slot == "level" and not self._store("view", ReportView.UNIONS):
            return False
        return slot == "filler" or self._slots.setdefault(slot, value) == value

    def _period(self, at: int) -> int:
        found = next_period(self._tokens, at, self._today)
        if found is None:
            return 0
        if (found.since and self._since) or (found.until and self._until):
            return 0
        self._since, self._until = found.since or self._since, found.until or self._until
        return found.taken

    def _page_number(self, at: int) -> int:
        if self._tokens[at] not in _PAGE_WORDS or at + 1 >= len(self._tokens) or not self._tokens[at + 1].isdecimal():
            return 0
        self._page = max(1, min(int(self._tokens[at + 1]), MOST_PAGE))
        return 2

    def _near_miss(self, at: int) -> int:
        """One slip in a long word of a view ("exel") is understood: a report can do no harm."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - forty modules, for who types what is not there

        word = self._tokens[at]
        for phrase, (slot, value) in _PHRASES.items():
            if slot == "view" and len(phrase) >= 5 and len(word) >= 4 and OSA.distance(word, phrase) == 1:
                return 1 if self._store(slot, value) else 0
        return 0
