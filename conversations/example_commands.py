"""/vidu: examples of initiatives for everybody; with "sua" after it, staff change those of their federation."""

from conversations import choices, dialogue
from conversations.calls import Call
from conversations.contacts import office
from conversations.dialogue import Turn
from conversations.domain import Field, Role
from conversations.effects import Say
from conversations.flows import examples
from conversations.steps import Option, Start
from conversations.text import fold


def show(call: Call) -> Turn:
    """/vidu: the example for the field of the draft, of the field that is named, or the fields to choose from."""
    first, _, rest = call.argument.strip().partition(" ")
    if fold(first) == examples.EDIT or fold(first) == "edit":
        return _edit(call, rest)
    draft = call.state.frame("submission")
    of_draft = draft.answers.get("field", "") if draft else ""
    said = examples.shown(call.view, _named(call, call.argument) if call.argument.strip() else of_draft)
    own = dict.fromkeys(call.facts.scopes(Role.STAFF))
    change = (examples.edit_button(next(iter(own))),) if len(own) == 1 else ()
    return call.says(Say(said.key, said.args, (*said.buttons, *change)))


def _edit(call: Call, rest: str) -> Turn:
    if not call.facts.scopes(Role.STAFF):
        return call.says(Say("example-not-for-you"))
    found = office(call, rest, lambda scope, word: examples.place_button(call.facts, scope, word))
    if isinstance(found, Turn):
        return found
    place, word = found
    if not word.strip():
        return call.says(examples.card(call.view, place))
    field = _named(call, word)
    if not field:
        return call.says(Say("example-field-unknown", {}, examples.field_buttons(place)))
    start = Start(context={"organisation": str(place), "field": field})
    return dialogue.begin(call.state, examples.EXAMPLES, call.facts, call.at, start)


def _named(call: Call, word: str) -> str:
    """The field by its code or by what it is called; '' for none."""
    if word.strip() in set(Field):
        return word.strip()
    options = tuple(Option(field.value, examples.field_label(field)) for field in Field)
    option = choices.chosen(word, options, call.facts.phrase)
    return option.value if option else ""


