"""What staff are asked who choose an outstanding initiative, take the choice back, or hand on what was chosen."""

from collections.abc import Mapping
from functools import partial

import regex

from conversations import codes, rights, validators
from conversations.answers import Doubtful, Invalid, Valid
from conversations.calls import run_button
from conversations.converting import in_any_font
from conversations.district_effects import ForwardSelected, Select, Unselect
from conversations.domain import Role
from conversations.effects import Arg, AuthorOf, Button, Effect, Say, Tell, Text
from conversations.facts import Facts, Selection, Subject
from conversations.flows.decision import may_be_none
from conversations.flows.report import report_action
from conversations.report_effects import SELECTION, ReportView
from conversations.steps import Answer, Flow, Option, Remember, Reply, Step, View, yes_means

BEST, TEN = 100, 10  # points; how who scores up to ten is understood is asked
MOST_TYPED = 40  # characters of a score
REASONS, WHY_NOT = ("benefit", "spread", "new", "safety"), ("stronger", "twice", "figures")
_SCORE = regex.compile(r"(?:điểm\s*)?(\d{1,3})(?:[,.](\d))?\s*(?:/\s*(10|100))?\s*(?:điểm|đ|d|diem|points?)?", regex.I)


def buttons(node: int) -> tuple[Button, ...]:
    """From one choice to the next, and to all that are made."""
    return tuple(
        Button(Text(f"button-report-{view}"), report_action(view, node=node, command=SELECTION))
        for view in (ReportView.CANDIDATES, ReportView.CHOSEN)
    )


def made_by(facts: Facts, code: str, node: int) -> Selection | None:
    """The choice that a node has made."""
    return next((one for one in facts.selections if (one.code, one.organisation_id) == (code, node)), None)


def card(view: View, subject: Subject, selection: Selection) -> Say:
    """What was chosen, with the ways to change it while it was not handed on."""
    code = selection.code
    args: dict[str, Arg] = {
        "code": codes.shown(code),
        "title": subject.submission.answers["title"],
        "place": view.facts.directory.label(selection.organisation_id),
        "score": selection.score,
        "reason": selection.reason,
        "by": selection.by_name,
    }
    if selection.forwarded_at is not None:
        return Say("selection-forwarded", args, buttons(selection.organisation_id))
    ways = (run_button(SELECTION, f"{word} {code}", f"button-selection-{word}") for word in ("sua", "bo"))
    return Say("selection-card", args, (*ways, *buttons(selection.organisation_id)))


def obstacle(view: View, subject: Subject) -> Text | None:
    """Why nobody, or not this person, may choose it."""
    submission = subject.submission
    if subject.is_own:
        return Text("select-own")
    if not submission.is_valid:
        return Text("select-not-valid", {"code": codes.shown(submission.code)})
    return None


def score(view: View, raw: str) -> Answer:
    """Points from 1 to 100; what looks like points of ten is asked about."""
    match = _SCORE.fullmatch(raw[:MOST_TYPED].strip())
    if match is None:
        return Invalid("score-unreadable")
    whole, tenth, of = int(match[1]), int(match[2] or 0), match[3]
    if of == "100" or (whole > TEN and of is None):
        return Valid(str(whole)) if 1 <= whole <= BEST and not tenth else Invalid("score-unreadable")
    points = TEN * whole + tenth
    if not 1 <= points <= BEST:
        return Invalid("score-unreadable")
    return Valid(str(points)) if of else Doubtful(str(points), "score-of-ten", {"score": points})


def reason(view: View, raw: str) -> Answer:
    """What the author is to read; where it may be meant for the bot, that is asked."""
    answer = validators.reason(raw)
    if not isinstance(answer, Valid) or not may_be_none(answer.value):
        return answer
    return Doubtful(answer.value, "select-reason-meant", {"reason": answer.value})


def _is(*verbs: str) -> "partial[bool]":
    return partial(_is_one_of, verbs)


def _is_one_of(verbs: tuple[str, ...], view: View) -> bool:
    return view.context["verb"] in verbs


def _named(view: View) -> Mapping[str, Arg]:
    return {"code": codes.shown(view.context["code"])}


def _ready(names: tuple[str, ...], view: View) -> tuple[Option, ...]:
    return tuple(Option(name, Text(f"select-reason-{name}")) for name in names)


def _phrased(step: str, view: View, value: str) -> Reply:
    return Reply({step: view.facts.phrase(Text(f"select-reason-{value}"))})


