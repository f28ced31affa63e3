"""What one cell of a list of initiatives means: by the validators of the chat, and what spreadsheets do to numbers.

Nobody can be asked about a cell. What the chat would ask about is taken and noted, for the person sees all notes
before anything is filed; what may be meant in several ways is a mistake.
"""

from datetime import date, timedelta

import regex

from bot.imports import cells
from bot.imports.cells import SHOWN, Problems, Wrong
from bot.initiative_lists.ground import Ground, Union
from conversations import validators
from conversations.answers import Ambiguous, Doubtful, Invalid, Valid
from conversations.cards import SKIPPED
from conversations.domain import Field
from conversations.effects import Text
from conversations.text import fold, one_line

EXAMPLES = {
    "full_name": "Nguyễn Văn A", "id_number": "004 085 000 123", "phone": "0912 345 678", "applied_on": "3/2021",
    "title": "Cải tiến máy tẽ ngô", "description": "Trước đây tẽ ngô bằng tay, nay dùng máy tự chế, nhanh gấp ba lần.",
    "union": "04.045.hoamai",
}  # fmt: skip
_FIELDS = {
    Field.PRODUCTION: ("sản xuất", "lao động sản xuất", "sản xuất kinh doanh", "kỹ thuật", "cải tiến kỹ thuật"),
    Field.NEW_PRODUCT: ("sản phẩm mới", "tạo sản phẩm mới"),
    Field.SAFETY: (
        "an toàn", "an toàn lao động", "an toàn vệ sinh lao động", "vệ sinh lao động", "môi trường", "atvslđ",
        "bảo vệ môi trường",
    ),
    Field.ADMINISTRATION: ("cải cách hành chính", "hành chính", "cchc"),
    Field.PARTY: ("xây dựng đảng", "công tác đảng", "hệ thống chính trị", "xây dựng đảng và hệ thống chính trị"),
    Field.MANAGEMENT: ("quản lý", "điều hành", "quản lý điều hành", "công tác quản lý"),
    Field.HEALTH: ("y tế", "khám chữa bệnh", "chăm sóc sức khỏe"),
    Field.EDUCATION: ("giáo dục", "giáo dục đào tạo", "giáo dục và đào tạo", "dạy học", "đào tạo"),
    Field.OTHER: ("khác", "lĩnh vực khác"),
}  # fmt: skip
_FIELD_WORDS = {fold(word): field.value for field, words in _FIELDS.items() for word in (field.value, *words)}
_FIRST_DAY = date(1899, 12, 30)  # day 0 of spreadsheets, as far as anything since March 1900 is concerned
_LAST_DAY = 2_958_465  # 31/12/9999
_BARE = regex.compile(r"[0-9][0-9., ]*")
_UNITS = {"nghindong": " nghìn", "ngandong": " nghìn", "trieudong": " triệu", "tydong": " tỷ"}
_CCCD = 12  # digits
_NO_BLOCK = Wrong(None, None, Text("bulk-no-column-block"))
_PERSONAL = frozenset(("id_number", "phone"))
_NUMBER = regex.compile(r"[0-9](?:[\s.,-]?[0-9]){7,}")  # as long as a phone or a card has it
_HIDDEN = "…"
# What a spreadsheet leaves of a card's number that went through a text file as 7.9085E+10. No card has such a serial
# but one of a hundred thousand, and that one keeps its zero in front.
_ROUNDED = regex.compile(r"[1-9][0-9]{4,6}0{5}")


def shown(column: str, typed: str) -> str:
    """As much of a cell as may stand in a sentence about it: nothing of numbers that are personal."""
    return "" if column in _PERSONAL else _hidden(typed)[:SHOWN]


def _hidden(typed: str) -> str:
    """Without long numbers: in a row that has slipped by a cell they stand in any column."""
    return _NUMBER.sub(_HIDDEN, typed)


def full_name(typed: str, problems: Problems) -> str:
    """The name of one person."""
    return _taken("full_name", validators.full_name(one_line(typed)), problems)


