"""Whether the name that people typed becomes another name of the CĐCS that the district has found.

Never if it means another CĐCS of the same scope; only after asking if somebody who types it might mean another.
"""

from collections.abc import Mapping

from conversations.directory import Exact, Organisation
from conversations.effects import Arg, Text
from conversations.matching.typed_unions import named_in, typed_key
from conversations.steps import Option, View

REFER = "refer"  # as a target: no CĐCS, but another federation
MOST_NAMED = 3  # CĐCS in one sentence


def chosen(view: View) -> Organisation | None:
    """The CĐCS that was chosen; None for one that is to be created."""
    target = view.answers.get("target", "")
    return view.facts.directory.get(int(target)) if target.isdigit() else None


def federation_of(view: View) -> int:
    """The federation that the run is about, or who took over from it while the question waited."""
    named = int(view.context["federation"])
    now = view.facts.directory.current(named)
    return now.id if now is not None else named


def _scope(view: View) -> int:
    node = chosen(view)
    return node.parent_id if node is not None and node.parent_id is not None else federation_of(view)


def _is_known_name(view: View) -> bool:
    """Whether the CĐCS bears the typed name already."""
    node = chosen(view)
    if node is not None:
        return node.id in view.facts.directory.bearers(view.context["name"], _scope(view))
    return typed_key(view.answers.get("name", "")) == view.context["key"]


def _others(view: View) -> tuple[Organisation, ...]:
    """Other CĐCS of the scope that somebody who types this name may mean."""
    directory, node = view.facts.directory, chosen(view)
    found = named_in(directory.search(view.context["name"], _scope(view), "union"))
    return tuple(one for one in found if node is None or one.id != node.id)


def _means_another(view: View) -> bool:
    """Whether the name is another one's: it is never learnt then."""
    node, name, scope = chosen(view), view.context["name"], _scope(view)
    bearers = view.facts.directory.bearers(name, scope) - ({node.id} if node else set())
    match view.facts.directory.search(name, scope, "union"):
        case Exact(one) if node is None or one.id != node.id:
            return True
    return bool(bearers)


def _may_be_learnt(view: View) -> bool:
    node, is_mapped = chosen(view), view.answers.get("target") not in (None, REFER)
    is_over = node is not None and not node.is_active  # closed since the question: nothing is done then
    return is_mapped and not is_over and not _is_known_name(view)


def is_another(view: View) -> bool:
    """Whether to ask, because the name is another CĐCS's."""
    return _may_be_learnt(view) and _means_another(view)


def is_like_another(view: View) -> bool:
    """Whether to ask, because who types the name might mean another CĐCS."""
    return _may_be_learnt(view) and not _means_another(view) and bool(_others(view))


def sureness(view: View) -> tuple[Option, ...]:
    """The answers to whether this CĐCS is meant after all."""
    return (Option("yes", Text("option-resolve-sure")), Option("no", Text("option-resolve-another")))


def options(view: View) -> tuple[Option, ...]:
    """The answers to whether the name is to be learnt."""
    return (Option("yes", Text("option-resolve-learn")), Option("no", Text("option-resolve-once")))


def args(view: View) -> Mapping[str, Arg]:
    """What both questions name."""
    others = dict.fromkeys(view.facts.directory.label(one.id) for one in _others(view)[:MOST_NAMED])
    return {"name": view.context["name"], "place": place(view), "others": ", ".join(others)}


def place(view: View) -> str:
    """The name of the CĐCS that was chosen or is to be created."""
    node = chosen(view)
    return view.facts.directory.label(node.id) if node else view.answers.get("name", "")


def learns(view: View) -> bool:
    """The name becomes another name of the CĐCS, unless it is another's, or may be and nobody said yes.

    That a new CĐCS bears the typed name is on record too: those who typed it are meant by it.
    """
    if chosen(view) is None and _is_known_name(view):
        return True
    if not _may_be_learnt(view) or _means_another(view):
        return False
    return not _others(view) or view.answers.get("learn") == "yes"
