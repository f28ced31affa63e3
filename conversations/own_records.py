"""What a person may see and do about the own initiatives and data. Own is what this very account filed: an
identity number can be typed by anybody who knows it."""

from collections.abc import Sequence

from conversations import actions, cards, codes, dialogue, rights
from conversations.calls import Call, run_button
from conversations.dialogue import Turn
from conversations.domain import Status, Submission
from conversations.effects import Arg, Button, Say, Text
from conversations.flows.attaching import OPEN, TAKES_MORE
from conversations.flows.own_data import ERASURE, FORGETTING
from conversations.flows.revision import REVISION, WITHDRAWAL
from conversations.flows.revision import start as revision_start
from conversations.steps import Start

LISTED = 8  # own submissions in one message
ON_DATA = ("full_name", "id_number", "phone", "federation", "union", "union_name")


def track(call: Call) -> Turn:
    """/theodoi: own initiatives, a page of them ("p2"), or one by its code."""
    page = _page(call.argument)
    if page is None:
        return _track_one(call)
    own = call.facts.own
    if not own:
        return call.says(Say("nothing-filed", {}, (run_button("nop"),)))
    first = (page - 1) * LISTED if (page - 1) * LISTED < len(own) else 0
    shown = own[first : first + LISTED]
    buttons = _code_buttons("theodoi", shown)
    if len(own) > first + LISTED:
        buttons += (run_button("theodoi", f"p{first // LISTED + 2}", "button-more"),)
    return call.says(Say("tracked", {"count": len(own), "lines": tuple(_line(call, s) for s in shown)}, buttons))


def _page(argument: str) -> int | None:
    """1 for no argument, n for "pn", None for anything else (a code)."""
    number = argument.removeprefix("p")
    if not argument:
        return 1
    return int(number) if number.isascii() and number.isdigit() and len(number) < 3 and int(number) else None


def _line(call: Call, submission: Submission) -> Text:
    args: dict[str, Arg] = {
        "code": codes.shown(submission.code),
        "title": submission.answers["title"],
        "status": cards.status_shown(call.view, submission),
    }
    return Text("track-line", args)


def named(call: Call) -> tuple[Submission, ...]:
    """The submissions that the argument names, by the whole code or at least its first four symbols."""
    code = codes.tidy(call.argument)
    if len(code) < codes.SHORTEST:
        return ()
    return tuple(s.submission for s in call.facts.subjects if s.submission.code.startswith(code))


def _own(call: Call, *, for_author: bool = False) -> Submission | None:
    """The own one that the argument names; or one that the person acts for the author of."""
    acting = {one.submission.code for one in call.facts.subjects if for_author and one.acts_for_author}
    mine = (s for s in named(call) if s.author_id == call.facts.person_id or s.code in acting)
    return next(mine, None)


def _track_one(call: Call) -> Turn:
    submission = _own(call, for_author=True)
    if submission is None:
        return card(call)
    buttons: tuple[Button, ...] = ()
    if submission.status is Status.CHANGES_REQUESTED:
        buttons = (run_button("sua", submission.code, "button-fix-now"),)
    is_own = submission.author_id == call.facts.person_id
    if is_own and submission.status in OPEN:
        buttons += (run_button("rut", submission.code),)
    if is_own and submission.status in TAKES_MORE and submission.attached < call.facts.attachments.most:
        buttons += (run_button("kem", submission.code),)
    buttons += cards.files_button(submission) if is_own else ()
    args: dict[str, Arg] = {
        "code": codes.shown(submission.code),
        "status": cards.status_shown(call.view, submission),
        "lines": (*cards.record_lines(call.view, submission, cards.LISTED, {}), *cards.entered_line(submission),
                  *cards.attached_line(submission), *cards.selected_lines(call.view, submission)),
    }
    return call.says(Say("track-card", args, (*buttons, run_button("nop", "", "button-submit-another"))))