def _finished(view: View) -> tuple[Effect | Remember, ...]:
    code, node = view.context["code"], int(view.context["organisation"])
    subject = next((one for one in view.facts.subjects if one.submission.code == code), None)
    if subject is None or node not in view.facts.scopes(Role.STAFF) or not rights.may_see(view.facts, subject):
        return (Say("no-such-code", {"code": codes.shown(code)}),)
    if (refused := obstacle(view, subject)) is not None:
        return (Say(refused.key, refused.args),)
    known = made_by(view.facts, code, node)
    if known is None:
        is_new = view.context["verb"] == "select"
        return _selected(view, subject, node) if is_new else (Say("select-gone", {"code": codes.shown(code)}),)
    if view.context["verb"] == "select":
        return Say("select-already"), card(view, subject, known)
    return _changed(view, subject, known) if known.forwarded_at is None else (card(view, subject, known),)


def _about(view: View, subject: Subject, node: int) -> dict[str, Arg]:
    code, title = subject.submission.code, subject.submission.answers["title"]
    return {"code": codes.shown(code), "title": title, "place": view.facts.directory.label(node)}


def _selected(view: View, subject: Subject, node: int) -> tuple[Effect, ...]:
    code, points, why = subject.submission.code, int(view.answers["score"]), view.answers["reason"]
    about = _about(view, subject, node)
    return (
        Select(code, node, points, why, view.context["by"]),
        Tell(AuthorOf(code), Say("author-selected", {**about, "reason": why})),
        Say("selected", {**about, "score": points}, buttons(node)),
    )


def _changed(view: View, subject: Subject, known: Selection) -> tuple[Effect, ...]:
    """Another score or reason, or none any more; the author hears of what stands in what they have read."""
    code, node, by = known.code, known.organisation_id, view.context["by"]
    about = _about(view, subject, node)
    if view.context["verb"] == "unselect":
        why = view.answers["why"]
        return (
            Unselect(code, node, why),
            Tell(AuthorOf(code), Say("author-unselected", {**about, "reason": why})),
            Say("unselected", about, buttons(node)),
        )
    points, why = int(view.answers["score"]), view.answers["reason"]
    told = (Tell(AuthorOf(code), Say("author-selected-again", {**about, "reason": why})),)
    return (
        Select(code, node, points, why, by, is_change=True),
        *(told if why != known.reason else ()),
        Say("selected", {**about, "score": points}, buttons(node)),
    )


def _count(view: View) -> int:
    return view.facts.to_forward.get(int(view.context["organisation"]), 0)


def _asked(view: View) -> Mapping[str, Arg]:
    directory, node = view.facts.directory, int(view.context["organisation"])
    above = directory.ancestors(node)
    shown = directory.label(above[-1].id) if above else ""
    return {"count": _count(view), "above": shown, "place": directory.label(node)}


def _forwarded(view: View) -> tuple[Effect | Remember, ...]:
    node = int(view.context["organisation"])
    if view.answers["sure"] == "no":
        return (Say("forward-not"),)
    if node not in view.facts.scopes(Role.STAFF):
        return (Say("place-not-in-scope"),)
    return (ForwardSelected(node),) if _count(view) else (Say("forward-none", {}, buttons(node)),)


SELECTING = Flow(
    "selecting",
    (
        Step("score", "ask-score", score, when=_is("select", "change"), is_listed=False, args=_named,
             help="help-score"),
        Step("reason", "ask-select-reason", in_any_font(reason), partial(_ready, REASONS), _is("select", "change"),
             on_option=partial(_phrased, "reason"), is_listed=False, args=_named, takes_prose=True, is_final=True,
             help="help-select-reason"),
        Step("why", "ask-unselect-reason", in_any_font(reason), partial(_ready, WHY_NOT), _is("unselect"),
             on_option=partial(_phrased, "why"), is_listed=False, args=_named, takes_prose=True, is_final=True,
             help="help-select-reason"),
    ),
    _finished,
    cancelled="select-stopped",
)  # fmt: skip
FORWARDING = Flow(
    "forwarding",
    (
        Step("sure", "ask-forward", yes_means("yes", "no"), is_listed=False, args=_asked,
             options=lambda view: (Option("yes", Text("option-forward")), Option("no", Text("option-not-forward")))),
    ),
    _forwarded,
    cancelled="forward-not",
)  # fmt: skip
