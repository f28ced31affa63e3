"""The Fluent catalogues: text key and arguments → what people read. Overrides from TEXTS_DIR win message by message."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from conversations.effects import Arg, JoinLinks, Text

LOCALES = ("vi", "en")


class BadCatalogue(Exception):
    """A catalogue file cannot be read; the message names the file and the place."""


class Catalogue:
    """One language. Formatting never raises: an unknown key shows itself, which tests refuse."""

    def __init__(
        self,
        locale: str = "vi",
        overrides: Path | None = None,
        links: Callable[[str], Sequence[str]] = lambda code: (),
    ) -> None:
        self.locale = locale
        self._links = links
        self._bundle = FluentBundle([locale], use_isolating=False)
        self._bundle.add_resource(FluentResource(builtin_source(locale)))
        override = overrides / f"{locale}.ftl" if overrides else None
        if override and override.is_file():
            self._bundle.add_resource(_checked(override), allow_overrides=True)
        self._plain = lru_cache(maxsize=1024)(self._format_plain)

    def format(self, key: str, args: Mapping[str, Arg] | None = None) -> str:
        """The message *key* with its arguments."""
        if not args:
            return self._plain(key)
        return self._format(key, {name: self._value(arg) for name, arg in args.items()})

    def phrase(self, text: Text) -> str:
        """A text with its arguments."""
        return self.format(text.key, text.args)

    def show(self, arg: Arg) -> str:
        """Any argument as plain text."""
        return str(self._value(arg))

    def keys(self) -> frozenset[str]:
        """Every message of the catalogue."""
        return frozenset(self._bundle._messages)

    def _value(self, arg: Arg) -> str | int:
        match arg:
            case Text():
                return self.phrase(arg)
            case tuple():
                return "\n".join(str(self._value(line)) for line in arg)
            case JoinLinks(code):
                return "\n".join(self._links(code))
        return arg

    def _format_plain(self, key: str) -> str:
        return self._format(key, {})

    def _format(self, key: str, values: Mapping[str, str | int]) -> str:
        if not self._bundle.has_message(key):
            return f"⟦{key}⟧"
        pattern = self._bundle.get_message(key).value
        formatted, _ = self._bundle.format_pattern(pattern, values) if pattern else ("", [])
        return str(formatted)


def builtin_source(locale: str) -> str:
    """The catalogue that ships with the program, as Fluent source."""
    return (resources.files("conversations") / "texts" / f"{locale}.ftl").read_text("utf-8")


def _checked(path: Path) -> FluentResource:
    resource = FluentResource(path.read_text("utf-8"))
    for entry in resource.body:
        if type(entry).__name__ == "Junk":
            first = str(entry.content).strip().splitlines()[0]
            raise BadCatalogue(f"{path.name}: không đọc được dòng “{first[:60]}”")
    return resource
