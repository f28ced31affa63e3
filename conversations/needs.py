"""What the runner has to load before a turn, from the state and the event alone. Pure; generous but bounded."""

from itertools import pairwise

from msgspec.structs import replace

from conversations import actions, choices, codes, contacts, sent_files, wording, workplaces
from conversations.events import ButtonPressed, Event, FileRead, MediaReceived, TextReceived
from conversations.facts import MOST_LISTED, Needs
from conversations.flows import examples, units
from conversations.flows.examples import EXAMPLES
from conversations.role_facts import RoleNeeds, needs_of
from conversations.state import State
from conversations.steps import Option

MOST_READ = 2000  # characters; a longer text names nothing
NO_CODE = "-"  # what cannot be a code is still a wrong one
_PENDING = {"duyet", "start", "huongdan"}
_OWN = {"theodoi", "start", "dulieu", "huongdan", "xoa", "kem"}
_OWN_UNNAMED = {"rut", "sua"}  # own ones to choose from, where none is named
_CODED = {"start", "theodoi", "sua", "rut", "duyet", "kem", "tep"}
_SHOWS_SELECTION = {"start", "theodoi", "duyet"}
_LINKED = {"start", "machuyen", "nopho"}
_ENTRIES = {"nopho", "dulieu"}
_ABOUT_ENTRY = {"confirming", "signing"}
_ABOUT_FLOW = {"broadcasting", "erasure", units.UNIT.id, "resolving", "contact", "request", EXAMPLES.id, "entry"}
NOTHING = Needs()


def needs(state: State, event: Event) -> Needs:
    """The facts that this event may call for."""
    return _placed(state, _of_event(state, event))


def _placed(state: State, wanted: Needs) -> Needs:
    """Where the person works matters to nobody but who asks whom to turn to."""
    is_asked = wanted.contact or wanted.examples
    return replace(wanted, workplace=contacts.workplace(state)) if is_asked else wanted


def _of_event(state: State, event: Event) -> Needs:
    held = _of_frames(state)
    match event:
        case ButtonPressed(action=action):
            return _merge(held, _of_action(actions.decode(action)))
        case TextReceived(text=text) | MediaReceived(caption=text) if text:
            return _merge(held, _merge(_of_text(state, text), _of_menu(state, text)))
        case FileRead() if code := sent_files.code_in(event):
            return _merge(held, Needs(codes=(code,), link=code, selected=True))
    return held


def _of_frames(state: State) -> Needs:
    """What every open run is about: a button reaches those below the top too."""
    if state.top is None:
        return Needs(own=True, pending=True)
    contexts = [frame.context for frame in state.frames if frame.context]
    if not contexts and _ABOUT_FLOW.isdisjoint([frame.flow for frame in state.frames]):
        return NOTHING
    named = ",".join(context.get("codes") or context.get("code") or "" for context in contexts)
    links = [context["link"] for context in contexts if "link" in context]
    return Needs(
        codes=tuple(dict.fromkeys(code for code in named.split(",") if code)),
        link=links[-1] if links else None,
        join=next((context["join"] for context in contexts if "join" in context), None),
        pending=any("pulled" in context for context in contexts),
        own=any(frame.flow == "erasure" for frame in state.frames),
        units=tuple(int(frame.context["organisation"]) for frame in state.frames if frame.flow == units.UNIT.id),
        unresolved=any(frame.flow == "resolving" for frame in state.frames),
        contacts=any(frame.flow == "contact" for frame in state.frames),
        own_examples=any(frame.flow == EXAMPLES.id for frame in state.frames),
        open_entries=tuple(frame.context["entry"] for frame in state.frames if frame.flow in _ABOUT_ENTRY),
        entries=any(frame.flow == "entry" for frame in state.frames),
        selected=any(frame.flow == "selecting" for frame in state.frames),
        to_forward=any(frame.flow == "forwarding" for frame in state.frames),
        listeners=next((one.answers.get("node", "") for one in state.frames if one.flow == "broadcasting"), None),
        roles=RoleNeeds(
            holder=next((context["holder"] for context in contexts if "holder" in context), None),
            asks=any(frame.flow == "request" for frame in state.frames),
        ),
    )


def _of_action(action: actions.Action | None) -> Needs:
    match action:
        case actions.Judge(code=code):
            return Needs(codes=(code,), pending=True)
        case actions.Run(command, argument):
            return _of_command(command, argument)
        case actions.Choose(value=examples.EXAMPLE):
            return Needs(examples=True)
    return NOTHING


