"""The built-in country, and a match written as one short line."""

from bot.builtin import directory as builtin_directory
from conversations.directory import Elsewhere, Exact, Match, Nothing, Options, Suggestion

COUNTRY = builtin_directory()


def shown(match: Match) -> str:
    """A match as one short line: = exact, ? suggested, a | b to choose, elsewhere: …, nothing."""
    match match:
        case Exact(node):
            return f"= {node.name}"
        case Suggestion(node):
            return f"? {node.name}"
        case Options(nodes, more):
            return " | ".join(node.name for node in nodes) + (f" +{more}" if more else "")
        case Elsewhere(node):
            return f"elsewhere: {node.name} ({node.code})"
        case Nothing(is_commune, is_above):
            return "commune" if is_commune else "above" if is_above else "nothing"


def id_of(code: str) -> int:
    """The id of the node of that code."""
    node = COUNTRY.by_code(code)
    assert node is not None
    return node.id
