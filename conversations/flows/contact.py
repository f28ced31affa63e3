"""One line of what a federation says about itself under /hotro: its name, whom to ask, the number, the hours."""

from conversations import actions, rights, validators
from conversations.answers import Valid
from conversations.asking import MOST_LABEL
from conversations.district_effects import ContactLine, SetContact
from conversations.domain import Role
from conversations.effects import Arg, Button, Effect, Say, Text
from conversations.facts import Contact, Facts
from conversations.steps import Answer, Flow, Option, Remember, Step, View
from conversations.text import fold

COMMAND = "caidat"
CLEAR = "clear"
_CLEARING = frozenset(map(fold, ("xóa", "xóa bỏ", "bỏ", "clear", "delete")))


def value_shown(line: ContactLine, value: str) -> Arg:
    """A line's value as people read it."""
    if line is not ContactLine.PHONE:
        return value
    number, _, extension = value.partition("x")
    shown = validators.shown_office_phone(number)
    return Text("contact-extension", {"phone": shown, "extension": extension}) if extension else shown


def set_lines(contact: Contact | None) -> tuple[Arg, ...]:
    """Every line with what is set, for those who set it."""
    values = contact.lines if contact else {}
    return tuple(
        Text(
            "card-line",
            {
                "label": Text(f"contact-line-{line.value}"),
                "value": value_shown(line, values[line]) if line in values else Text("contact-line-unset"),
            },
        )
        for line in ContactLine
    )


def card(facts: Facts, organisation: int, contact: Contact | None, buttons: tuple[Button, ...]) -> Say:
    """What a federation has set."""
    return Say("contact-set", {"place": facts.directory.label(organisation), "lines": set_lines(contact)}, buttons)


def line_buttons(organisation: int) -> tuple[Button, ...]:
    """One for each line, to change it."""
    return tuple(
        Button(
            Text("button-contact-change", {"label": Text(f"contact-line-{line.value}")}),
            actions.encode(actions.Run(COMMAND, f"{organisation}.{line.value}")),
        )
        for line in ContactLine
    )


def place_button(facts: Facts, organisation: int, word: str) -> Button:
    """Chooses one of several federations; *word* is the line that was asked for, or nothing."""
    known = word.strip() if word.strip() in set(ContactLine) else ""
    argument = f"{organisation}.{known}" if known else str(organisation)
    return Button(facts.directory.label(organisation)[:MOST_LABEL], actions.encode(actions.Run(COMMAND, argument)))


def _line(view: View) -> ContactLine:
    return ContactLine(view.context["line"])


def _organisation(view: View) -> int:
    return int(view.context["organisation"])


def _current(view: View) -> str:
    contact = view.facts.contacts.get(_organisation(view))
    return contact.lines.get(_line(view), "") if contact else ""


def _asked(view: View) -> dict[str, Arg]:
    current = _current(view)
    shown = Text("contact-current", {"value": value_shown(_line(view), current)})
    return {
        "line": _line(view).value,
        "place": view.facts.directory.label(_organisation(view)),
        "current": shown if current else Text("contact-current-none"),
    }


def _value(view: View, raw: str) -> Answer:
    if fold(raw[:40]) in _CLEARING:
        return Valid(CLEAR)
    line = _line(view)
    return validators.office_phone(raw) if line is ContactLine.PHONE else validators.office_line(raw)


def _options(view: View) -> tuple[Option, ...]:
    return (Option(CLEAR, Text("option-contact-clear")),) if _current(view) else ()


def _set(view: View) -> tuple[Effect | Remember, ...]:
    organisation, line = _organisation(view), _line(view)
    if not rights.covers(view.facts.scopes(Role.STAFF), organisation, view.facts.directory):
        return (Say("contact-not-yours"),)
    value = "" if view.answers["value"] == CLEAR else view.answers["value"]
    before = view.facts.contacts.get(organisation)
    lines = {**(before.lines if before else {}), line: value}
    now = Contact(organisation, {one: text for one, text in lines.items() if text})
    return SetContact(organisation, line, value), card(view.facts, organisation, now, line_buttons(organisation))


CONTACT = Flow(
    "contact",
    (Step("value", "ask-contact", _value, _options, is_listed=False, args=_asked, takes_prose=True,
          help="help-contact"),),
    _set,
    cancelled="stopped",
)  # fmt: skip
