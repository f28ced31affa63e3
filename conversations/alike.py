"""Initiatives of one CĐCS that are nearly the same: when they are looked for, and how they are compared.

Nothing is refused for it. Whether there are any is known after a turn was decided: `asked` says of which texts that
turn speaks, the runner looks, and if something is found the turn is decided once more, knowing it.
"""

from collections.abc import Iterator, Mapping

from conversations import codes, rights
from conversations.calls import Call
from conversations.dialogue import Turn
from conversations.domain import CONCEALED
from conversations.effects import Effect, FileSubmission, Resubmit, Say, Text
from conversations.facts import Facts, Subject
from conversations.likeness import Alike, Asked, likeness, marked, pairs
from conversations.state import State

NOTHING_ALIKE = "compared-with-nothing"
# What would say more if there were anything alike.
_ABOUT_ONE = frozenset(("decision-card", "decision-card-changed", NOTHING_ALIKE))
_REVIEWED = frozenset(("submission", "revision", "entry"))  # forms whose last question shows everything


def asked(turn: Turn, facts: Facts) -> tuple[Asked, ...]:
    """The texts that a turn shows to an author before sending, or to those who decide: few, and mostly none."""
    found = {one.code: one for effect in turn.effects for one in _asked(effect, turn.state, facts)}
    return tuple(found.values())


def _asked(effect: Effect, state: State, facts: Facts) -> Iterator[Asked]:
    match effect:
        case Say(hint="review") if state.top is not None and state.top.flow in _REVIEWED:
            yield from texts_of(state.top.context.get("code", ""), state.top.answers)
        case FileSubmission(code, _, answers):
            yield from texts_of(code, answers)
        case Resubmit(code, _, changed):
            for subject in _named(facts, code):
                yield from texts_of(code, {**subject.submission.answers, **changed})
        case Say(key=key, args=args) if key in _ABOUT_ONE:
            for subject in _named(facts, codes.tidy(str(args["code"]))):
                yield from texts_of(subject.submission.code, subject.submission.answers)


def _named(facts: Facts, code: str) -> Iterator[Subject]:
    return (one for one in (*facts.subjects, *facts.pending) if one.submission.code == code)


def texts_of(code: str, answers: Mapping[str, str]) -> Iterator[Asked]:
    """What is compared of an initiative: its text; nothing of a secret, nor where the CĐCS is not known."""
    union = answers.get("union", "")
    if union.isdigit() and answers.get("secret") != CONCEALED:
        yield Asked(code, int(union), answers.get("title", ""), answers.get("description", ""))


def compared(call: Call, subject: Subject) -> Turn:
    """One with all that are alike, the differences marked; for those alone who may see it, looked at now."""
    submission = subject.submission
    if not rights.may_see(call.facts, subject):
        return call.says(Say("no-such-code", {"code": codes.shown(submission.code)}))
    found = call.facts.alike.get(submission.code, ())
    if not found:
        return call.says(Say(NOTHING_ALIKE, {"code": codes.shown(submission.code)}))
    answers = submission.answers
    one = Alike(
        submission.code, answers["title"], answers["description"], submission.submitted_at, submission.author_id
    )  # fmt: skip
    return call.says(*(_comparison(*sorted((one, other), key=lambda text: text.submitted_at)) for other in found))


def _comparison(older: Alike, newer: Alike) -> Say:
    share = likeness(pairs(older.title, older.description), pairs(newer.title, newer.description))
    return Say(
        "compared",
        {
            "older": codes.shown(older.code),
            "newer": codes.shown(newer.code),
            "share": round(100 * share),
            "author": Text("compared-one-author" if older.author_id == newer.author_id else "compared-two-authors"),
            "title": marked(older.title, newer.title),
            "description": marked(older.description, newer.description),
        },
    )
