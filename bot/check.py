"""`check --jsonl`: what the very validators of the flow say to each line of a file. Pure: lines in, lines out."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from bot import builtin
from conversations import validators
from conversations.answers import Doubtful, Invalid, Valid
from conversations.directory import Directory, Elsewhere, Exact, Options, Organisation, Suggestion

LONGEST_LINE = 400_000  # characters; the longest description may come as \uXXXX escapes
FormatText = Callable[[str, Mapping[str, str | int]], str]
Judgement = Valid | Doubtful | Invalid
_KINDS = {"province": "province", "district": "federation"}


def check_lines(lines: Iterable[str], format_text: FormatText, today: date) -> Iterator[str]:
    """Answer every line that is not blank with one line of JSON, in order; a bad line is an answer, not an exception.

    Args:
        lines: {"field": …, "input": …, "context": {"province_code": "04"}}; the context is for districts.
        format_text: The catalogue: key and arguments → what the person is told.
        today: The day against which years of birth are judged.
    Returns: {"ok": true, "value": …}, with "confirm" and "message" where the person would be asked first, or
        {"ok": false, "error": key, "message": …}. Values of provinces and districts are codes of the built-in list.
    """
    for line in lines:
        if line.strip(" \t\r\n\ufeff"):
            judgement = _judged(_parsed(line), today)
            yield json.dumps(_shown(judgement, format_text), ensure_ascii=False)


def _parsed(line: str) -> Mapping[str, object]:
    if len(line) > LONGEST_LINE:
        return {}
    try:
        parsed = json.loads(line.strip(" \t\r\n\ufeff"))
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _judged(question: Mapping[str, object], today: date) -> Judgement:
    raw, context = question.get("input"), question.get("context")
    if not isinstance(raw, str) or not isinstance(context, dict | None):
        return Invalid("bad-line")
    match question.get("field"):
        case "full_name":
            return validators.full_name(raw)
        case "id_number":
            return validators.id_number(raw, today)
        case "phone":
            return validators.phone(raw)
        case "description":
            return validators.description(raw)
        case "province" | "district" as field:
            return _place(raw, field, context or {})
    return Invalid("bad-line")


def _place(raw: str, field: str, context: Mapping[str, object]) -> Judgement:
    directory = builtin.directory()
    code = context.get("province_code") if field == "district" else None
    province = directory.by_code(code) if isinstance(code, str) else None
    if code is not None and (province is None or province.kind != "province"):
        return Invalid("bad-line")
    match directory.search(raw, province.id if province else None, _KINDS[field]):
        case Exact(found):
            return Valid(_code(found))
        case Suggestion(found):
            return Doubtful(_code(found), "place-meant", {"place": directory.label(found.id)})
        case Options(found, more):
            names = [directory.label(each.id) if province else _full_label(directory, each) for each in found]
            return Invalid(f"{field}-ambiguous", {"options": ", ".join((*names, "…") if more else names)})
        case Elsewhere(found):
            place, above = directory.label(found.id), directory.label(found.parent_id or 0)
            return Invalid("place-elsewhere", {"place": place, "above": above})
    return Invalid(f"{_KINDS[field]}-not-found")


def _code(organisation: Organisation) -> str:
    return organisation.code.rpartition(".")[2]


def _full_label(directory: Directory, organisation: Organisation) -> str:
    province = directory.province_of(organisation.id)
    is_below = province is not None and province.id != organisation.id
    return directory.label(organisation.id) + (f" ({province.name})" if province and is_below else "")


def _shown(judgement: Judgement, format_text: FormatText) -> Mapping[str, object]:
    if isinstance(judgement, Valid):
        return {"ok": True, "value": judgement.value}
    message = format_text(judgement.key, judgement.args)
    if isinstance(judgement, Doubtful) and judgement.is_safe:
        return {"ok": True, "value": judgement.value, "confirm": True, "message": message}
    return {"ok": False, "error": judgement.key, "message": message}
