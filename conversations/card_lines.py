"""The lines of a review card: which there are, and which one is called so by whoever wants to change it."""

from conversations import asking, choices, wording
from conversations.effects import Text
from conversations.steps import Flow, Option, Step, View


def lines(flow: Flow, view: View) -> list[Step]:
    """What has an answer, in the order of the card."""
    return [step for step in flow.path(view) if step.is_listed and asking.current(step, view) is not None]


def line(flow: Flow, view: View, waiting: Step, what: str) -> Step | None:
    """The line that is called so: by its key, its place on the card, its label or what people say for that."""
    known = {step.id: step for step in lines(flow, view)}
    key = what if what in known else wording.line(what)
    if key in known:
        return known[key]
    options = tuple(Option(name, label(name)) for name in known)
    choose = choices.named if waiting.takes_any_words else choices.chosen
    option = choose(what, options, view.facts.phrase)
    return known[option.value] if option else None


def is_any(flow: Flow, what: str, view: View) -> bool:
    """Whether it is called like a line of the form, there or not."""
    every = tuple(Option(step.id, label(step.id)) for step in flow.steps if step.is_listed)
    return wording.line(what) is not None or choices.named(what, every, view.facts.phrase, ()) is not None


def label(name: str) -> Text:
    """What stands before the answer."""
    return Text(f"line-{name.replace('_', '-')}")
