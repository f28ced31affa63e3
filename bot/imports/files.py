"""The files that go to who imports: an empty list to fill in, and the own list back with its mistakes marked."""

from collections.abc import Callable, Sequence

from bot.channels.protocol import Attachment
from bot.imports.kept import DONE, marked_copy
from bot.imports.template import federations_of, template
from bot.report_frame import Report, Tools
from bot.report_table import XLSX
from conversations.effects import Say, Text


def empty_list(scopes: Sequence[int], tools: Tools) -> Report:
    """The template, with the codes that may be used in it."""
    directory = tools.directory
    found = [node for scope in scopes if (node := directory.get(scope)) is not None]
    nodes = [one for node in found for one in (node, *directory.children(node.id))]
    if any(node.kind == "national" for node in found):
        nodes = [one for node in nodes for one in (node, *directory.children(node.id))]
    federations = federations_of(tuple(dict.fromkeys(nodes)), directory.label)
    name = tools.phrase(Text("import-file-name"))
    return Report(Say("import-template-ready"), Attachment(name, XLSX, template(federations, tools.phrase)))


def kept_list(say: Say, name: str, kept: bytes | None, phrase: Callable[[Text], str]) -> Report:
    """What was found of a list, with its marked copy, or the codes of what was filed; without them if that is over.

    Args: name: the text key of what the file is called.
    """
    file = _receipts(kept[1:], phrase) if kept is not None and kept[:1] == DONE else marked_copy(kept)
    return Report(say, Attachment(phrase(Text(name)), XLSX, file) if file is not None else None)


def _receipts(told: bytes, phrase: Callable[[Text], str]) -> bytes | None:
    from bot.initiative_lists.receipts import receipts  # noqa: PLC0415 - after a list was filed, and never else

    return receipts(told, phrase)
