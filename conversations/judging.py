"""Decisions, tapped on a card or typed: rights and status are looked at here and now, then the questions begin."""

from conversations import cards, codes, commands, dialogue, ranges, rights, wording
from conversations.answers import Invalid
from conversations.commands import Call
from conversations.dialogue import Turn
from conversations.effects import Arg, Say, Text
from conversations.facts import MOST_LISTED, Subject
from conversations.flows.decision import DECISION, start


def by_text(call: Call, text: str) -> Turn | None:
    """ "duyệt A7K2", "từ chối A7K2 lý do", "duyệt 1-12 trừ 5"; None if it is nothing of the kind."""
    judged = wording.verdict(text) if call.facts.grants else None
    if judged is None:
        return None
    verb, rest = judged
    if not rest:
        return commands.review(call) if verb == "confirm" and not call.state.frames else None
    first, _, reason = rest.partition(" ")
    meant = [s for s in call.facts.subjects if s.submission.code.startswith(codes.tidy(first) or "-")]
    meant = [s for s in meant if rights.may_see(call.facts, s)]
    if len(codes.tidy(first)) >= codes.SHORTEST and meant:
        return _meant(call, verb, meant, reason.strip())
    if (verb == "confirm" and rest[0].isdigit()) or rest.casefold() in ("tất cả", "tat ca"):
        return _many(call, rest)
    looks_like_code = len(codes.tidy(first)) in (codes.SHORTEST, codes.LENGTH) and not call.state.frames
    return call.says(Say("no-such-code", {"code": first[:20]})) if looks_like_code else None


def _meant(call: Call, verb: str, meant: list[Subject], reason: str) -> Turn:
    waiting = [s for s in meant if rights.is_waiting(s)] or meant
    if len(waiting) > 1:
        listed = ", ".join(codes.shown(s.submission.code) for s in waiting[:5])
        return call.says(Say("code-ambiguous", {"codes": listed}))
    return judge(call, verb, waiting[0], waiting[0].submission.revision, reason)


def _many(call: Call, rest: str) -> Turn | None:
    """Several numbers of the list; None if it is an answer to an open question after all."""
    listed = call.state.queue
    if not listed and call.state.frames:
        return None
    if not listed:
        return commands.review(call)
    wanted = ranges.numbers(rest, len(listed))
    if isinstance(wanted, Invalid):
        return None if call.state.frames else call.says(Say(wanted.key, wanted.args))
    by_code = {s.submission.code: s for s in call.facts.subjects}
    subjects = [by_code[listed[n - 1]] for n in wanted if listed[n - 1] in by_code][:MOST_LISTED]
    open_ones = tuple(s for s in subjects if rights.is_waiting(s) and rights.refusal(call.facts, s) is None)
    if not open_ones:
        return call.says(Say("nothing-waiting"))
    begun = start("confirm", open_ones, _signature(call, open_ones[0]))
    return dialogue.begin(call.state, DECISION, call.facts, call.at, **begun)


def judge(call: Call, verb: str, subject: Subject, revision: int, reason: str = "") -> Turn:
    """A tap on a card, or its typed twin: rights and status are looked at now."""
    submission = subject.submission
    if refused := rights.refusal(call.facts, subject):
        return call.says(Say(refused.key, refused.args))
    wants_agreement = verb == "agreement"
    is_due = (
        submission.is_valid is False and submission.decided_at is not None
        if wants_agreement
        else rights.is_waiting(subject)
    )
    if not is_due:
        args: dict[str, Arg] = {
            "code": codes.shown(submission.code),
            "status": cards.status_shown(call.view, submission),
        }
        return call.says(Say("already-decided", args))
    if submission.revision != revision:
        return call.says(Say("card-outdated"), cards.decision_card(call.view, submission))
    begun = start(verb, (subject,), _signature(call, subject), reason[:500] if verb != "confirm" else "")
    return dialogue.begin(call.state, DECISION, call.facts, call.at, **begun)


def _signature(call: Call, subject: Subject) -> str:
    place = call.facts.directory.label(subject.submission.organisation_id)
    return call.state.profile.get("full_name") or call.facts.phrase(Text("signature-of-place", {"place": place}))
