"""Which CĐCS is meant by a workplace that was only typed? Asked of the district, each distinct workplace once.

A run is about one workplace, by federation and key, so that a tap never means another one; the next follows at once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import count

from msgspec.structs import replace

from conversations import actions, places, rights, validators
from conversations.answers import Ambiguous, Invalid, Valid
from conversations.directory import Directory, Organisation
from conversations.district_effects import NewUnion, ReferWorkplace, ResolveWorkplace, TypedWorkplace
from conversations.domain import Role
from conversations.effects import Arg, Button, Effect, Say, Text
from conversations.facts import Unresolved
from conversations.flows import learning
from conversations.flows.learning import REFER, federation_of
from conversations.flows.submission import SUBMISSION
from conversations.matching.union_names import terms_of
from conversations.steps import Answer, Begin, Flow, Option, Remember, Reply, Start, Step, View, yes_means
from conversations.text import fold

COMMAND = "ghepdonvi"
UNDO_WITHIN = timedelta(hours=1)
NEW, LATER = "new", "later"
WORDS = (NEW, REFER, LATER)
MOST_SUGGESTED, MOST_SPELLINGS = 5, 3
MOST_CODE = 32  # characters of the own part of a code that is made of a name


def start(group: Unresolved) -> Start:
    """What a run about *group* begins with."""
    context = {
        "federation": str(group.federation_id), "key": group.key, "name": group.names[0], "first": str(group.first),
    }  # fmt: skip
    return Start(context=context)


def own_code(name: str, federation: Organisation, directory: Directory) -> str:
    """A free code for a new CĐCS, made of its name: 04.045.thcs-xuan-hoa, then 04.045.thcs-xuan-hoa-2."""
    own = "-".join(map(fold, terms_of(name)))[:MOST_CODE].strip("-") or "cdcs"
    tried = (f"{federation.code}.{own}" + (f"-{number}" if number > 1 else "") for number in count(1))
    return next(code for code in tried if directory.by_code(code) is None)


# -- the workplace -----------------------------------------------------------------------------------------------
def _group(view: View) -> Unresolved | None:
    """The workplace that the run is about; None if somebody else has dealt with it meanwhile."""
    wanted = (federation_of(view), view.context["key"])
    return next((one for one in view.facts.unresolved if (one.federation_id, one.key) == wanted), None)


def _ahead(view: View) -> tuple[Unresolved, ...]:
    """Those that come after it."""
    return tuple(one for one in view.facts.unresolved if one.first > int(view.context["first"]))


def _asked(view: View) -> Mapping[str, Arg]:
    group = _group(view)
    names = group.names if group else (view.context["name"],)
    others = ", ".join(f"“{name}”" for name in names[1 : 1 + MOST_SPELLINGS])
    left = len(_ahead(view)) + 1
    return {
        "name": view.context["name"],
        "place": view.facts.directory.label(federation_of(view)),
        "count": group.count if group else 0,
        "authors": group.authors if group else 0,
        "spellings": (Text("resolve-spellings", {"names": others}),) if others else (),
        "left": Text("resolve-left-or-more" if view.facts.has_more_unresolved else "resolve-left", {"count": left}),
    }


# -- which CĐCS --------------------------------------------------------------------------------------------------
def _targets(view: View) -> tuple[Option, ...]:
    directory = view.facts.directory
    likely = directory.likeliest_unions(view.context["name"], federation_of(view), MOST_SUGGESTED)
    known = tuple(Option(str(node.id), directory.label(node.id)) for node in likely)
    return (*known, *(Option(word, Text(f"option-resolve-{word}"), is_pinned=True) for word in WORDS))


def _target(view: View, raw: str) -> Answer:
    """A typed name: in the federation, else anywhere in the own scopes."""
    scopes = (federation_of(view), *view.facts.scopes(Role.STAFF))
    answers = (places.found(view, raw, scope, "union") for scope in dict.fromkeys(scopes))
    answer = next((one for one in answers if not isinstance(one, Invalid)), Invalid("resolve-not-found"))
    return replace(answer, options=(*answer.options, *WORDS)) if isinstance(answer, Ambiguous) else answer


def _target_answer(view: View, value: str) -> Reply:
    if not _is_mine(view):
        return Reply(effects=(Say("resolve-not-yours"),), ends=True)
    if value == LATER:
        return Reply(effects=_following(view, is_left=True), ends=True)
    return Reply({"target": value})


def _is_mine(view: View) -> bool:
    return rights.covers(view.facts.scopes(Role.STAFF), federation_of(view), view.facts.directory)


def _is(target: str) -> Callable[[View], bool]:
    return lambda view: view.answers.get("target") == target


def _province(view: View) -> Organisation | None:
    return view.facts.directory.province_of(federation_of(view))


def _federations(view: View) -> tuple[Option, ...]:
    """The other federations of the province, and the province itself."""
    province = _province(view)
    if province is None:
        return ()
    nodes = (*view.facts.directory.children(province.id), province)
    labels = {node.id: view.facts.directory.label(node.id) for node in nodes if node.kind != "union"}
    return tuple(Option(str(node), label) for node, label in labels.items() if node != federation_of(view))


def _other_federation(view: View, raw: str) -> Answer:
    province = _province(view)
    answer = places.found(view, raw, province.id if province else None, "federation")
    is_same = isinstance(answer, Valid) and int(answer.value) == federation_of(view)
    return Invalid("resolve-same-federation") if is_same else answer


# -- a new CĐCS --------------------------------------------------------------------------------------------------
def _proposed(view: View) -> tuple[Option, ...]:
    return (Option("proposed", view.context["name"]),) if isinstance(_name(view, view.context["name"]), Valid) else ()


def _proposal(view: View, value: str) -> Reply:
    return Reply({"name": view.context["name"]})


def _name(view: View, raw: str) -> Answer:
    answer = validators.workplace_name(raw)
    if isinstance(answer, Valid) and (known := view.facts.directory.bearers(answer.value, federation_of(view))):
        return Invalid("resolve-name-taken", {"place": view.facts.directory.label(min(known))})
    return answer


def _sure_answer(view: View, value: str) -> Reply:
    if value == "yes":
        return Reply({"sure": "yes"})
    group = _group(view)
    return Reply(effects=(Begin(RESOLVING, start(group)),) if group else _gone(view), ends=True)


# -- the end -----------------------------------------------------------------------------------------------------
def _resolved(view: View) -> tuple[Effect | Remember | Begin, ...]:
    group, facts, code = _group(view), view.facts, view.facts.fresh.link
    if not _is_mine(view):
        return (Say("resolve-not-yours"),)
    if group is None:
        return _gone(view)
    typed = TypedWorkplace(group.federation_id, group.key, view.context["name"])
    if view.answers["target"] == REFER:
        other = facts.directory.current(int(view.answers["federation"]))
        if other is None or not other.is_active or other.id == group.federation_id:
            return (Say("resolve-cannot"), Begin(RESOLVING, start(group)))
        said = Say("resolve-referred", {**_done(group), "place": facts.directory.label(other.id)}, (undo_button(code),))
        return (ReferWorkplace(code, typed, other.id), said, *_following(view))
    to = _to(view)
    if to is None:
        return (Say("resolve-cannot"), Begin(RESOLVING, start(group)))
    said = Say("resolved", {**_done(group), "place": learning.place(view)}, (undo_button(code),))
    return (ResolveWorkplace(code, typed, to, learns=learning.learns(view)), said, *_following(view))


def _gone(view: View) -> tuple[Effect | Remember | Begin, ...]:
    return (Say("resolve-gone", {"name": view.context["name"]}), *_following(view))


def _done(group: Unresolved) -> dict[str, Arg]:
    return {"name": group.names[0], "count": group.count}


def _to(view: View) -> int | NewUnion | None:
    """The CĐCS as it stands at this very moment; None if it cannot be taken (any more)."""
    directory = view.facts.directory
    if view.answers["target"] == NEW:
        federation, name = directory.get(federation_of(view)), view.answers["name"]
        if federation is None or not isinstance(_name(view, name), Valid):
            return None
        return NewUnion(own_code(name, federation, directory), name, federation.id, view.answers["block"])
    node = learning.chosen(view)
    is_there = node is not None and node.is_active and node.kind == "union"
    return node.id if node and is_there and rights.covers(view.facts.scopes(Role.STAFF), node.id, directory) else None


def _following(view: View, *, is_left: bool = False) -> tuple[Effect | Remember | Begin, ...]:
    """The next workplace, or how many were put off."""
    if ahead := _ahead(view):
        return (Begin(RESOLVING, start(ahead[0])),)
    this = (federation_of(view), view.context["key"])
    left = [one for one in view.facts.unresolved if is_left or (one.federation_id, one.key) != this]
    return (over(left),)


def over(left: Sequence[Unresolved]) -> Say:
    """Nothing more to ask: all is done, or the rest was put off."""
    return Say("resolve-over", {"count": len(left)}, (resolve_button(),) if left else ())


def resolve_button() -> Button:
    """Opens the queue."""
    return Button(Text("button-ghepdonvi"), actions.encode(actions.Run(COMMAND, "")))


def undo_button(code: str) -> Button:
    """Takes the deed of that code back."""
    return Button(Text("button-resolve-undo"), actions.encode(actions.Run(COMMAND, code)))


RESOLVING = Flow(
    "resolving",
    (
        Step("target", "ask-resolve", _target, _targets, resets=("federation", "name", "block", "sure", "learn"),
             is_searched=True, is_listed=False, show=places.label, args=_asked, on_answer=_target_answer,
             help="help-resolve"),
        Step("federation", "ask-resolve-federation", _other_federation, _federations, _is(REFER), is_searched=True,
             is_listed=False, show=places.label, args=_asked),
        Step("name", "ask-resolve-name", _name, _proposed, _is(NEW), resets=("sure", "learn"), is_listed=False,
             on_option=_proposal, takes_prose=True),
        Step("block", "ask-resolve-block", options=SUBMISSION.by_id["block"].options, when=_is(NEW), is_listed=False),
        Step("sure", "ask-resolve-sure", yes_means("yes", "no"), learning.sureness, learning.is_another,
             is_listed=False, args=learning.args, on_answer=_sure_answer, help="help-resolve-learn"),
        Step("learn", "ask-resolve-learn", yes_means("yes", "no"), learning.options, learning.is_like_another,
             is_listed=False, args=learning.args, help="help-resolve-learn"),
    ),
    _resolved,
    cancelled="resolve-stopped",
)  # fmt: skip
