"""The Fluent catalogues: text key and arguments → what people read. Overrides from TEXTS_DIR win message by message."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, cast

import regex
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.patterns import Template, shown_number, template
from conversations import codes
from conversations.effects import Arg, JoinLinks, Text, UploadLink

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

    from bot.channels.protocol import Way  # wording needs no database: see bot/imports/worker.py

LOCALES = ("vi", "en")
# fluent.runtime answers "{???}" to a whole message if one of its values has more than 2,500 characters. A long value
# is therefore kept back and put in afterwards; its place is held by a mark that no text for people contains.
LONGEST_VALUE = 2000
_MARK = "\ufdd0"
_PLACE = regex.compile(f"{_MARK}([^{_MARK}]*){_MARK}")
_SHOWN = (str, int)  # arguments that are shown as they are
_NUMBERS, _PLAIN = {int}, {str, int}
_HEAD = regex.compile(r"(?m)^(?=([a-zA-Z][\w-]*) *=)")  # where a message begins, and its key


class BadCatalogue(Exception):
    """A catalogue of TEXTS_DIR cannot be used; the message names the file and the line."""


class Catalogue:
    """One language. Formatting never raises: an unknown key shows itself, which tests refuse."""

    def __init__(
        self,
        locale: str = "vi",
        overrides: Path | None = None,
        ways: "Callable[[str], Sequence[Way]]" = lambda code: (),
    ) -> None:
        """Args: overrides: a folder that may hold <locale>.ftl. ways: code → addresses. Raises: BadCatalogue."""
        self.locale = locale
        self._ways = ways
        self._sources = sources_of(builtin_source(locale))
        path = _override(overrides, locale)
        self._overrides = self._checked(path) if path else ast.Resource()
        own = (entry for entry in self._overrides.body or () if isinstance(entry, ast.Message))
        self._messages = {message.id.name: message for message in own}  # others are parsed when they are first said
        self._templates: dict[str, Template | None] = {}  # of the messages that were said; None: ask the library
        self._library: FluentBundle | None = None
        self._remembered = lru_cache(maxsize=4096)(self._format_remembered)
        self._number = lru_cache(maxsize=1024)(partial(shown_number, locale=locale))

    def format(self, key: str, args: Mapping[str, Arg] | None = None) -> str:
        """The message *key* with its arguments."""
        if not args:
            return self._remembered(key, ())
        values = {name: arg if isinstance(arg, _SHOWN) else self._value(arg) for name, arg in args.items()}
        kinds = set(map(type, values.values()))
        # Nothing that a person wrote is remembered, only what many are told in the same words.
        if kinds == _NUMBERS:
            return self._remembered(key, tuple(values.items()))
        filled = self._filled(key, values) if kinds <= _PLAIN else None
        return self._format(key, values) if filled is None else filled

    def phrase(self, text: Text) -> str:
        """A text with its arguments."""
        return self.format(text.key, text.args) if text.args else self._remembered(text.key, ())

    def show(self, arg: Arg) -> str:
        """Any argument as plain text."""
        return str(self._value(arg))

    def way(self, way: "Way", code: str) -> str:
        """An address, and what has to be sent there if it does not carry the code."""
        return way.url if way.carries_code else self.format("way-by-hand", {"url": way.url, "code": codes.shown(code)})

    def keys(self) -> frozenset[str]:
        """Every message of the catalogue."""
        return frozenset(self._sources)

    def variables(self, key: str) -> frozenset[str]:
        """The names of the arguments that a message of the built-in catalogue shows."""
        return _variables(FluentParser().parse_entry(self._sources[key]))

    def _value(self, arg: Arg) -> str | int:
        match arg:
            case Text():
                return self.phrase(arg)
            case tuple():
                return "\n".join(str(self._value(line)) for line in arg)
            case JoinLinks(code):
                return "\n".join(self.way(one, code) for one in self._ways(code))
            case UploadLink():  # a link is made when the message is owed; here there is none
                return ""
        return arg

    def _format_remembered(self, key: str, values: tuple[tuple[str, str | int], ...]) -> str:
        given = dict(values)
        filled = self._filled(key, given)
        return self._format(key, given) if filled is None else filled

    def _filled(self, key: str, values: Mapping[str, str | int]) -> str | None:
        """The message without the library; None if there is no such message, or it wants the library."""
        try:
            made = self._templates[key]
        except KeyError:
            made = self._templates[key] = template(self._message(key).value) if key in self._sources else None
        if made is None:
            return None
        try:
            return made.filled(values, self.locale, self._number)
        except KeyError:  # an argument is missing: the library shows its name
            return None

    def _message(self, key: str) -> ast.Message:
        """Raises: KeyError if there is none."""
        if (message := self._messages.get(key)) is None:
            message = cast("ast.Message", FluentParser().parse_entry(self._sources[key]))
            self._messages[key] = message
        return message

    def _format(self, key: str, values: Mapping[str, str | int]) -> str:
        """The same by the library, which never fails."""
        if key not in self._sources:
            return f"⟦{key}⟧"
        bundle = self._bundle()
        pattern = bundle.get_message(key).value
        if pattern is None:
            return ""
        kept = {name: value for name, value in values.items() if isinstance(value, str) and _is_kept_back(value)}
        places = {name: f"{_MARK}{name}{_MARK}" for name in kept}
        formatted, _ = bundle.format_pattern(pattern, {**values, **places})
        return _PLACE.sub(lambda place: kept.get(place[1], ""), str(formatted)) if kept else str(formatted)

    def _bundle(self) -> "FluentBundle":
        if self._library is None:
            from fluent.runtime import FluentBundle, FluentResource  # noqa: PLC0415 - 6 MB, see patterns.py

            bundle = FluentBundle([self.locale], use_isolating=False)
            for source in self._sources.values():  # one message may refer to any other
                bundle.add_resource(FluentResource(source))
            bundle.add_resource(self._overrides, allow_overrides=True)
            self._library = bundle
        return self._library

    def _checked(self, path: Path) -> ast.Resource:
        source = _read(path)
        resource = FluentParser().parse(source)
        found = [problem for entry in resource.body for problem in self._problems(entry)]
        if found:
            lines = (f"{path}, dòng {source.count(chr(10), 0, start) + 1}: {problem}" for start, problem in found)
            raise BadCatalogue("\n".join(lines))
        return resource

    def _problems(self, entry: ast.EntryType) -> Iterator[tuple[int, str]]:
        """What is wrong with an override, as (place in the file, sentence)."""
        if isinstance(entry, ast.Junk):
            yield _start(entry), "không đọc được; kiểm tra dấu “=”, dấu “{ }” và khoảng trắng đầu dòng"
        if not isinstance(entry, ast.Message):
            return
        key, start = entry.id.name, _start(entry.id)
        if key not in self._sources:
            yield start, f"không có câu nào mang khóa “{key}”"
        elif entry.value is None:
            yield start, f"câu “{key}” để trống"
        elif unknown := sorted(_variables(entry) - self.variables(key)):
            known = ", ".join(f"${name}" for name in sorted(self.variables(key))) or "không có biến nào"
            yield start, f"câu “{key}” không có biến ${unknown[0]} (dùng được: {known})"


class _Names(Visitor):
    """Collects the variables of an entry."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
        self.found.add(node.id.name)


