"""A message of the catalogues as a template: words, arguments, and choices by an argument.

That is what all our messages are made of. The library that knows the rest of Fluent takes 6 MB with its tables of all
languages, a twentieth of a start, and ten times as long for a message; it is asked only for what is none of these
(an override of TEXTS_DIR may be anything). Tests compare every message with what it says.
"""

from collections.abc import Callable, Mapping

from fluent.syntax import ast
from msgspec import Struct

Value = str | int
_THOUSANDS = {"vi": ".", "en": ","}


class _Choice(Struct, frozen=True):
    """One of several templates, by an argument."""

    by: str
    variants: "tuple[tuple[Value, Template], ...]"
    default: "Template"

    def made(self, values: Mapping[str, Value], locale: str) -> "Template":
        """The first that fits. Raises: KeyError if the argument is missing."""
        value = values[self.by]
        return next((made for key, made in self.variants if _fits(value, key, locale)), self.default)


class Template(Struct, frozen=True):
    """What is filled in by `str.format_map`: arguments, and choices under names that no argument has."""

    words: str
    choices: tuple[tuple[str, _Choice], ...] = ()

    def filled(self, values: Mapping[str, Value], locale: str, number: Callable[[int], str]) -> str:
        """The text. number: how a number is shown. Raises: KeyError if an argument is missing."""
        shown = {name: value if isinstance(value, str) else number(value) for name, value in values.items()}
        for name, choice in self.choices:
            shown[name] = choice.made(values, locale).filled(values, locale, number)
        return self.words.format_map(shown)


def template(pattern: ast.Pattern | None) -> Template | None:
    """A message's pattern as a template; None if there is more to it."""
    if pattern is None:
        return None
    words, choices = "", list[tuple[str, _Choice]]()
    for element in pattern.elements:
        match element:
            case ast.TextElement(value=text) | ast.Placeable(expression=ast.StringLiteral(value=text)):
                if "\\" in text:  # in a literal it would be an escape
                    return None
                words += text.replace("{", "{{").replace("}", "}}")
            case ast.Placeable(expression=ast.VariableReference(id=name)):
                words += f"{{{name.name}}}"
            case ast.Placeable(expression=ast.SelectExpression() as select) if choice := _choice(select):
                place = f"#{len(choices)}"
                choices.append((place, choice))
                words += f"{{{place}}}"
            case _:
                return None
    return Template(words, tuple(choices))


def shown_number(value: int, locale: str) -> str:
    """A whole number with its thousands apart."""
    return f"{value:,}".replace(",", _THOUSANDS[locale])


def _choice(select: ast.SelectExpression) -> _Choice | None:
    if not isinstance(select.selector, ast.VariableReference):
        return None
    variants, default = list[tuple[Value, Template]](), None
    for variant in select.variants:
        key, made = _key(variant.key), template(variant.value)
        if key is None or made is None:
            return None
        variants.append((key, made))
        default = made if variant.default else default
    return _Choice(select.selector.id.name, tuple(variants), default) if default is not None else None


def _key(key: ast.Identifier | ast.NumberLiteral) -> Value | None:
    if isinstance(key, ast.Identifier):
        return key.name
    return int(key.value) if key.value.removeprefix("-").isdigit() else None


def _fits(value: Value, key: Value, locale: str) -> bool:
    """As in Fluent: a word of plural rules is compared with a number's."""
    if isinstance(value, int) != isinstance(key, int):
        number, word = (value, key) if isinstance(value, int) else (key, value)
        return _plural(number, locale) == word
    return value == key


def _plural(number: Value, locale: str) -> str:
    """Source: CLDR, plural rules of both languages for whole numbers."""
    return "one" if locale == "en" and number in (1, -1) else "other"
