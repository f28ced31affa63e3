"""The question before two accounts become one person's."""

from conversations.accounts import JoinAccounts, JoinCode, Obstacle
from conversations.effects import Arg, Effect, Say, Text
from conversations.facts import Facts
from conversations.steps import Flow, Option, Remember, Step, View, always_offered, yes_means

_OPTIONS = always_offered(Option("yes", Text("option-join")), Option("no", Text("option-join-not")))


def _args(view: View) -> dict[str, Arg]:
    return {"channel": Text(f"channel-{view.context['from']}"), "loses": view.context["loses"]}


def obstacle_of(found: JoinCode, facts: Facts) -> Obstacle | None:
    """Why the code joins nothing for this person. Asked when it is sent and again at the yes."""
    return found.obstacle or (Obstacle.ROLE if facts.grants else None)


def _joined(view: View) -> tuple[Effect | Remember, ...]:
    found = view.facts.join_code
    if view.answers["sure"] == "no":
        return (Say("join-declined"),)
    if found is None or found.code != view.context["join"]:
        return (Say("join-expired"),)
    if (obstacle := obstacle_of(found, view.facts)) is not None:
        return (Say(f"join-{obstacle.value}"),)
    return (JoinAccounts(found.code),)


JOINING = Flow(
    "joining",
    (Step("sure", "ask-join", yes_means("yes", "no"), _OPTIONS, args=_args, is_listed=False),),
    _joined,
    cancelled="join-declined",
)