def card(call: Call) -> Turn:
    """Somebody else's submission: whoever may decide on it sees its card; to everybody else the code says nothing."""
    wanted = {submission.code for submission in named(call)}
    visible = [s for s in call.facts.subjects if s.submission.code in wanted and rights.may_see(call.facts, s)]
    if visible:
        return call.says(cards.decision_card(call.view, visible[0].submission))
    return call.says(Say("no-such-code", {"code": call.argument[:20]}))


def fix(call: Call) -> Turn:
    """/sua CODE: change what an executive asked for; without a code in the only one. What was begun goes on."""
    waiting = [] if call.argument else [one for one in call.facts.own if one.status is Status.CHANGES_REQUESTED]
    if len(waiting) > 1:
        return _which(call, "sua", waiting)
    submission = waiting[0] if waiting else _own(call, for_author=True)
    if submission is None or submission.status is not Status.CHANGES_REQUESTED:
        return call.says(Say("revision-gone"))
    start, begun = revision_start(submission), call.state.frame(REVISION.id)
    if begun and (begun.context["code"], begun.context["revision"]) == (submission.code, start.context["revision"]):
        run = dialogue.Run(call.state.raised(begun), REVISION, begun, call.facts, call.at)
        return dialogue.ask(run)
    before = (Say(REVISION.cancelled),) if begun else ()
    return dialogue.begin(call.state, REVISION, call.facts, call.at, start, before)


def withdraw(call: Call) -> Turn:
    """/rut CODE: take an own initiative back, after asking; without a code: which of them."""
    if not call.argument:
        return _withdraw_which(call)
    submission = _own(call)
    if submission is None:
        return call.says(Say("no-such-code", {"code": call.argument[:20]}))
    if submission.status not in OPEN:
        return call.says(Say("withdrawn-already" if submission.status is Status.WITHDRAWN else "withdraw-too-late"))
    start = Start(context={"code": submission.code})
    return dialogue.begin(call.state, WITHDRAWAL, call.facts, call.at, start)


def _withdraw_which(call: Call) -> Turn:
    open_ = [submission for submission in call.facts.own if submission.status in OPEN]
    return _which(call, "rut", open_) if open_ else call.says(Say("withdraw-nothing", {}, (run_button("theodoi"),)))


def _which(call: Call, command: str, submissions: Sequence[Submission]) -> Turn:
    shown = submissions[:LISTED]
    lines = tuple(_line(call, submission) for submission in shown)
    return call.says(Say(f"which-{command}", {"lines": lines}, _code_buttons(command, shown)))


def _code_buttons(command: str, submissions: Sequence[Submission]) -> tuple[Button, ...]:
    return tuple(
        Button(Text("button-code", {"code": codes.shown(s.code)}), actions.encode(actions.Run(command, s.code)))
        for s in submissions
    )


def my_data(call: Call) -> Turn:
    """/dulieu: what is stored, masked, and what the person may do about it."""
    is_asked_for = call.facts.open_erasure
    lines = cards.lines(call.view, call.state.profile, ON_DATA, {}) or (Text("nothing-stored"),)
    lines = (*lines, Text("erasure-is-open")) if is_asked_for else lines
    args: dict[str, Arg] = {"lines": lines, "count": len(call.facts.own), "entries": len(call.facts.entries)}
    buttons = (run_button("quen"),) if is_asked_for else (run_button("quen"), run_button("xoa"))
    return call.says(Say("my-data", args, buttons))


def forget(call: Call) -> Turn:
    """Drop drafts and remembered personal data, after asking; what was filed stays."""
    start = Start(context={"consent": call.state.consent} if call.state.consent else {})
    return dialogue.begin(call.state, FORGETTING, call.facts, call.at, start)


def erase(call: Call) -> Turn:
    """Open a dated request to delete what was filed, after asking."""
    if call.facts.open_erasure:
        return call.says(Say("erasure-open-already"))
    if not call.facts.own:
        return call.says(Say("nothing-to-erase", {}, (run_button("quen"),)))
    return dialogue.begin(call.state, ERASURE, call.facts, call.at)
