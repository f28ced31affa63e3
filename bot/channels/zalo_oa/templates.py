"""Notices by a form that Zalo has approved: which form for which notice, and what its parameters get, from a setting.

Forms are sent by the account's own id of the person; there is a way by phone number too, on another host, and we hand
no phone number out. Source: reference on Zalo, section 2.5.
"""

import re
from collections.abc import Mapping

import orjson
from msgspec import Struct

from bot.notices import KINDS

VALUE_MAX = 30  # characters of a parameter, unless the setting allows more: most kinds of parameters take as many
_LONGEST_VALUE, _MOST_PARAMETERS, _MOST_SETTING = 400, 20, 20_000
_NUMBER, _NAME = re.compile(r"[0-9]{1,20}"), re.compile(r"[A-Za-z0-9_]{1,40}")


class Filling(Struct, frozen=True):
    """What one parameter of a form gets."""

    value: str  # its name among the notice's values
    limit: int = VALUE_MAX  # characters


class Template(Struct, frozen=True):
    """A form."""

    number: str
    data: Mapping[str, Filling]  # by the name of the parameter


def read_templates(setting: str) -> Mapping[str, Template]:
    """Forms by the kind of notice, from `{"waiting": {"id": "301234", "data": {"so_luong": "count"}}}`.

    A value may say how many characters its parameter takes: "title:200". Raises: ValueError.
    """
    if not setting.strip():
        return {}
    if len(setting) > _MOST_SETTING:
        raise ValueError("too long")
    read = orjson.loads(setting)  # its error is a ValueError
    if not isinstance(read, dict):
        raise ValueError("no object")  # noqa: TRY004 - a value of a setting, not a mistake in a call
    return {kind: _template(kind, one) for kind, one in read.items()}


def _template(kind: str, given: object) -> Template:
    if kind not in KINDS or not isinstance(given, dict) or given.keys() != {"id", "data"}:
        raise ValueError("no such notice, or other keys than id and data")
    number, data = str(given["id"]), given["data"]
    if not _NUMBER.fullmatch(number) or not isinstance(data, dict) or len(data) > _MOST_PARAMETERS:
        raise ValueError("no number, or no parameters")
    return Template(number, {_parameter(name): _filling(kind, value) for name, value in data.items()})


def _parameter(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("no name of a parameter")
    return name


def _filling(kind: str, given: object) -> Filling:
    value, _, limit = given.partition(":") if isinstance(given, str) else ("", "", "")
    if value not in KINDS[kind].values:
        raise ValueError("no such value")
    most = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 5 else VALUE_MAX if not limit else 0
    if not 2 <= most <= _LONGEST_VALUE:
        raise ValueError("no such length")
    return Filling(value, most)
