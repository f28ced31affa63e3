"""What a decider is asked after the tap on a card: the employer's agreement, or what to change, and why."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from conversations import actions, cards, codes, rights, validators, wording
from conversations.answers import Doubtful, Valid
from conversations.converting import in_any_font
from conversations.domain import Agreement, Decision, Status, Submission
from conversations.effects import AddAgreement, Arg, AuthorOf, Button, Decide, Effect, Say, Tell, Text
from conversations.facts import Subject
from conversations.flows.revision import ASKABLE
from conversations.steps import Answer, Flow, Option, Remember, Reply, Start, Step, View, only_options
from conversations.text import count

REASONS = {
    "request_changes": ("unclear", "no-result", "wrong-unit", "more-figures"),
    "reject": ("duplicate", "not-applied", "not-initiative", "not-our-union"),
}
LISTED = 20  # codes named in one sentence
SHORT_REASON = 8  # characters: "xem lại" says little
# How somebody begins who decides otherwise, or not yet. Without marks some of it is how reasons begin, too.
_NO_REASON = re.compile(r"(?:duyệt|xác nhận|từ chối|hoàn tác|khoan|thôi|để|chờ|đợi)\b")
_NO_REASON_BARE = re.compile(
    r"(?:duyet|xac nhan|tu choi|hoan tac|khoan|thoi(?! gian)|de(?! nghi)|cho(?! biet)|doi(?! tuong))\b"
)


def start(verb: str, subjects: tuple[Subject, ...], by_name: str, *, is_pulled: bool = False) -> Start:
    """Answers and context of a run about *subjects* (one, or several to confirm together).

    is_pulled: they come from the queue of /duyet, which goes on with the next one.
    """
    return Start(context={
        "verb": verb,
        "codes": ",".join(s.submission.code for s in subjects),
        "revisions": ",".join(str(s.submission.revision) for s in subjects),
        "by": by_name,
        **({"pulled": "yes"} if is_pulled else {}),
    })  # fmt: skip


def is_about(*verbs: str) -> Callable[[View], bool]:
    """A step that is met where the run is about one of these."""
    return lambda view: view.context["verb"] in verbs


def _has_agreement(view: View) -> bool:
    return view.context["verb"] == "agreement" or view.answers.get("agreed") == "yes"


def _named(view: View) -> Mapping[str, str | int]:
    listed = view.context["codes"].split(",")
    shown = ", ".join(codes.shown(code) for code in listed[:LISTED])
    return {"codes": shown + (" …" if len(listed) > LISTED else ""), "count": len(listed)}


def _agreed(view: View, raw: str) -> Answer:
    """A mere no answers the question, and the verb again says nothing of the employer: neither decides by itself."""
    said = validators.yes_or_no(raw)
    if said == Valid("no") or wording.verdict(raw) == ("confirm", ""):
        return Doubtful("not_yet", "agreed-not-yet-meant", _named(view))
    return Valid("yes") if isinstance(said, Valid) else only_options(view, raw)


def _today(view: View) -> tuple[Option, ...]:
    return (Option(view.today.isoformat(), Text("option-today")),)


def _date(view: View, raw: str) -> Answer:
    return validators.past_date(raw, view.today)


def _askable(view: View) -> tuple[Option, ...]:
    names = [name for name in ASKABLE if name != "attachments" or view.facts.attachments.most]
    known = tuple(Option(name, Text(f"line-{name.replace('_', '-')}")) for name in names)
    return (*known, Option("done", Text("option-done"), is_pinned=True))


def _reasons(view: View) -> tuple[Option, ...]:
    return tuple(Option(name, Text(f"reason-{name}")) for name in REASONS.get(view.context["verb"], ()))


def _reason(view: View, raw: str) -> Answer:
    """What the author is to read; where it may be meant for the bot, that is asked: it goes out at once, for good."""
    answer = validators.reason(raw)
    if not isinstance(answer, Valid) or not may_be_none(answer.value):
        return answer
    shown = {**_named(view), "reason": answer.value, "verb": view.context["verb"]}
    return Doubtful(answer.value, "reason-meant", shown)


def may_be_none(reason: str) -> bool:
    """Whether a reason sounds as if it was none: meant for the bot, or too short to tell anything."""
    said = " ".join(reason.casefold().split())
    begins = (_NO_REASON_BARE if said.isascii() else _NO_REASON).match(said)
    return begins is not None or " " not in said or count(said) < SHORT_REASON


def _ready_reason(view: View, value: str) -> Reply:
    return Reply({"reason": view.facts.phrase(Text(f"reason-{value}"))})


def _agreement(view: View) -> Agreement | None:
    if not _has_agreement(view):
        return None
    name, _, position = view.answers["employer"].partition("|")
    return Agreement(name, position, date.fromisoformat(view.answers["agreed_on"]))


def _decided(view: View) -> tuple[Effect | Remember, ...]:
    by_code = {s.submission.code: s for s in view.facts.subjects}
    effects: list[Effect | Remember] = []
    done: list[Submission] = []
    for code, revision in zip(view.context["codes"].split(","), view.context["revisions"].split(","), strict=True):
        subject = by_code.get(code)
        if subject is None:
            effects.append(Say("no-such-code", {"code": codes.shown(code)}))
        elif obstacle := _obstacle(view, subject, int(revision)):
            effects += obstacle
        else:
            effects += _effects(view, subject.submission)
            done.append(subject.submission)
    if done:
        said: dict[str, Arg] = {"codes": ", ".join(codes.shown(one.code) for one in done), "count": len(done)}
        key = f"decided-{view.context['verb'].replace('_', '-')}"
        effects += _going_on(view, Text(key, said), done) if "pulled" in view.context else (
            Say(key, said, _next(view, done)),
        )  # fmt: skip
    return tuple(effects)


def _going_on(view: View, said: Text, done: Sequence[Submission]) -> tuple[Effect | Remember, ...]:
    """What was decided, how many wait still, and the next of them, unless there is none."""
    codes_done = {one.code for one in done}
    left = [s.submission for s in view.facts.pending if s.submission.code not in codes_done]
    buttons = _agreement_button(view, done)
    if not left:
        return (Say("queue-over", {"said": said}, buttons),)
    decided = sum(s.submission.code in codes_done for s in view.facts.pending)
    more: dict[str, Arg] = {"said": said, "count": max(len(left), view.facts.pending_count - decided)}
    return Say("queue-goes-on", more, buttons), cards.decision_card(view, left[0]), Remember(shown=left[0].code)


def _next(view: View, done: Sequence[Submission]) -> tuple[Button, ...]:
    """What to do now: add the agreement that the only one decided on still lacks, or go on with the queue."""
    more = Button(Text("button-next-waiting"), actions.encode(actions.Run("duyet", "")))
    return (*_agreement_button(view, done), more)


def _agreement_button(view: View, done: Sequence[Submission]) -> tuple[Button, ...]:
    if view.context["verb"] != "confirm" or _has_agreement(view) or len(done) > 1:
        return ()
    return cards.agreement_button(done[0].code, done[0].revision + 1)


def _obstacle(view: View, subject: Subject, revision: int) -> tuple[Say, ...]:
    """Why this decision cannot be recorded any more; nothing if it can."""
    submission = subject.submission
    if refused := rights.refusal(view.facts, subject):
        return (Say(refused.key, refused.args),)
    if not is_due(view.context["verb"], submission):
        return not_due(view, submission)
    if submission.revision != revision:
        return (Say("card-outdated"), cards.decision_card(view, submission))
    return ()


def is_due(verb: str, submission: Submission) -> bool:
    """Whether this can still be said of the submission."""
    if verb == "agreement":
        return submission.status is Status.CONFIRMED and submission.agreement is None
    return submission.status is Status.SUBMITTED


def not_due(view: View, submission: Submission) -> tuple[Say, ...]:
    """What became of it, for whoever came second, and what can be added still; or its card, if that comes first."""
    code = codes.shown(submission.code)
    if submission.status is Status.SUBMITTED:
        return Say("agreement-after-confirming", {"code": code}), cards.decision_card(view, submission)
    args: dict[str, Arg] = {"code": code, "status": cards.status_shown(view, submission)}
    lacks = is_due("agreement", submission)
    add = cards.agreement_button(submission.code, submission.revision) if lacks else ()
    return (Say("already-decided", args, add),)


def _effects(view: View, submission: Submission) -> tuple[Effect, ...]:
    code, by, verb = submission.code, view.context["by"], view.context["verb"]
    agreement = _agreement(view)
    about = {
        "code": codes.shown(code),
        "title": submission.answers["title"],
        "by": by,
        "reason": view.answers.get("reason", ""),
    }
    if verb == "agreement" and agreement is not None:
        note = Say("author-agreement", {**about, "agreement": cards.agreement_shown(agreement)})
        return (AddAgreement(code, submission.revision, agreement), Tell(AuthorOf(code), note))
    asked = tuple(view.answers.get("asked", "").split(",")) if verb == "request_changes" else ()
    decision = Decision(verb)
    return (
        Decide(code, submission.revision, decision, by, view.answers.get("reason"), asked, agreement),
        cards.closing(
            code,
            Text(f"card-{verb.replace('_', '-')}", {"by": by, "at": cards.moment(view.facts.campaign, view.at)}),
        ),
        Tell(AuthorOf(code), _news(view, submission, verb, about, agreement)),
    )


def _news(view: View, submission: Submission, verb: str, about: dict[str, str], agreement: Agreement | None) -> Say:
    if verb == "confirm":
        key = "author-confirmed-valid" if agreement else "author-confirmed"
        return Say(key, about, (Button(Text("button-submit-another"), actions.encode(actions.Run("nop", ""))),))
    if verb == "reject":
        return Say("author-rejected", about)
    lines = tuple(Text(f"line-{name.replace('_', '-')}") for name in view.answers["asked"].split(","))
    fix = Button(Text("button-fix-now"), actions.encode(actions.Run("sua", submission.code)))
    return Say("author-changes", {**about, "lines": lines}, (fix,))


DECISION = Flow(
    "decision",
    (
        Step("agreed", "ask-agreed", _agreed, when=is_about("confirm"), is_listed=False, args=_named,
             help="help-agreement", reads_first=True, is_final=True,
             options=lambda view: (Option("yes", Text("option-agreed")), Option("not_yet", Text("option-not-agreed")))),
        Step("employer", "ask-employer", read=lambda view, raw: validators.person_and_position(raw),
             when=_has_agreement, is_listed=False, takes_prose=True, help="help-agreement"),
        Step("agreed_on", "ask-agreed-on", _date, _today, _has_agreement, is_listed=False),
        Step("asked", "ask-what-to-change", options=_askable, when=is_about("request_changes"), takes_several=True,
             is_listed=False, args=_named, help="help-what-to-change"),
        Step("reason", "ask-reason", in_any_font(_reason), _reasons, is_about("request_changes", "reject"),
             on_option=_ready_reason, is_listed=False, args=_named, takes_prose=True, is_final=True,
             help="help-reason"),
    ),
    _decided,
    cancelled="decision-cancelled",
)  # fmt: skip
