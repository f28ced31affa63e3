"""Staff rename, close, reopen and merge their CĐCS, and take the last change back, each after one more question."""

from collections.abc import Mapping

from conversations import places, rights, validators
from conversations.answers import Ambiguous, Doubtful, Invalid, Valid
from conversations.asking import PAGE, short
from conversations.calls import Call, menu, run_button
from conversations.converting import in_any_font
from conversations.dialogue import Turn, begin
from conversations.directory import Directory, Exact, Options, Organisation, Suggestion
from conversations.domain import Role
from conversations.effects import Arg, Button, Effect, Say, Text
from conversations.kinds import UNION
from conversations.steps import Answer, Flow, Option, Remember, Reply, Start, Step, View, yes_means
from conversations.text import fold
from conversations.units import ChangeUnit, UndoUnit, UnitAct, UnitChange, UnitFigures

CLOSED = "dong"  # the word for the list of those that are over
OPENS = "="  # before the number of the one that a button stands for
UNDOES = "undo="  # the same, to take its last change back
_CLOSED_WORDS = frozenset(map(fold, (CLOSED, "đã đóng", "đã ngừng", "closed")))
_ACTS = {
    "rename": UnitAct.RENAMED, "close": UnitAct.CLOSED, "reopen": UnitAct.REOPENED, "merge": UnitAct.MERGED,
}  # fmt: skip
_UNDONE_HERE = frozenset(_ACTS.values())  # what else there is was the operator's doing
MOST_FOUND = 8


# -- the command ---------------------------------------------------------------------------------------------------
def opened(argument: str) -> int | None:
    """The organisation that a button stands for: one of the list, or "Hoàn tác"."""
    number = argument.removeprefix(UNDOES).removeprefix(OPENS)
    is_one = argument in (OPENS + number, UNDOES + number) and number.isascii() and number.isdigit()
    return int(number) if is_one and len(number) < 10 else None


def undo_button(organisation_id: int) -> Button:
    """Under the answer that something was changed: asks to take that back."""
    return run_button("donvi", f"{UNDOES}{organisation_id}", "button-unit-undo")


def units(call: Call) -> Turn:
    """/donvi: the own CĐCS, page by page ("p2"); those that are over ("dong"); or the one that a name means."""
    scopes, directory = call.facts.scopes(Role.STAFF), call.facts.directory
    if (chosen := opened(call.argument)) is not None:
        return _begun(call, chosen, is_undo=call.argument.startswith(UNDOES))
    if fold(call.argument) in _CLOSED_WORDS:
        over = directory.closed_unions(scopes)[:PAGE]
        return _listed(call, "units-closed" if over else "units-closed-none", over)
    page = _page(call.argument)
    if page is None:
        return _searched(call, scopes)
    shown = directory.unions(scopes, (page - 1) * PAGE, PAGE + 1)
    if not shown:
        return menu(call, Say("units-none")) if page == 1 else units_page_one(call)
    further = (run_button("donvi", f"p{page + 1}", "button-units-more"),) if len(shown) > PAGE else ()
    return _listed(call, "units", shown[:PAGE], *further, run_button("donvi", CLOSED, "button-units-closed"))


def units_page_one(call: Call) -> Turn:
    """For a page that is not there any more."""
    return units(Call(call.state, call.facts, call.at))


def _page(argument: str) -> int | None:
    number = argument.removeprefix("p")
    if not argument:
        return 1
    return int(number) if number.isascii() and number.isdigit() and len(number) < 5 and int(number) else None


def _searched(call: Call, scopes: tuple[int, ...]) -> Turn:
    directory = call.facts.directory
    found: dict[int, Organisation] = {}
    for scope in directory.outermost(scopes):
        match directory.search(call.argument, scope, UNION):
            case Exact(node):
                return _begun(call, node.id)
            case Suggestion(node):
                found[node.id] = node
            case Options(nodes):
                found |= {node.id: node for node in nodes}
    said = fold(call.argument)
    found |= {node.id: node for node in directory.closed_unions(scopes) if said in fold(node.name)}
    if not found:
        return call.says(Say("place-not-in-scope"))
    return _listed(call, "units-found", tuple(found.values())[:MOST_FOUND])


