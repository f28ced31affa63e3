"""What staff are asked who choose an outstanding initiative, take the choice back, or hand on what was chosen."""

from collections.abc import Callable, Mapping
from functools import partial

import regex

from conversations import codes, rights, validators, wording
from conversations.answers import Doubtful, Invalid, Valid
from conversations.calls import run_button
from conversations.converting import in_any_font
from conversations.directory import Directory
from conversations.district_effects import ForwardSelected, Select, Unselect
from conversations.domain import ANONYMOUS, Role
from conversations.effects import Arg, AuthorOf, Button, Effect, Say, Tell, Text
from conversations.facts import Facts, Selection, Subject
from conversations.flows.decision import is_about, may_be_none
from conversations.flows.report import report_action
from conversations.report_effects import SELECTION, ReportView
from conversations.steps import Answer, Flow, Option, Remember, Reply, Step, View, always_offered, yes_means
from conversations.text import fold, one_line

BEST, TEN = 100, 10  # points; how who scores up to ten is understood is asked
MOST_WORDS = 5  # of what may be meant for the bot; a reason has more
MOST_TYPED = 2000  # characters of a score with its reason
MOST_FORWARDED = 100  # in one transaction: each has an author who is told
NAMED = "named"  # how many were to be handed on when it was asked
REASONS, WHY_NOT = ("benefit", "spread", "new", "safety"), ("stronger", "twice", "figures")
_POINTS = regex.compile(
    r"(?:(?:chấm|cham|cho|điểm|diem)\s+)?(\d{1,3})(?:[,.](\d))?(?:\s*/\s*(10|100))?(?![,.]?\d)\s*(?:(?:điểm|diem|đ|points?)(?!\w))?",
    regex.I,
)
_BEFORE_REASON = regex.compile(r"\A[\s,;:.!–—-]*(?:(?:lý do|ly do|vì|reason)\s*:[\s]*)?")
_COURTEOUS = frozenset(map(fold, ("nhé", "ạ", "nha", "thôi")))
# How somebody begins who means the bot, and no author: commands that are half remembered.
_MEANT_FOR_US = frozenset(
    map(fold, ("chọn", "bỏ chọn", "gửi", "sửa", "tiêu biểu", "sáng kiến tiêu biểu", "không biết", "giữ nguyên"))
)


def buttons(node: int) -> tuple[Button, ...]:
    """From one choice to the next, and to all that are made."""
    return tuple(
        Button(Text(f"button-report-{view}"), report_action(view, node=node, command=SELECTION))
        for view in (ReportView.CANDIDATES, ReportView.CHOSEN)
    )


def reason_shown(reason: str) -> Arg:
    """It went when its author became anonymous: it may have named them."""
    return reason or Text("select-reason-gone")


def above(directory: Directory, node: int) -> int | None:
    """Who is handed on to."""
    known = directory.get(node)
    return known.parent_id if known is not None else None


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
        "reason": reason_shown(selection.reason),
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
    if submission.answers["full_name"] == ANONYMOUS:
        return Text("select-anonymous", {"code": codes.shown(submission.code)})
    if not submission.is_valid:
        return Text("select-not-valid", {"code": codes.shown(submission.code)})
    return None


def score(view: View, raw: str) -> Answer:
    """Points from 1 to 100, and the reason if it stands behind them; what looks like points of ten is asked about.

    Points with a reason are asked about, too: "20 triệu đồng mỗi năm" begins with none.
    """
    match = _POINTS.match(raw[:MOST_TYPED].strip())
    points = _points(match) if match is not None else Invalid("score-unreadable")
    why = _BEFORE_REASON.sub("", raw[:MOST_TYPED].strip()[match.end() :]) if match is not None else ""
    if isinstance(points, Invalid) or not why or fold(why) in _COURTEOUS:
        return points
    read = _PRAISE(view, why)
    if not isinstance(read, Valid | Doubtful):
        return read
    shown: dict[str, str | int] = {
        "code": codes.shown(view.context.get("code", "")), "score": int(points.value), "reason": read.value,
    }  # fmt: skip
    return Doubtful(points.value, "select-all-meant", shown, also={"reason": read.value})


def _points(match: regex.Match[str]) -> Valid | Doubtful | Invalid:
    whole, tenth, of = int(match[1]), int(match[2] or 0), match[3]
    if of == "100" or (whole > TEN and of is None):
        return Valid(str(whole)) if 1 <= whole <= BEST and not tenth else Invalid("score-unreadable")
    points = TEN * whole + tenth
    if not 1 <= points <= BEST:
        return Invalid("score-unreadable")
    return Valid(str(points)) if of else Doubtful(str(points), "score-of-ten", {"score": points})