def id_number(typed: str, ground: Ground, problems: Problems) -> str:
    """An identity number; zeros that a spreadsheet has dropped are put back where only they can be missing."""
    today = date.fromisoformat(ground.today)
    answer = validators.id_number(typed, today, ground.accepts_cmnd)
    if _ROUNDED.fullmatch(typed):
        problems.say("id_number", Text("id-spreadsheet"))
        return ""
    if isinstance(answer, Invalid) and answer.key != "id-is-phone" and typed.isascii() and typed.isdecimal():
        # Those born in this country begin with a zero or two; province and year of birth tell that it fits.
        mended = validators.id_number(typed.zfill(_CCCD), today)
        if len(typed) in (10, 11) and typed[0] != "0" and isinstance(mended, Valid):
            problems.note("id_number", Text("bulk-id-zeros", {"number": validators.masked_id(mended.value)}))
            return mended.value
    return _taken("id_number", answer, problems)


def phone(typed: str, problems: Problems) -> str:
    """A mobile number."""
    return _taken("phone", validators.phone(typed), problems)


def block(typed: str, union: Union | None, ground: Ground, problems: Problems) -> str:
    """The block; an empty cell means that of the CĐCS."""
    if not typed and union is not None and union.block:
        return union.block
    if not typed:
        if "block" in problems.headings.places:
            problems.say("block", Text("bulk-block-missing"))
        elif _NO_BLOCK not in problems.found:  # once for all rows
            problems.found.append(_NO_BLOCK)
        return ""
    return ground.words.get("block", {}).get(fold(typed[:100])) or cells.block(_hidden(typed), problems) or ""


def field(typed: str, ground: Ground, problems: Problems) -> str:
    """The field; '' where the cell is empty."""
    folded = fold(typed[:100])
    found = ground.words.get("field", {}).get(folded) or _FIELD_WORDS.get(folded) if typed else ""
    if found is None:
        problems.say("field", Text("bulk-field-wrong", {"value": shown("field", typed)}))
    return found or ""


def applied_on(typed: str, ground: Ground, problems: Problems, *, is_day: bool) -> str:
    """The month of first use. is_day: the spreadsheet holds a day there, as a number."""
    first, last, today = map(date.fromisoformat, (ground.first, ground.last, ground.today))
    if is_day and (day := _day(typed)) is not None:
        typed = f"{day.day}/{day.month}/{day.year}"
        if day.day not in (1, day.month) and day.day <= 12:  # whoever typed it may have meant the other way
            problems.note("applied_on", Text("bulk-month-read", {"month": f"{day.month}/{day.year}"}))
    return _taken("applied_on", validators.applied_on(typed, first, last, today), problems)


def title(typed: str, problems: Problems) -> str:
    """The name of the initiative."""
    return _taken("title", validators.title(typed), problems)


def description(typed: str, ground: Ground, problems: Problems) -> str:
    """What it is."""
    return _taken("description", validators.description(typed, ground.description_limit), problems)


def benefit(typed: str, heading: str, problems: Problems) -> str:
    """What it is worth, as the chat stores it; '' where nothing is said. heading: may name the unit of bare numbers."""
    if not typed:
        return ""
    folded = fold(heading)
    unit = next((unit for ending, unit in _UNITS.items() if folded.endswith(ending)), "")
    answer = validators.benefit(f"{typed}{unit}" if _BARE.fullmatch(typed) else typed)
    match answer:
        case Valid(value) | Doubtful(value):
            return "" if value == SKIPPED else value
        case Ambiguous():
            problems.say("benefit", Text("bulk-benefit-unit"))
        case Invalid(key) if key == "benefit-unreadable":
            problems.say("benefit", Text("bulk-benefit-wrong"))
        case Invalid(key, args):
            problems.say("benefit", Text(key, args))
    return ""


def _taken(column: str, answer: Valid | Doubtful | Invalid, problems: Problems) -> str:
    match answer:
        case Invalid(key, args):
            problems.say(column, Text(key, args))
            return ""
        case Doubtful(value, key, args):
            seen = {**args, "phone": validators.masked_phone(value)} if "phone" in args else args
            problems.note(column, Text(f"bulk-{key.removesuffix('-meant')}", seen))
            return value
    return answer.value


def _day(typed: str) -> date | None:
    """The day that a spreadsheet's number, or a date as ISO writes it, stands for."""
    try:
        return date.fromisoformat(typed[:10])
    except ValueError:
        pass
    whole = typed.partition(".")[0]
    number = int(whole) if whole.isascii() and whole.isdecimal() and len(whole) <= 7 else 0
    return _FIRST_DAY + timedelta(days=number) if 61 <= number <= _LAST_DAY else None