def _listed(call: Call, key: str, nodes: tuple[Organisation, ...], *further: Button) -> Turn:
    buttons = tuple(
        Button(short(_name(call.facts.directory, node)), run_button("donvi", f"{OPENS}{node.id}").action)
        for node in nodes
    )
    return call.says(Say(key, {"count": len(nodes)}, (*buttons, *further)))


def _name(directory: Directory, node: Organisation) -> Arg:
    label = directory.label(node.id)
    return label if node.is_active else Text("unit-over", {"place": short_name(label)})


def short_name(label: str) -> str:
    """A name that leaves room for a word beside it on a button."""
    return label if len(label) <= 40 else f"{label[:38]}…"


def _begun(call: Call, organisation_id: int, *, is_undo: bool = False) -> Turn:
    node = call.facts.directory.get(organisation_id)
    if node is None or node.kind != UNION or not _is_own(call.view, organisation_id):
        return call.says(Say("place-not-in-scope"))
    context = {"organisation": str(organisation_id)}
    if all(one.organisation_id != organisation_id for one in call.facts.units):
        context["unread"] = "yes"  # found by its name: what was changed last is known from the next turn on
    if not is_undo:
        return begin(call.state, UNIT, call.facts, call.at, Start(context=context))
    last = _figures(View({}, context, call.facts, call.at)).last
    if last is None or last.act not in _UNDONE_HERE:
        return call.says(_not_undone(last))
    answers = {"act": "undo", "change": str(last.id)}
    return begin(call.state, UNIT, call.facts, call.at, Start(answers, context))


# -- the form --------------------------------------------------------------------------------------------------------
def _is_own(view: View, organisation_id: int) -> bool:
    return rights.covers(view.facts.scopes(Role.STAFF), organisation_id, view.facts.directory)


def _unit(view: View) -> Organisation | None:
    return view.facts.directory.get(int(view.context["organisation"]))


def _figures(view: View) -> UnitFigures:
    organisation_id = int(view.context["organisation"])
    known = (one for one in view.facts.units if one.organisation_id == organisation_id)
    return next(known, UnitFigures(organisation_id))


def _acts(view: View) -> tuple[Option, ...]:
    unit = _unit(view)
    if unit is not None and unit.is_active:
        verbs = ["rename", "merge", "close"]
    else:
        verbs = ["reopen"] if unit is not None and unit.merged_into_id is None else []
    is_new = unit is not None and unit.is_active and _figures(view).last is None and "unread" not in view.context
    return tuple(Option(verb, Text(f"unit-do-{verb}")) for verb in (verbs if is_new else (*verbs, "undo")))


def _act(view: View, value: str) -> Reply:
    if value == "undo":
        last = _figures(view).last
        if last is None or last.act not in _UNDONE_HERE:
            return Reply(effects=(_not_undone(last),), ends=True)
        return Reply({"act": value, "change": str(last.id)})
    return Reply({"act": value})


def _not_undone(last: UnitChange | None) -> Say:
    return Say("unit-not-by-staff" if last else "unit-refused-nothing")


def _act_args(view: View) -> Mapping[str, Arg]:
    unit, directory = _unit(view), view.facts.directory
    if unit is None or unit.is_active:
        key, args = "unit-is-active", {}
    elif unit.merged_into_id is not None:
        key, args = "unit-is-merged", {"other": directory.label(unit.merged_into_id)}
    else:
        key, args = "unit-is-closed", {}
    return {"place": places.label(view, view.context["organisation"]), "status": Text(key, args)}


def _siblings(view: View) -> tuple[Option, ...]:
    unit = _unit(view)
    if unit is None:
        return ()
    return tuple(o for o in places.choices_below(view, unit.parent_id, UNION) if o.value != str(unit.id))


