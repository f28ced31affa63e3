"""Steps and flows as data. A flow file reads like the paper form; what does not fit is a new kind of step."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from conversations.answers import Ambiguous, Doubtful, Invalid, Valid
from conversations.effects import Arg, Effect
from conversations.events import FileRead
from conversations.facts import Facts
from conversations.validators import yes_or_no

Answer = Valid | Doubtful | Ambiguous | Invalid


class View(Struct, frozen=True):
    """What the functions of a step may look at."""

    answers: Mapping[str, str]
    context: Mapping[str, str]
    facts: Facts
    at: datetime

    @property
    def today(self) -> date:
        """The local day of the campaign."""
        return self.at.astimezone(ZoneInfo(self.facts.campaign.time_zone)).date()


class Option(Struct, frozen=True):
    """One thing to choose: the stored value and what people read."""

    value: str
    label: Arg
    is_pinned: bool = False  # stands at the end of every page: the way out of a long list


class Start(Struct, frozen=True):
    """What a run of a flow begins with."""

    answers: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)


NOTHING_YET = Start()


class Reply(Struct, frozen=True):
    """What a step's own rule makes of an accepted answer, where the default (store, go on) is not enough.

    drops: answers that are asked again, with what they were to be kept or replaced.
    forgets: answers that are asked again, and that nobody is to see any more.
    asks: the step that is asked next, whatever is open.
    offers: options of this step that stand under what is said, where nothing is asked.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    effects: "tuple[Effect | Remember | Begin, ...]" = ()
    ends: bool = False  # the flow is over without its finish
    stays: bool = False  # nothing moves and nothing is asked: the effects say it all
    drops: tuple[str, ...] = ()
    forgets: tuple[str, ...] = ()
    asks: str = ""
    offers: tuple[str, ...] = ()


class Remember(Struct, frozen=True):
    """Not for the runner: what the state keeps between dialogues."""

    profile: Mapping[str, str] = field(default_factory=dict)  # '' drops an entry
    consent: str | None = None
    forgets: bool = False  # drop the consent and all of the profile but the name under decisions
    closes: tuple[str, ...] = ()  # flows whose open runs are dropped
    leaves: tuple[str, ...] = ()  # the same, as long as nothing is answered there
    shown: str | None = None  # code of the card that follows from the review queue


class Begin(Struct, frozen=True):
    """Not for the runner: the run that follows when this one is over."""

    flow: "Flow"
    start: Start


def no_options(view: View) -> tuple[Option, ...]:
    """A step that is answered by typing alone."""
    return ()


def always_offered(*options: Option) -> Callable[[View], tuple[Option, ...]]:
    """A step with the same options for everybody, made once."""
    return lambda view: options


def always(view: View) -> bool:
    """A step that everybody meets."""
    return True


def as_typed(view: View, value: str) -> Arg:
    """An answer that is shown as it is stored."""
    return value


def no_args(view: View) -> Mapping[str, Arg]:
    """A question without arguments."""
    return {}


def only_options(view: View, raw: str) -> Answer:
    """The reading of a step that takes nothing but its options."""
    return Invalid("choose-from-list", {})


def yes_means(yes: str, no: str | None = None) -> Callable[[View, str], Answer]:
    """The reading of a step whose options amount to a yes and a no, in whatever words people say that.

    Where no option is a no, that is answered by how a line of the card is changed.
    """

    def read(view: View, raw: str) -> Answer:
        said = yes_or_no(raw)
        if no is None and said == Valid("no"):
            return Invalid("card-not-right", {})
        value = {"yes": yes, "no": no}[said.value] if isinstance(said, Valid) else None
        return Valid(value) if value is not None else Invalid("choose-from-list", {})

    return read


class Step(Struct, frozen=True):
    """One question.

    read: typed text that is none of the options → an answer.
    options: what may be chosen by button, number, label or near-miss.
    resets: answers that lose their meaning when this one changes.
    show: how the answer stands on a card.
    on_answer: a rule of its own for an accepted answer.
    on_option: the same for an option that stands for something else; what is typed never means it.
    takes_files: the purpose for which a document or a picture is read here; see the readers in bot/file_readers.py.
    takes_pictures: the same for a picture that is only looked at for QR codes; nobody has to send one.
    takes_along: the purpose of files that nobody asks for here, and that go along all the same: the form has another
        step that takes them, where it goes on.
    on_file: what was read of it → an answer as from `read`, or a rule's reply. Problems are said without it. Rights
        may have changed since the file was sent.
    """

    id: str
    ask: str
    read: Callable[[View, str], Answer] = only_options
    options: Callable[[View], tuple[Option, ...]] = no_options
    when: Callable[[View], bool] = always
    resets: tuple[str, ...] = ()
    show: Callable[[View, str], Arg] = as_typed
    args: Callable[[View], Mapping[str, Arg]] = no_args
    on_answer: Callable[[View, str], Reply] | None = None
    on_option: Callable[[View, str], Reply] | None = None
    takes_files: str | None = None
    takes_pictures: str | None = None
    takes_along: str | None = None
    on_file: "Callable[[View, FileRead], Answer | Reply] | None" = None
    takes_contact: bool = False
    takes_names: bool = False  # "Huy" may be a name, not the control "hủy"
    takes_prose: bool = False  # "Sửa máy bơm" is an answer, not the wish to edit
    is_searched: bool = False  # many options with near twins: numbers and whole labels count, the rest is for `read`
    reads_first: bool = False  # what `read` takes is meant ("3": March), and no number or part of an option's label
    takes_several: bool = False  # options are ticked one by one
    is_final: bool = False  # what follows cannot be taken back: a doubt offers to stop, and only a yes answers it
    joins_pieces: bool = False  # a long paste may come in pieces
    help: str = "help-step"
    is_listed: bool = True  # has a line on the review card and counts as progress
    shows_answer: bool = False  # the question itself says what stands, and an option keeps it

    @property
    def takes_any_words(self) -> bool:
        """Whether what is typed may be the answer whatever it is."""
        return self.takes_prose or self.is_searched


class Flow(Struct, frozen=True, dict=True):
    """A form: its steps, what happens at its end, and how it is cancelled.

    holds: answers that must have exactly this value: a restart keeps them, and another value is asked again.
    mend: answers and context of a run whose answers are about something that is gone; None where nothing is.
    mended: what is said then.
    undone: what follows when it is cancelled, or begun anew.
    """

    id: str
    steps: tuple[Step, ...]
    finish: Callable[[View], tuple[Effect | Remember | Begin, ...]]
    cancelled: str = "cancelled"
    holds: Mapping[str, str] = field(default_factory=dict)
    mend: Callable[[View], tuple[Mapping[str, str], Mapping[str, str]] | None] = lambda view: None
    mended: str = "form-changed"
    undone: "Callable[[View], tuple[Effect, ...]]" = lambda view: ()

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """The steps of this version of the form by their names."""
        return {step.id: step for step in self.steps}

    def path(self, view: View) -> tuple[Step, ...]:
        """The steps that apply to these answers, in order."""
        applies: dict[Callable[[View], bool], bool] = {always: True}  # several steps share a condition
        for step in self.steps:
            if step.when not in applies:
                applies[step.when] = step.when(view)
        return tuple([step for step in self.steps if applies[step.when]])

    def first_open(self, view: View) -> Step | None:
        """The first step of the path that has no answer."""
        for step in self.steps:
            if step.id not in view.answers and (step.when is always or step.when(view)):
                return step
        return None
