"""What staff are asked who tell many people something in their own words: whom, what, and a look at it first."""

from collections.abc import Mapping

from conversations import validators
from conversations.calls import run_button
from conversations.converting import in_any_font
from conversations.district_effects import Audience, Broadcast
from conversations.domain import Role
from conversations.effects import Arg, Button, Effect, Say, Text
from conversations.facts import MOST_COUNTED
from conversations.steps import Flow, Option, Remember, Reply, Step, View, always_offered, yes_means

COMMAND, STOP = "thongbao", "dung"  # and the word after it

_WAYS_ON = {"yes": "send", "edit": "edit", "no": "not"}


def said(place: str, text: str) -> Say:
    """As people read it."""
    return Say("broadcast-said", {"place": place, "text": text})


def stop_button() -> Button:
    """Ends it."""
    return run_button(COMMAND, STOP, "button-broadcast-stop")


def _node(view: View) -> int:
    return int(view.context["organisation"])


def _audiences(view: View) -> tuple[Option, ...]:
    """Staff below are offered where there is a node that may have some."""
    has_middle = bool(view.facts.directory.between(_node(view)))
    offered = (one for one in Audience if one is not Audience.STAFF or has_middle)
    return tuple(Option(one.value, Text(f"option-audience-{one.value}")) for one in offered)


def _chosen(view: View, value: str) -> Reply:
    """Whom somebody speaks to, if anybody is there to hear it."""
    if view.facts.listeners.get(Audience(value), 0):
        return Reply({"audience": value})
    return Reply(effects=(_nobody(value),), asks="audience")


def _nobody(audience: str) -> Say:
    return Say("broadcast-nobody", {"audience": Text(f"option-audience-{audience}")})


def _place(view: View) -> str:
    return view.facts.directory.label(_node(view))


def _count(view: View) -> Arg:
    """As far as it is counted."""
    count = view.facts.listeners.get(Audience(view.answers["audience"]), 0)
    return Text("broadcast-many", {"count": MOST_COUNTED}) if count > MOST_COUNTED else count


def _preview(view: View) -> Mapping[str, Arg]:
    shown = said(_place(view), view.answers["text"])
    return {
        "count": _count(view),
        "audience": Text(f"option-audience-{view.answers['audience']}"),
        "preview": Text(shown.key, shown.args),
    }


def _answered(view: View, value: str) -> Reply:
    return Reply(asks="text") if value == "edit" else Reply({"sure": value})


_ways_on = always_offered(*(Option(value, Text(f"option-broadcast-{word}")) for value, word in _WAYS_ON.items()))


def _finished(view: View) -> tuple[Effect | Remember, ...]:
    node = _node(view)
    if view.answers["sure"] == "no":
        return (Say("broadcast-not"),)
    if node not in view.facts.scopes(Role.STAFF):
        return (Say("place-not-in-scope"),)
    if not _count(view):
        return (_nobody(view.answers["audience"]),)
    return (Broadcast(node, Audience(view.answers["audience"]), view.answers["text"]),)


BROADCASTING = Flow(
    "broadcasting",
    (
        Step("audience", "ask-broadcast-audience", options=_audiences, is_listed=False, on_answer=_chosen,
             args=lambda view: {"place": _place(view)}),
        Step("text", "ask-broadcast-text", in_any_font(lambda view, raw: validators.announcement(raw)),
             is_listed=False, args=lambda view: {"limit": validators.ANNOUNCEMENT_LIMIT}, takes_prose=True,
             help="help-broadcast-text"),
        Step("sure", "ask-broadcast-sure", yes_means("yes", "no"), _ways_on, is_listed=False, args=_preview,
             on_answer=_answered, is_final=True),
    ),
    _finished,
    cancelled="broadcast-not",
)  # fmt: skip
