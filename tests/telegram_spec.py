"""Is a call one that the Bot API knows? Checked against its machine-readable specification, and rules known in words.

The types are in the specification's fields, lengths and constants only in its descriptions, where they are read from.
What stands in neither (buttons in a row, parameters required together) is written out below.
"""

import html
import json
import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

SPEC_FILE = Path(__file__).parent / "data" / "telegram-api.json"
MOST_BUTTONS, MOST_IN_A_ROW = 100, 8  # reference, section 5
_LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)")
_CONSTANT = re.compile(r'(?:must be|always) "?(\w+)"?\.?$')
_TAG = re.compile(r"<[^>]*>")

Json = Mapping[str, Any]
_SCALARS: dict[str, Callable[[Any], bool]] = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "InputFile": lambda value: isinstance(value, str) and value.startswith("attach://"),
}


@cache
def load_spec() -> "Spec":
    """The specification of the tests' data folder, read once."""
    stored = json.loads(SPEC_FILE.read_text(encoding="utf-8"))
    return Spec(stored["methods"], stored["types"])


class Spec:
    """Methods and types of one version of the Bot API."""

    def __init__(self, methods: Json, types: Json) -> None:
        self._methods, self._types = methods, types

    def knows(self, method: str) -> bool:
        """Whether there is such a method; upper and lower case do not matter to Telegram, to us they do."""
        return method in self._methods

    def decoded(self, method: str, raw: Json) -> dict[str, Any]:
        """Parameters as values: a form carries everything but strings as JSON text."""
        fields = self._methods.get(method, {}).get("fields", ())
        types = {field["name"]: field["types"] for field in fields}
        return {name: _decoded(value, types.get(name, ["String"])) for name, value in raw.items()}

    def violations(self, method: str, parameters: Json, files: Collection[str] = ()) -> list[str]:
        """Everything wrong with a call.

        Args:
            parameters: values as `decoded` gives them.
            files: names of the uploaded parts.
        """
        if method not in self._methods:
            return [f"{method}: unknown method"]
        fields = {field["name"]: field for field in self._methods[method].get("fields", ())}
        found = self._fields(fields, parameters, method, frozenset(files))
        if not found:
            found = [problem for rule in _RULES for problem in rule(method, parameters)]
        return found

    def _fields(self, fields: Json, values: Json, where: str, files: frozenset[str] = frozenset()) -> list[str]:
        given = values.keys() | {name for name in files if name in fields}
        found = [f"{where}: unknown {name!r}" for name in values.keys() - fields.keys()]
        found += [f"{where}: {name!r} is missing" for name in fields if fields[name]["required"] and name not in given]
        found += [f"{where}: {name!r} takes no file" for name in files & fields.keys() if not _takes_file(fields[name])]
        for name in fields.keys() & values.keys():
            found += self._field(fields[name], values[name], f"{where}.{name}")
        return found

    def _field(self, field: Json, value: Any, where: str) -> list[str]:
        found = min((self._value(name, value, where) for name in field["types"]), key=len)
        return found or _limits(field["description"], value, where)

    def _value(self, name: str, value: Any, where: str) -> list[str]:
        if name in _SCALARS:
            return [] if _SCALARS[name](value) else [f"{where}: is no {name}"]
        if name.startswith("Array of "):
            return self._array(name.removeprefix("Array of "), value, where)
        kind = self._types[name]
        if kind.get("subtypes"):
            return min((self._value(subtype, value, where) for subtype in kind["subtypes"]), key=len)
        if not isinstance(value, dict):
            return [f"{where}: is no {name}"]
        return self._fields({field["name"]: field for field in kind.get("fields", ())}, value, where)

    def _array(self, name: str, value: Any, where: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{where}: is no array"]
        return [problem for i, item in enumerate(value) for problem in self._value(name, item, f"{where}[{i}]")]


def _decoded(value: Any, types: Collection[str]) -> Any:
    if isinstance(value, str) and "Integer" in types and re.fullmatch(r"-?\d+", value):
        return int(value)
    if not isinstance(value, str) or "String" in types:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _takes_file(field: Json) -> bool:
    return "InputFile" in field["types"]


def _limits(description: str, value: Any, where: str) -> list[str]:
    if not isinstance(value, str):
        return []
    if (length := _LENGTH.search(description)) and not (
        int(length[1]) <= (len(value.encode()) if length[3] == "bytes" else len(value)) <= int(length[2])
    ):
        return [f"{where}: is not {length[0]} long"] if "entit" not in description else []
    if (constant := _CONSTANT.search(description)) and value != constant[1]:
        return [f"{where}: is not {constant[1]!r}"]
    return []


# -- rules that are in no field ------------------------------------------------------------------------------
def _text_rule(method: str, parameters: Json) -> list[str]:
    """Lengths count code points after the markup is taken out; white space alone is an empty text."""
    found = []
    for name, least, most in (("text", 1, 4096), ("caption", 0, 1024)):
        text = parameters.get(name)
        if isinstance(text, str) and method.startswith(("send", "edit")):
            if parameters.get("parse_mode") == "HTML":
                text = html.unescape(_TAG.sub("", text))
            if not least <= len(text.strip()) <= most:
                found.append(f"{method}.{name}: {len(text.strip())} characters, allowed are {least}-{most}")
    return found


def _edit_rule(method: str, parameters: Json) -> list[str]:
    if not method.startswith("editMessage") or "inline_message_id" in parameters:
        return []
    needed = {"chat_id", "message_id"} | ({"text"} if method == "editMessageText" else set())
    return [f"{method}: {name!r} is missing" for name in sorted(needed - parameters.keys())]


def _buttons_rule(method: str, parameters: Json) -> list[str]:
    markup = parameters.get("reply_markup", {})
    rows: list[list[Any]] = markup.get("inline_keyboard", markup.get("keyboard", []))
    found = [f"{method}: a row of {len(row)} buttons" for row in rows if not 1 <= len(row) <= MOST_IN_A_ROW]
    if sum(map(len, rows)) > MOST_BUTTONS:
        found.append(f"{method}: {sum(map(len, rows))} buttons")
    if "inline_keyboard" in markup:
        found += [
            f"{method}: a button with {len(a)} actions" for row in rows for b in row if len(a := _actions(b)) != 1
        ]
    found += [f"{method}: a button without a label" for row in rows for b in row if not _label(b).strip()]
    return found


def _actions(button: Json) -> list[str]:
    return [name for name in button if name not in {"text", "style", "icon_custom_emoji_id"}]


def _label(button: Any) -> str:
    return str(button["text"] if isinstance(button, dict) else button)


def _commands_rule(method: str, parameters: Json) -> list[str]:
    commands = parameters.get("commands", []) if method == "setMyCommands" else []
    found = [f"{method}: {len(commands)} commands"] if len(commands) > 100 else []
    names = [command["command"] for command in commands]
    return found + [f"{method}: command {name!r}" for name in names if not re.fullmatch(r"[a-z0-9_]{1,32}", name)]


def _webhook_rule(method: str, parameters: Json) -> list[str]:
    secret = parameters.get("secret_token", "x") if method == "setWebhook" else "x"
    return [] if re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret) else [f"{method}: secret_token"]


def _fetch_rule(method: str, parameters: Json) -> list[str]:
    if method != "getUpdates":
        return []
    limit, timeout = parameters.get("limit", 100), parameters.get("timeout", 0)
    return [] if 1 <= limit <= 100 and 0 <= timeout <= 50 else [f"{method}: limit {limit}, timeout {timeout}"]


_RULES = (_text_rule, _edit_rule, _buttons_rule, _commands_rule, _webhook_rule, _fetch_rule)
