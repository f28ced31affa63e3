"""Which nodes of the tree are active in a span of days, and by which names those that took over are found. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from conversations.kinds import DEEPEST
from conversations.matching.place_index import FORMER
from conversations.matching.results import Organisation

Span = tuple[date, date]  # the first and the last day


def seen_from(nodes: dict[int, Organisation], span: Span | None) -> dict[int, Organisation]:
    """The nodes as they are in that time, each with the names of those that were merged into it."""
    if span is not None:
        over = {id_: replace(node, is_active=False) for id_, node in nodes.items() if not is_valid(node, span)}
        nodes = nodes | over
        replaced = {node.merged_into_id for node in nodes.values() if node.is_active and node.merged_into_id}
        late = (nodes[id_] for id_ in replaced if id_ in nodes)
        nodes |= {
            node.id: replace(node, is_active=False) for node in late if node.valid_from and node.valid_from > span[0]
        }
    absorbed: defaultdict[int, list[str]] = defaultdict(list)
    for node in nodes.values():
        if node.merged_into_id is not None and not node.is_active:
            names = (node.name, *(each.name for each in node.former), *node.aliases, *node.learnt)
            for heir in _heirs(nodes, node):
                absorbed[heir] += (name for name in names if not name.endswith(FORMER))
    return nodes | {id_: replace(nodes[id_], absorbed=tuple(names)) for id_, names in absorbed.items()}


def is_valid(node: Organisation, span: Span) -> bool:
    """Whether a node is there in that time."""
    has_begun = node.valid_from is None or node.valid_from <= span[1]
    return has_begun and (node.valid_to is None or span[0] < node.valid_to)


def _heirs(nodes: dict[int, Organisation], node: Organisation) -> Iterator[int]:
    """Who took over, and who took over from them."""
    for _ in range(DEEPEST):
        if node.is_active or node.merged_into_id is None or node.merged_into_id not in nodes:
            return
        node = nodes[node.merged_into_id]
        yield node.id
