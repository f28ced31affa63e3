"""A command with all it may look at, and the menu that answers whatever is no command."""

from datetime import datetime

from msgspec import Struct

from conversations import actions, rights
from conversations.dialogue import Turn
from conversations.effects import Arg, Button, Effect, Say, Text
from conversations.facts import Facts
from conversations.state import State
from conversations.steps import View

MOST_SIGNATURE = 200  # characters: what storage keeps of it
MENU = ("nop", "theodoi", "duyet", "report", "hoso", "chon", "canbo", "moi", "qr", "donvi", "ops", "huongdan")


class Call(Struct, frozen=True):
    """A command with all it may look at."""

    state: State
    facts: Facts
    at: datetime
    argument: str = ""

    @property
    def view(self) -> View:
        """For the functions that draw cards."""
        return View({}, {}, self.facts, self.at)

    def says(self, *effects: Effect) -> Turn:
        """An answer that changes nothing."""
        return Turn(self.state, effects)


def run_button(command: str, argument: str = "", key: str = "") -> Button:
    """A button that runs a command."""
    return Button(Text(key or f"button-{command}"), actions.encode(actions.Run(command, argument)))


def signature(call: Call, organisation_id: int) -> str:
    """The name under what somebody decides or does for an organisation."""
    profile = call.state.profile
    if name := profile.get("signature") or profile.get("full_name"):
        return name
    place = call.facts.directory.label(organisation_id)
    return call.facts.phrase(Text("signature-of-place", {"place": place}))[:MOST_SIGNATURE]


def menu(call: Call, *before: Effect) -> Turn:
    """What this person can do, as buttons."""
    commands = [command for command in MENU if rights.may_run(command, call.facts)]
    if call.state.frame("submission"):
        commands[0] = "tieptuc"
    args: dict[str, Arg] = {"name": call.facts.campaign.name, "waiting": call.facts.pending_count}
    key = "menu-waiting" if call.facts.pending_count else "menu"
    return call.says(*before, Say(key, args, tuple(run_button(command) for command in commands)))
