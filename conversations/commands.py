"""What each command does. Rights are asked in engine.py before anything here runs, and again by each flow's end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from conversations import actions, cards, codes, dialogue, rights
from conversations.answers import Invalid
from conversations.dialogue import Turn
from conversations.domain import Role, Status
from conversations.effects import (
    Arg,
    Button,
    Effect,
    LinkKind,
    RemindUnions,
    RequestErasure,
    Say,
    SendReport,
    Text,
)  # fmt: skip
from conversations.facts import Facts, Link
from conversations.flows.administration import INTRODUCTION, INVITATION, QR
from conversations.flows.report import parse_report
from conversations.flows.revision import REVISION, WITHDRAWAL
from conversations.flows.revision import start as revision_start
from conversations.flows.submission import NOTICE_VERSION, PROFILE_KEYS, SUBMISSION, workplace_answers
from conversations.state import State
from conversations.steps import View

LISTED = 8  # own submissions in one message
QUEUED = 20  # waiting ones in one message; only what was shown can be meant by a number


@dataclass(frozen=True, slots=True)
class Call:
    """A command with all it may look at."""

    state: State
    facts: Facts
    at: datetime
    argument: str = ""

    @property
    def view(self) -> View:
        """For the functions that draw cards."""
        return View({}, {}, self.facts, self.at)

    def says(self, *effects: Effect) -> Turn:
        """An answer that changes nothing."""
        return Turn(self.state, effects)


def run_button(command: str, argument: str = "", key: str = "") -> Button:
    """A button that runs a command."""
    return Button(Text(key or f"button-{command}"), actions.encode(actions.Run(command, argument)))


def menu(call: Call, *before: Effect) -> Turn:
    """What this person can do, as buttons."""
    commands = [
        c for c in ("nop", "theodoi", "duyet", "report", "moi", "qr", "huongdan") if rights.may_run(c, call.facts)
    ]
    if call.state.frame("submission"):
        commands = ["tieptuc", *commands[1:]]
    args: dict[str, Arg] = {"name": call.facts.campaign.name, "waiting": call.facts.pending_count}
    key = "menu-waiting" if call.facts.pending_count else "menu"
    return call.says(*before, Say(key, args, tuple(run_button(c) for c in commands)))


def start(call: Call) -> Turn:
    """/start, with or without a code: the front door."""
    if call.argument:
        return open_link(call)
    if call.state.frame("submission"):
        return resume(call)
    if call.facts.grants or call.facts.own:
        return menu(call)
    return submit(call)


def open_link(call: Call) -> Turn:
    """A code from a poster or an invitation; a receipt shows its submission."""
    link = call.facts.link
    if link is None and call.facts.subjects:
        return track(call)
    if link is None or not link.is_usable:
        return call.says(Say("link-unusable" if link is None else "link-used"))
    return _invited(call, link) if link.kind is LinkKind.INVITATION else submit(call)


def _invited(call: Call, link: Link) -> Turn:
    if any(g.role is link.role and g.organisation_id == link.organisation_id for g in call.facts.grants):
        return menu(call, Say("invitation-held-already"))
    context = {
        "link": link.code,
        "role": (link.role or Role.EXECUTIVE).value,
        "organisation": str(link.organisation_id),
    }
    return dialogue.begin(call.state, INTRODUCTION, call.facts, call.at, context=context)


def submit(call: Call) -> Turn:
    """/nop: begin, or go on with the draft; personal answers are reused."""
    link = call.facts.link if call.facts.link and call.facts.link.kind is LinkKind.WORKPLACE else None
    draft = call.state.frame("submission")
    if draft is not None and (link is None or "union" in draft.answers):
        return resume(call)
    if not call.facts.campaign.is_open(call.at):
        return call.says(cards.closed_or_not_yet(call.view, has_draft=False))
    answers = dict(draft.answers) if draft else _remembered(call)
    context: dict[str, str] = {}
    if link is not None and answers.get("union") != str(link.organisation_id):
        answers = {
            k: v for k, v in answers.items() if k not in ("province", "federation", "union", "union_name", "block")
        }
        context = {"organisation": str(link.organisation_id)}
    return dialogue.begin(call.state, SUBMISSION, call.facts, call.at, answers=answers, context=context)


def _remembered(call: Call) -> dict[str, str]:
    """Personal answers of the last submission; a new notice and a workplace that was closed are asked again."""
    if call.state.consent != NOTICE_VERSION:
        return {}
    consent, profile = {"consent": NOTICE_VERSION}, call.state.profile
    if "id_number" not in profile:
        return consent
    known = {key: profile[key] for key in PROFILE_KEYS if key in profile}
    union = call.facts.directory.get(int(known["union"])) if "union" in known else None
    if union is None or not union.is_active:
        return consent | {key: known[key] for key in ("full_name", "id_number", "phone")}
    return consent | known | dict(workplace_answers(call.view, union.id))


def resume(call: Call) -> Turn:
    """Bring the draft to the top and ask its step again."""
    draft = call.state.frame("submission")
    if draft is None:
        return menu(call)
    others = tuple(frame for frame in call.state.frames if frame is not draft)
    state = replace(call.state, frames=(*others, draft))
    run = dialogue.Run(state, SUBMISSION, draft, call.facts, call.at)
    return dialogue.ask(run, before=(Say("draft-resumed"),) if draft.answers else ())


def track(call: Call) -> Turn:
    """/theodoi: own initiatives, or one of them by its code."""
    page = _page(call.argument)
    if page is None or call.facts.subjects:
        return _track_one(call)
    own = call.facts.own[(page - 1) * LISTED : page * LISTED]
    if not own:
        return call.says(Say("nothing-filed", {}, (run_button("nop"),)))
    lines = tuple(
        Text(
            "track-line",
            {
                "code": codes.shown(s.code),
                "title": s.answers["title"],
                "status": cards.status_shown(call.view, s),
            },
        )
        for s in own
    )
    buttons = tuple(
        Button(Text("button-code", {"code": codes.shown(s.code)}), actions.encode(actions.Run("theodoi", s.code)))
        for s in own
    )
    if len(call.facts.own) > page * LISTED:
        buttons += (run_button("theodoi", f"p{page + 1}", "button-more"),)
    return call.says(Say("tracked", {"count": len(call.facts.own), "lines": lines}, buttons))


def _page(argument: str) -> int | None:
    """1 for no argument, n for "pn", None for anything else (a code)."""
    number = argument.removeprefix("p")
    if not argument:
        return 1
    return int(number) if number.isascii() and number.isdigit() and len(number) < 3 and int(number) else None


def _track_one(call: Call) -> Turn:
    subject = next((s for s in call.facts.subjects if s.is_own), None)
    if subject is None:
        return call.says(Say("no-such-code", {"code": call.argument[:20]}))
    submission = subject.submission
    buttons: tuple[Button, ...] = ()
    if submission.status is Status.CHANGES_REQUESTED:
        buttons = (run_button("sua", submission.code, "button-fix-now"),)
    if submission.status in (Status.SUBMITTED, Status.CHANGES_REQUESTED):
        buttons += (run_button("rut", submission.code),)
    args: dict[str, Arg] = {
        "code": codes.shown(submission.code),
        "status": cards.status_shown(call.view, submission),
        "lines": cards.lines(call.view, submission.answers, cards.LISTED, {}),
    }
    return call.says(Say("track-card", args, (*buttons, run_button("nop", "", "button-submit-another"))))


def fix(call: Call) -> Turn:
    """Change what an executive asked for."""
    subject = next((s for s in call.facts.subjects if s.is_own), None)
    if subject is None or subject.submission.status is not Status.CHANGES_REQUESTED:
        return call.says(Say("revision-gone"))
    return dialogue.begin(call.state, REVISION, call.facts, call.at, **revision_start(subject.submission))


def withdraw(call: Call) -> Turn:
    """Take an own initiative back, after asking."""
    subject = next((s for s in call.facts.subjects if s.is_own), None)
    if subject is None:
        return call.says(Say("no-such-code", {"code": call.argument[:20]}))
    return dialogue.begin(call.state, WITHDRAWAL, call.facts, call.at, context={"code": subject.submission.code})


def review(call: Call) -> Turn:
    """/duyet without a code: the numbered list of what waits, and the first card."""
    pending = call.facts.pending
    if not pending:
        return call.says(Say("nothing-waiting"))
    shown = pending[:QUEUED]
    state = replace(call.state, queue=tuple(s.submission.code for s in shown))
    effects: list[Effect] = []
    if len(pending) > 1:
        lines = tuple(
            Text("queue-line", {"n": n, "code": codes.shown(s.submission.code), "title": s.submission.answers["title"],
                                "name": s.submission.answers["full_name"]})
            for n, s in enumerate(shown, start=1)
        )  # fmt: skip
        effects.append(Say("queue", {"count": call.facts.pending_count, "shown": len(lines), "lines": lines}))
    return Turn(state, (*effects, cards.decision_card(call.view, pending[0].submission)))


def report(call: Call) -> Turn:
    """/report: a view of the own scope; the words after the command choose and filter."""
    words = parse_report(call.argument, call.view.today)
    if isinstance(words, Invalid):
        return call.says(Say(words.key, words.args))
    return call.says(SendReport(words.view, call.facts.scopes(Role.STAFF), words.filter, words.page))


def remind(call: Call) -> Turn:
    """Tell the executives of every CĐCS without an initiative."""
    return call.says(RemindUnions(call.facts.scopes(Role.STAFF)), Say("reminders-sent"))


def invite(call: Call) -> Turn:
    """/moi: a one-time link for a role at a node of the own scope."""
    return dialogue.begin(call.state, INVITATION, call.facts, call.at)


def qr(call: Call) -> Turn:
    """/qr: the picture of the only own CĐCS, or of a chosen one."""
    own = call.facts.scopes(Role.EXECUTIVE)
    answers = {"organisation": str(own[0])} if len(own) == 1 and not call.facts.scopes(Role.STAFF) else {}
    return dialogue.begin(call.state, QR, call.facts, call.at, answers=answers)


def guide(call: Call) -> Turn:
    """/huongdan: how it works, for the roles this person has."""
    keys = ["guide-worker"]
    keys += ["guide-executive"] if call.facts.scopes(Role.EXECUTIVE) else []
    keys += ["guide-staff"] if call.facts.scopes(Role.STAFF) else []
    campaign = call.facts.campaign
    args: dict[str, Arg] = {
        "name": campaign.name,
        "opens": cards.moment(campaign, campaign.opens),
        "closes": cards.deadline(campaign, campaign.closes),
        "limit": campaign.description_limit,
    }
    return menu(call, *(Say(key, args) for key in keys))


def support(call: Call) -> Turn:
    """/hotro: whom to ask."""
    return call.says(Say("support", {"name": call.facts.campaign.name}))


def my_data(call: Call) -> Turn:
    """/dulieu: what is stored, masked, and what the person may do about it."""
    profile = call.state.profile
    lines = cards.lines(
        call.view, profile, ("full_name", "id_number", "phone", "federation", "union", "union_name"), {}
    )
    args: dict[str, Arg] = {"lines": lines or (Text("nothing-stored"),), "count": len(call.facts.own)}
    return call.says(Say("my-data", args, (run_button("quen"), run_button("xoa"))))


def forget(call: Call) -> Turn:
    """Drop drafts and remembered personal data; what was filed stays."""
    return Turn(State(serial=call.state.serial + 1), (Say("forgotten"),))


def erase(call: Call) -> Turn:
    """Open a dated request to delete what was filed."""
    if call.facts.open_erasure:
        return call.says(Say("erasure-open-already"))
    return call.says(RequestErasure(), Say("erasure-requested"))


def cancel(call: Call) -> Turn:
    """/huy with nothing open (engine.py cancels an open run)."""
    return menu(call, Say("nothing-to-cancel"))


COMMANDS: dict[str, Callable[[Call], Turn]] = {
    "start": start, "nop": submit, "tieptuc": resume, "theodoi": track, "sua": fix, "rut": withdraw, "duyet": review,
    "report": report, "nhac": remind, "moi": invite, "qr": qr, "huongdan": guide, "hotro": support, "dulieu": my_data,
    "quen": forget, "xoa": erase, "huy": cancel,
}  # fmt: skip
