"""What staff are asked who tell many people something in their own words: what, whom, and a look at it first."""

from collections.abc import Mapping
from zlib import crc32

from conversations import validators
from conversations.answers import Invalid
from conversations.calls import run_button
from conversations.converting import in_any_font
from conversations.district_effects import Audience, Broadcast
from conversations.domain import Role
from conversations.effects import Arg, Button, Effect, Say, Text
from conversations.facts import MOST_COUNTED
from conversations.steps import Answer, Flow, Option, Remember, Reply, Step, View, yes_means

COMMAND, STOP = "thongbao", "dung"  # and the word after it
EDIT, NOT = "edit", "no"


def said(place: str, text: str) -> Say:
    """As people read it."""
    return Say("broadcast-said", {"place": place, "text": text})


def stop_button(number: int) -> Button:
    """Ends that one."""
    return run_button(COMMAND, f"{STOP} {number}", "button-broadcast-stop")


def node_of(view: View) -> int | None:
    """Who speaks; None while that is not known, or not the person's any more."""
    own = view.facts.scopes(Role.STAFF)
    named = view.answers.get("node") or (str(own[0]) if len(own) == 1 else "")
    return int(named) if named and int(named) in own else None


def _has_several(view: View) -> bool:
    return len(view.facts.scopes(Role.STAFF)) > 1


def _nodes(view: View) -> tuple[Option, ...]:
    return tuple(Option(str(node), view.facts.directory.label(node)) for node in view.facts.scopes(Role.STAFF))


def _audiences(view: View) -> tuple[Option, ...]:
    """Staff below are offered where there is a node that may have some."""
    node = node_of(view)
    has_middle = node is not None and bool(view.facts.directory.between(node))
    offered = (one for one in Audience if one is not Audience.STAFF or has_middle)
    return tuple(Option(one.value, Text(f"option-audience-{one.value}")) for one in offered)


def _chosen(view: View, value: str) -> Reply:
    """Whom somebody speaks to, if anybody is there to hear it."""
    if node_of(view) is None:
        return Reply(effects=(Say("place-not-in-scope"),), ends=True)
    if view.facts.listeners.get(Audience(value), 0):
        return Reply({"audience": value})
    return Reply(effects=(_nobody(value),), asks="audience")


def _nobody(audience: str) -> Say:
    return Say("broadcast-nobody", {"audience": Text(f"option-audience-{audience}")})


def _place(view: View) -> str:
    node = node_of(view)
    return view.facts.directory.label(node) if node is not None else ""


def _count(view: View) -> int:
    return view.facts.listeners.get(Audience(view.answers["audience"]), 0)


def _preview(view: View) -> Mapping[str, Arg]:
    shown, count = said(_place(view), view.answers["text"]), _count(view)
    return {
        "count": Text("broadcast-many") if count > MOST_COUNTED else count,
        "audience": Text(f"option-audience-{view.answers['audience']}"),
        "preview": Text(shown.key, shown.args),
    }


def _yes(view: View) -> str:
    """A yes to exactly this message: the button under an earlier one is none."""
    named = (view.answers.get("text", ""), view.answers.get("audience", ""), view.answers.get("node", ""))
    return f"yes-{crc32('/'.join(named).encode()):08x}"


def _ways_on(view: View) -> tuple[Option, ...]:
    ways = ((_yes(view), "send"), (EDIT, "edit"), (NOT, "not"))
    return tuple(Option(value, Text(f"option-broadcast-{word}")) for value, word in ways)


def _sure(view: View, raw: str) -> Answer:
    read = yes_means(_yes(view), NOT)(view, raw)
    return Invalid("broadcast-yes-or-no") if isinstance(read, Invalid) else read


def _answered(view: View, value: str) -> Reply:
    return Reply(asks="text") if value == EDIT else Reply({"sure": value})


def _finished(view: View) -> tuple[Effect | Remember, ...]:
    node = node_of(view)
    if view.answers["sure"] == NOT:
        return (Say("broadcast-not"),)
    if node is None:
        return (Say("place-not-in-scope"),)
    if not _count(view):
        return (_nobody(view.answers["audience"]),)
    return (Broadcast(node, Audience(view.answers["audience"]), view.answers["text"]),)


BROADCASTING = Flow(
    "broadcasting",
    (
        Step("text", "ask-broadcast-text", in_any_font(lambda view, raw: validators.announcement(raw)),
             is_listed=False, args=lambda view: {"limit": validators.ANNOUNCEMENT_LIMIT}, takes_prose=True,
             help="help-broadcast-text"),
        Step("node", "ask-broadcast-node", options=_nodes, when=_has_several, is_listed=False,
             resets=("audience",)),
        Step("audience", "ask-broadcast-audience", options=_audiences, is_listed=False, on_answer=_chosen,
             args=lambda view: {"place": _place(view)}),
        Step("sure", "ask-broadcast-sure", _sure, _ways_on, is_listed=False, args=_preview, on_answer=_answered,
             reads_first=True, is_final=True),
    ),
    _finished,
    cancelled="broadcast-not",
)  # fmt: skip