def _of_command(command: str, argument: str) -> Needs:
    if command == "chon":
        return _of_selection(argument)
    is_coded = argument and (command in _CODED or command in _LINKED)
    words = argument if command == "machuyen" else argument.split(maxsplit=1)[0] if is_coded else ""
    if command == "nopho":  # a word may stand before the code
        words = argument.rpartition(" ")[2]
    first = codes.tidy(words)
    is_undoing = command == "machuyen" and wording.undoes(argument)
    return Needs(
        codes=(first,) if command in _CODED and len(first) >= codes.SHORTEST else (),
        link=first or NO_CODE if command in _LINKED and argument and not is_undoing else None,
        has_joined=is_undoing,
        entries=command in _ENTRIES,
        pending=command in _PENDING,
        own=command in _OWN or (command in _OWN_UNNAMED and not argument),
        units=(unit,) if command == "donvi" and (unit := units.opened(argument)) else (),
        unresolved=command == "ghepdonvi",
        resolution=workplaces.undone(argument) if command == "ghepdonvi" else None,
        contacts=command == "caidat",
        contact=command == "hotro",
        examples=command == "vidu",
        own_examples=command == "vidu",
        selected=bool(argument) and command in _SHOWS_SELECTION,
        roles=needs_of(command, argument),
    )


def _of_selection(argument: str) -> Needs:
    """/chon: what any of the first words names, one with its second half too; a score and a reason may follow."""
    words = argument.split(maxsplit=4)[:4]
    named = (codes.tidy(word) for word in (*words, *map("".join, pairwise(words))))
    meant = tuple(code for code in named if codes.SHORTEST <= len(code) <= codes.LENGTH)
    return Needs(codes=meant, selected=bool(meant), to_forward=True)


def _of_text(state: State, text: str) -> Needs:
    if len(text) > MOST_READ:
        return NOTHING
    if judged := wording.verdict(text):
        if judged[0] in wording.OF_SELECTION:
            return _of_selection(judged[1])
        asked = RoleNeeds(request=next(iter(_mentioned(State(), judged[1])), None))  # or somebody who asks for a role
        return Needs(codes=_mentioned(state, judged[1]), pending=True, roles=asked)
    typed = wording.command(text) or wording.spoken(text)
    if typed is not None:
        return _of_command(typed.name, typed.argument)
    code = codes.first_in(text)
    may_mean_button = state.top is not None and state.top.step == "description" and len(text) <= examples.MOST_TYPED
    if may_mean_button:
        return Needs(codes=(code,) if code else (), link=code, examples=True)
    return Needs(codes=(code,), link=code, selected=True) if code else NOTHING


def _of_menu(state: State, text: str) -> Needs:
    """A number or a label that is typed stands for the button that was offered."""
    if not state.menu:
        return NOTHING
    offered = tuple(Option(action, label) for action, label in state.menu)
    option = choices.chosen(text, offered, lambda label: label.key)
    return _of_action(actions.decode(option.value)) if option else NOTHING


def _mentioned(state: State, rest: str) -> tuple[str, ...]:
    first = codes.tidy(rest.split(maxsplit=1)[0]) if rest else ""
    single = (first,) if codes.SHORTEST <= len(first) <= codes.LENGTH else ()
    return tuple(dict.fromkeys((*single, *state.queue[:MOST_LISTED])))


def _merge(one: Needs, two: Needs) -> Needs:
    if one is NOTHING or two is NOTHING:
        return one if two is NOTHING else two
    return Needs(
        codes=tuple(dict.fromkeys((*one.codes, *two.codes))),
        link=two.link or one.link,
        join=two.join or one.join,
        has_joined=one.has_joined or two.has_joined,
        open_entries=tuple(dict.fromkeys((*one.open_entries, *two.open_entries))),
        entries=one.entries or two.entries,
        selected=one.selected or two.selected,
        to_forward=one.to_forward or two.to_forward,
        listeners=one.listeners if two.listeners is None else two.listeners,
        pending=one.pending or two.pending,
        own=one.own or two.own,
        units=tuple(dict.fromkeys((*one.units, *two.units))),
        unresolved=one.unresolved or two.unresolved,
        resolution=one.resolution if two.resolution is None else two.resolution,
        contacts=one.contacts or two.contacts,
        contact=one.contact or two.contact,
        examples=one.examples or two.examples,
        own_examples=one.own_examples or two.own_examples,
        roles=one.roles.merged(two.roles),
    )