def _other(view: View, raw: str) -> Answer:
    """A CĐCS of the own scope that is not the one to be merged."""
    itself, directory = view.context["organisation"], view.facts.directory
    scopes = tuple(directory.outermost(view.facts.scopes(Role.STAFF)))
    answers = [places.found(view, raw, scope, UNION) for scope in scopes]
    inside = next((answer for answer in answers if not isinstance(answer, Invalid)), None)
    match inside:
        case Valid(value) | Doubtful(value) if value == itself:
            return Invalid("unit-merge-itself", {})
        case Ambiguous(key, options) if itself in options:
            return Ambiguous(key, tuple(option for option in options if option != itself))
    return inside or Invalid("place-not-in-scope", {})


def _sure_args(view: View) -> Mapping[str, Arg]:
    figures, place = _figures(view), places.label(view, view.context["organisation"])
    moved: dict[str, Arg] = {
        "place": place,
        "initiatives": figures.initiatives,
        "waiting": figures.waiting,
        "executives": figures.executives,
    }
    match view.answers["act"]:
        case "rename":
            what = Text("unit-sure-rename", {"place": place, "name": view.answers["name"]})
        case "merge":
            what = Text("unit-sure-merge", {**moved, "other": places.label(view, view.answers["other"])})
        case "close":
            what = Text("unit-sure-close", moved)
        case "reopen":
            what = Text("unit-sure-reopen", {"place": place})
        case _:
            what = Text("unit-sure-undo", {"what": _told(view, figures.last)})
    return {"what": what}


def _told(view: View, last: UnitChange | None) -> Arg:
    """What was done last, in words."""
    if last is None:
        return ""
    directory = view.facts.directory
    args: dict[str, Arg] = {
        "place": directory.label(last.organisation_id),
        "other": directory.label(last.other_id) if last.other_id else "",
        "day": f"{last.day.day}/{last.day.month}/{last.day.year}",
    }
    return Text(f"unit-was-{last.act.value}", args)


def _changed(view: View) -> tuple[Effect | Remember, ...]:
    organisation_id, answers = int(view.context["organisation"]), view.answers
    if answers["sure"] == "no":
        return (Say("unit-left"),)
    if answers["act"] == "undo":
        return (_undoing(view, _figures(view).last),)
    other = int(answers["other"]) if "other" in answers else None
    if not (_is_own(view, organisation_id) and (other is None or _is_own(view, other))):
        return (Say("place-not-in-scope"),)
    return (ChangeUnit(_ACTS[answers["act"]], organisation_id, other, answers.get("name")),)


def _undoing(view: View, last: UnitChange | None) -> Effect:
    """What was shown is taken back, and nothing that came after it."""
    if last is None or str(last.id) != view.answers["change"]:
        return Say("unit-refused-later-change" if last else "unit-refused-nothing")
    is_own = _is_own(view, last.organisation_id) and (last.other_id is None or _is_own(view, last.other_id))
    return UndoUnit(last.id) if is_own and last.act in _UNDONE_HERE else Say("place-not-in-scope")


UNIT = Flow(
    "unit",
    (
        Step("act", "ask-unit-act", options=_acts, args=_act_args, on_answer=_act, is_listed=False,
             resets=("name", "other", "sure")),
        Step("name", "ask-unit-name", read=in_any_font(lambda view, raw: validators.workplace_name(raw)),
             is_listed=False, when=lambda view: view.answers.get("act") == "rename", takes_prose=True),
        Step("other", "ask-unit-other", _other, _siblings, lambda view: view.answers.get("act") == "merge",
             is_listed=False, is_searched=True, show=places.label,
             args=lambda view: {"place": places.label(view, view.context["organisation"])}),
        Step("sure", "ask-unit-sure", yes_means("yes", "no"), is_listed=False, args=_sure_args,
             options=lambda view: (Option("yes", Text("unit-yes")), Option("no", Text("unit-no")))),
    ),
    _changed,
    cancelled="stopped",
)  # fmt: skip
