"""/caidat, by which staff say whom people may turn to, and /hotro, which tells people."""

from collections.abc import Callable

from conversations import dialogue
from conversations.calls import Call
from conversations.dialogue import Turn
from conversations.district_effects import ContactLine
from conversations.domain import Role
from conversations.effects import Arg, Button, Say, Text
from conversations.facts import Contact
from conversations.flows.contact import CONTACT, card, line_buttons, place_button, value_shown
from conversations.flows.examples import edit_button
from conversations.state import State
from conversations.steps import Start
from conversations.text import fold

WORDS = {
    ContactLine.NAME: ("tên", "tên hiển thị", "name"),
    ContactLine.PERSON: ("người", "người liên hệ", "đầu mối", "người phụ trách", "contact", "person"),
    ContactLine.PHONE: ("sđt", "số điện thoại", "điện thoại", "phone"),
    ContactLine.HOURS: ("giờ", "giờ làm việc", "thời gian", "hours"),
}
_LINES = {fold(word): line for line, words in WORDS.items() for word in words}
_SHOWN = (ContactLine.PERSON, ContactLine.PHONE, ContactLine.HOURS)


def settings(call: Call) -> Turn:
    """/caidat: what the own federation has set; with the name of a line: change it."""
    found = office(call, call.argument, lambda scope, word: place_button(call.facts, scope, word))
    if isinstance(found, Turn):
        return found
    place, word = found
    if not word.strip():
        buttons = (*line_buttons(place), edit_button(place))
        return call.says(card(call.facts, place, call.facts.contacts.get(place), buttons))
    line = _LINES.get(fold(word))
    if line is None:
        return call.says(Say("contact-line-unknown", {}, line_buttons(place)))
    start = Start(context={"organisation": str(place), "line": line.value})
    return dialogue.begin(call.state, CONTACT, call.facts, call.at, start)


def office(call: Call, argument: str, button: Callable[[int, str], Button]) -> tuple[int, str] | Turn:
    """The own federation that an argument is about, by its number or as the only one, and the words after it.

    Returns: what is said instead if it is another's, or if one of several has to be chosen, by such a button.
    """
    first, _, rest = argument.replace(".", " ").strip().partition(" ")
    own = call.facts.scopes(Role.STAFF)
    named, word = (int(first), rest) if first.isascii() and first.isdigit() else (None, argument)
    if named is not None and named not in own:
        return call.says(Say("contact-not-yours"))
    if named is None and len(set(own)) > 1:
        return call.says(Say("contact-which", {}, tuple(button(scope, word) for scope in dict.fromkeys(own))))
    return (own[0] if named is None else named), word


def support(call: Call) -> Turn:
    """/hotro: whom to ask; the nearest federation above the workplace that says so, else in general."""
    contact = call.facts.contact
    name = call.facts.campaign.name
    if contact is None:
        return call.says(Say("support", {"name": name}))
    shown = contact.lines.get(ContactLine.NAME) or call.facts.directory.label(contact.organisation_id)
    return call.says(Say("support-contact", {"name": name, "place": shown, "lines": _lines(contact)}))


def _lines(contact: Contact) -> tuple[Arg, ...]:
    return tuple(
        Text(
            "card-line",
            {"label": Text(f"contact-line-{line.value}"), "value": value_shown(line, contact.lines[line])},
        )
        for line in _SHOWN
        if line in contact.lines
    )


def workplace(state: State) -> int | None:
    """Where the person works, as far as is known: by the draft, by the scanned code, or by what was filed last."""
    draft = state.frame("submission")
    known = [draft.answers, draft.context] if draft else []
    for source in (*known, state.profile):
        for key in ("union", "organisation", "federation", "province"):
            if source.get(key, "").isdigit():
                return int(source[key])
    return None