def reason(view: View, raw: str) -> Answer:
    """What the author is to read, in one line; where it may be meant for the bot, that is asked."""
    answer = validators.reason(raw)
    if not isinstance(answer, Valid):
        return answer
    said = one_line(answer.value)
    if may_be_none(said) or wording.spoken(said) is not None or _is_meant_for_us(said):
        return Doubtful(said, "select-reason-meant", {"reason": said})
    return Valid(said)


def praise(view: View, raw: str) -> Answer:
    """`reason` of a choice, with examples of its own where it cannot be read."""
    answer = reason(view, raw)
    return Invalid(f"select-{answer.key}", answer.args) if isinstance(answer, Invalid) else answer


_PRAISE = in_any_font(praise)


def _is_meant_for_us(said: str) -> bool:
    words = said.split()
    begins = (fold(" ".join(words[:size])) in _MEANT_FOR_US for size in range(1, 5))
    return len(words) <= MOST_WORDS and any(begins)


def _named(view: View) -> Mapping[str, Arg]:
    return {"code": codes.shown(view.context["code"])}


def _ready(*names: str) -> Callable[[View], tuple[Option, ...]]:
    return always_offered(*(Option(name, Text(f"select-reason-{name}")) for name in names))


def _phrased(step: str, view: View, value: str) -> Reply:
    return Reply({step: view.facts.phrase(Text(f"select-reason-{value}"))})


def _finished(view: View) -> tuple[Effect | Remember, ...]:
    code, node = view.context["code"], int(view.context["organisation"])
    subject = next((one for one in view.facts.subjects if one.submission.code == code), None)
    if node not in view.facts.scopes(Role.STAFF):
        return (Say("decide-not-yours"),)
    if subject is None or not rights.may_see(view.facts, subject):
        return (Say("no-such-code", {"code": codes.shown(code)}),)
    known = made_by(view.facts, code, node)
    if (known is None or subject.is_own) and (refused := obstacle(view, subject)) is not None:
        return (Say(refused.key, refused.args),)
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
    is_told = why != known.reason
    told = (Tell(AuthorOf(code), Say("author-selected-again", {**about, "reason": why})),)
    said = {**about, "score": points, "told": "yes" if is_told else "no"}
    return (
        Select(code, node, points, why, by, is_change=True),
        *(told if is_told else ()),
        Say("selection-changed", said, buttons(node)),
    )


def _count(view: View) -> int:
    return view.facts.to_forward.get(int(view.context["organisation"]), 0)


def _asked(view: View) -> Mapping[str, Arg]:
    directory, node = view.facts.directory, int(view.context["organisation"])
    to, count = above(directory, node), _count(view)
    shown = directory.label(to) if to is not None else ""
    left = max(count - MOST_FORWARDED, 0)
    return {"count": count - left, "left": left, "above": shown, "place": directory.label(node)}


def _answered(view: View, value: str) -> Reply:
    """A yes is for as many as were named: a colleague may have chosen more meanwhile."""
    count = str(_count(view))
    if value == "yes" and count not in (view.answers.get(NAMED, view.context[NAMED]), "0"):
        return Reply({NAMED: count}, (Say("forward-changed"),), asks="sure")
    return Reply({"sure": value})


def _forwarded(view: View) -> tuple[Effect | Remember, ...]:
    node = int(view.context["organisation"])
    if view.answers["sure"] == "no":
        return (Say("forward-not"),)
    if node not in view.facts.scopes(Role.STAFF):
        return (Say("place-not-in-scope"),)
    if above(view.facts.directory, node) is None:
        return (Say("forward-nobody-above"),)
    return (ForwardSelected(node),) if _count(view) else (Say("forward-none", {}, buttons(node)),)


SELECTING = Flow(
    "selecting",
    (
        Step("score", "ask-score", score, when=is_about("select", "change"), args=_named, is_final=True,
             help="help-score"),
        Step("reason", "ask-select-reason", _PRAISE, _ready(*REASONS), is_about("select", "change"),
             on_option=partial(_phrased, "reason"), args=_named, takes_prose=True, is_final=True,
             help="help-select-reason"),
        Step("why", "ask-unselect-reason", in_any_font(reason), _ready(*WHY_NOT), is_about("unselect"),
             on_option=partial(_phrased, "why"), is_listed=False, args=_named, takes_prose=True, is_final=True,
             help="help-select-reason"),
    ),
    _finished,
    cancelled="select-stopped",
)  # fmt: skip
FORWARDING = Flow(
    "forwarding",
    (
        Step("sure", "ask-forward", yes_means("yes", "no"), is_listed=False, args=_asked, on_answer=_answered,
             options=lambda view: (Option("yes", Text("option-forward")), Option("no", Text("option-not-forward")))),
    ),
    _forwarded,
    cancelled="forward-not",
)  # fmt: skip