def builtin_source(locale: str) -> str:
    """The catalogue that ships with the program, as Fluent source."""
    return (resources.files("conversations") / "texts" / f"{locale}.ftl").read_text("utf-8")


def sources_of(catalogue: str) -> dict[str, str]:
    """The messages of a catalogue by their keys, each as the Fluent source it is. Of ours none refers to another."""
    starts = [(head.start(), head[1]) for head in _HEAD.finditer(catalogue)]
    ends = [start for start, _ in starts[1:]] + [len(catalogue)]
    return {key: catalogue[start:end] for (start, key), end in zip(starts, ends, strict=True)}


def _variables(entry: ast.EntryType) -> frozenset[str]:
    names = _Names()
    names.visit(entry)
    return frozenset(names.found)


def _start(node: ast.SyntaxNode) -> int:
    return node.span.start if node.span else 0


def _is_kept_back(value: str) -> bool:
    return len(value) > LONGEST_VALUE or _MARK in value


def _override(folder: Path | None, locale: str) -> Path | None:
    if folder is None:
        return None
    if not folder.is_dir():
        raise BadCatalogue(f"TEXTS_DIR: không có thư mục {folder}")
    path = folder / f"{locale}.ftl"
    return path if path.exists() else None


def _read(path: Path) -> str:
    try:
        return unicodedata.normalize("NFC", path.read_text("utf-8-sig"))  # editors of Windows begin with a mark
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadCatalogue(f"{path}, dòng {line}: không phải UTF-8") from None
    except OSError as error:
        raise BadCatalogue(f"{path}: không mở được ({type(error).__name__})") from None
