"""Examples of initiatives by field: what is shown, and the form by which staff change that of their federation."""

from conversations import actions, rights, validators
from conversations.answers import Valid
from conversations.asking import MOST_LABEL
from conversations.district_effects import SetExample
from conversations.domain import Field, Role
from conversations.effects import Arg, Button, Effect, Say, Text
from conversations.facts import Facts
from conversations.steps import Answer, Flow, Option, Remember, Step, View
from conversations.text import fold

COMMAND, EDIT, EXAMPLE = "vidu", "sua", "example"  # the command, the word after it, and the option at the description
DEFAULT = "default"
MOST_TYPED = 40  # characters by which a typed answer may mean the option
_DEFAULTING = frozenset(map(fold, ("xóa", "mặc định", "bỏ", "delete", "default")))


def field_label(field: Field) -> Text:
    """What a field is called."""
    return Text(f"field-{field.value.replace('_', '-')}")


def example_of(view: View, field: Field, own: int | None = None) -> Arg:
    """The example that is shown for a field; *own*: to the staff of that federation."""
    known = view.facts.examples if own is None else view.facts.own_examples.get(own, {})
    return known.get(field) or Text(f"example-{field.value.replace('_', '-')}")


def shown(view: View, field: str) -> Say:
    """The example for a field; for none, the fields to choose from."""
    if field not in set(Field):
        return Say("example-which", {}, field_buttons())
    one = Field(field)
    others = Button(Text("button-vidu-others"), actions.encode(actions.Run(COMMAND, "all")))
    return Say("example-shown", {"field": field_label(one), "text": example_of(view, one)}, (others,))


def field_buttons(own: int | None = None) -> tuple[Button, ...]:
    """One for each field; *own*: to change what that federation shows."""
    begin = "" if own is None else f"{EDIT} {own}."
    return tuple(
        Button(field_label(field), actions.encode(actions.Run(COMMAND, f"{begin}{field.value}"))) for field in Field
    )


def card(view: View, organisation: int) -> Say:
    """Which fields a federation has examples of its own for."""
    set_here = view.facts.own_examples.get(organisation, {})
    lines = tuple(
        Text("example-line", {"field": field_label(field), "is_own": "yes" if field in set_here else "no"})
        for field in Field
    )
    args: dict[str, Arg] = {"place": view.facts.directory.label(organisation), "lines": lines}
    return Say("examples-set", args, field_buttons(organisation))


def edit_button(organisation: int) -> Button:
    """Leads there from the other settings."""
    return Button(Text("button-vidu-edit"), actions.encode(actions.Run(COMMAND, f"{EDIT} {organisation}")))


def place_button(facts: Facts, organisation: int, word: str) -> Button:
    """Chooses one of several federations; *word* is the field that was asked for, or nothing."""
    known = f".{word.strip()}" if word.strip() in set(Field) else ""
    action = actions.encode(actions.Run(COMMAND, f"{EDIT} {organisation}{known}"))
    return Button(facts.directory.label(organisation)[:MOST_LABEL], action)


def _field(view: View) -> Field:
    return Field(view.context["field"])


def _organisation(view: View) -> int:
    return int(view.context["organisation"])


def _is_own(view: View) -> bool:
    return _field(view) in view.facts.own_examples.get(_organisation(view), {})


def _asked(view: View) -> dict[str, Arg]:
    return {
        "place": view.facts.directory.label(_organisation(view)),
        "field": field_label(_field(view)),
        "current": example_of(view, _field(view), _organisation(view)),
        "is_own": "yes" if _is_own(view) else "no",
    }


def _text(view: View, raw: str) -> Answer:
    return Valid(DEFAULT) if fold(raw[:40]) in _DEFAULTING else validators.example(raw)


def _options(view: View) -> tuple[Option, ...]:
    return (Option(DEFAULT, Text("option-example-default")),) if _is_own(view) else ()


def _set(view: View) -> tuple[Effect | Remember, ...]:
    organisation, field = _organisation(view), _field(view)
    if not rights.covers(view.facts.scopes(Role.STAFF), organisation, view.facts.directory):
        return (Say("contact-not-yours"),)
    text = "" if view.answers["text"] == DEFAULT else view.answers["text"]
    args: dict[str, Arg] = {
        "place": view.facts.directory.label(organisation),
        "field": field_label(field),
        "text": text or Text(f"example-{field.value.replace('_', '-')}"),
    }
    return SetExample(organisation, field, text), Say("example-set", args, (edit_button(organisation),))


EXAMPLES = Flow(
    "examples",
    (Step("text", "ask-example", _text, _options, is_listed=False, args=_asked, takes_prose=True,
          help="help-example"),),
    _set,
    cancelled="stopped",
)  # fmt: skip
