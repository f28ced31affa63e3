"""Steps that ask for a node of the organisation tree: typed search or paged buttons. Used by several flows."""

from collections.abc import Iterable, Sequence

from conversations import actions
from conversations.answers import Ambiguous, Doubtful, Invalid, Valid
from conversations.directory import Directory, Elsewhere, Exact, Nothing, Options, Organisation, Suggestion
from conversations.effects import Arg, Button, Say
from conversations.steps import Answer, Option, View

MOST_MEANT, MOST_LABEL = 10, 60  # buttons, and characters on one


def label(view: View, value: str) -> Arg:
    """The name of the organisation whose id is *value*."""
    return view.facts.directory.label(int(value))


def choices_below(view: View, parent: int | None, kind: str) -> tuple[Option, ...]:
    """Every active node of *kind* directly below *parent*, as options."""
    directory = view.facts.directory
    nodes = directory.provinces() if parent is None else directory.children(parent)
    return as_options(directory, (kind, parent), (node for node in nodes if node.kind == kind and node.is_active))


def as_options(directory: Directory, name: tuple[str, int | None], nodes: Iterable[Organisation]) -> tuple[Option, ...]:
    """These nodes as options. A district may have hundreds, so a list is made once and found again by its *name*."""
    return directory.made_once(name, lambda: tuple(Option(str(node.id), directory.label(node.id)) for node in nodes))


def found(view: View, raw: str, within: int | None, kind: str) -> Answer:
    """Read a typed name; the text keys end in the kind, e.g. "province-not-found"."""
    directory = view.facts.directory
    match directory.search(raw, within, kind):
        case Exact(node):
            return Valid(str(node.id))
        case Suggestion(node):
            return Doubtful(str(node.id), "place-meant", {"place": directory.label(node.id)})
        case Options(nodes, more):
            key = "place-ambiguous-more" if more else "place-ambiguous"
            return Ambiguous(key, tuple(str(node.id) for node in nodes))
        case Elsewhere(node):
            return Invalid("place-elsewhere", {"place": directory.label(node.id), "above": _above(view, node)})
        case Nothing(is_commune=True) if kind == "federation":
            return Invalid("federation-not-commune", {})
        case Nothing(is_above=True):
            return Invalid("union-not-above", {})
    return Invalid(f"{kind}-not-found", {})


def meant(answer: Answer) -> tuple[str, ...]:
    """The organisations that an answer leaves possible."""
    match answer:
        case Valid(value) | Doubtful(value):
            return (value,)
        case Ambiguous(options=options):
            return options
    return ()


def which(view: View, command: str, inside: Sequence[str]) -> Say:
    """Ask which one a name after a command means; a button runs the command with the number of one."""
    if not inside:
        return Say("place-not-in-scope")
    offered = inside[:MOST_MEANT]
    buttons = tuple(
        Button(view.facts.directory.label(int(value))[:MOST_LABEL], actions.encode(actions.Run(command, value)))
        for value in offered
    )
    return Say("people-place-ambiguous", {"count": len(buttons)}, buttons)


def _above(view: View, node: Organisation) -> str:
    return view.facts.directory.label(node.parent_id) if node.parent_id is not None else ""
