"""Codes that open nothing are counted; who sends too many of them waits, and so learns nothing by guessing.

Only invitations wait. Posters and receipts open as ever, and so does the form: a worker who mistypes loses nothing.
"""

from msgspec.structs import replace

from conversations import codes, own_records, wording
from conversations.accounts import JoinCode
from conversations.calls import Call
from conversations.dialogue import Turn
from conversations.effects import LinkKind, Say
from conversations.entering import Entry
from conversations.facts import Link
from conversations.needs import MOST_READ
from conversations.role_effects import NoteWrongCode


def link(call: Call) -> Link | None:
    """What the argument opens, if it is such a code; an open dialogue may hold another one.

    An invitation is as good as a wrong code while the account is held back: neither can be told from the other.
    """
    found = call.facts.link
    if found is None or found.code != codes.tidy(call.argument):
        return None
    return None if found.kind is LinkKind.INVITATION and call.facts.roles.is_held_back else found


def join_code(call: Call) -> JoinCode | None:
    """The code to join two accounts that the argument is; none for an account that is held back."""
    found = call.facts.join_code
    if found is None or found.code != codes.tidy(call.argument) or call.facts.roles.is_held_back:
        return None
    return found


def entry(call: Call) -> Entry | None:
    """What somebody entered for a colleague under the code that the argument is; none for who is held back."""
    found = call.facts.entry
    if found is None or found.code != codes.tidy(call.argument) or call.facts.roles.is_held_back:
        return None
    return found


def opens(call: Call) -> bool:
    """Whether the argument is a code of any kind."""
    return link(call) is not None or join_code(call) is not None or entry(call) is not None


def refused(call: Call, found: Link | None) -> Turn:
    """What is said of a code that opens nothing: each reason in its own words."""
    if found is None and call.facts.roles.is_held_back:
        return call.says(NoteWrongCode("held back"), Say("codes-held-back"))
    if found is None:
        return call.says(NoteWrongCode("wrong"), Say("link-unusable"))
    why = found.ended or "used"
    said = Say(f"link-{why}")
    is_counted = found.kind is LinkKind.INVITATION and why != "closed"  # that is nobody's guess
    return call.says(NoteWrongCode(why), said) if is_counted else call.says(said)


def noted(call: Call, text: str, turn: Turn) -> Turn:
    """The turn of a text that was no command; a whole code in it that opened nothing is counted, whatever was asked."""
    code = _code_in(text)
    if not code:
        return turn
    named = replace(call, argument=code)
    if opens(named) or own_records.named(named):
        return turn
    if call.facts.roles.is_held_back:
        said = () if turn.state.frames or codes.tidy(text) != code else (Say("codes-held-back"),)
        return Turn(turn.state, (*(said or turn.effects), NoteWrongCode("held back")))
    return Turn(turn.state, (*turn.effects, NoteWrongCode("wrong")))


def _code_in(text: str) -> str:
    """The code that the turn looked up, as `needs` read it."""
    if len(text) > MOST_READ:
        return ""
    code = codes.first_in(text)
    is_plain = code and not code.isdigit()
    return code if is_plain and not (wording.command(text) or wording.verdict(text) or wording.spoken(text)) else ""
