"""Decisions, tapped on a card or typed: rights and status are looked at here and now, then the questions begin."""

from collections.abc import Sequence

from msgspec.structs import replace

from conversations import alike, cards, codes, commands, dialogue, ranges, reading, rights, selecting, wording
from conversations.answers import Invalid, Valid
from conversations.calls import Call, signature
from conversations.dialogue import Run, Turn
from conversations.effects import Say
from conversations.facts import MOST_LISTED, Subject
from conversations.flows.decision import DECISION, is_due, not_due, start
from conversations.state import Frame
from conversations.steps import View

VERBS = (*cards.VERDICTS, "agreement", "compare")
_REASON = DECISION.by_id["reason"]


def by_text(call: Call, text: str) -> Turn | None:
    """ "duyệt A7K2", "từ chối A7K2 lý do", "từ chối 3", "duyệt 1-12 trừ 5"; None if it is nothing of the kind."""
    judged = wording.verdict(text) if rights.may_run("duyet", call.facts) else None
    if judged is None:
        return None
    verb, rest = judged
    if verb in wording.OF_SELECTION:
        return selecting.by_text(call, verb, rest)
    if not rest:
        return commands.review(call) if verb == "confirm" and not call.state.frames else None
    if ranges.begins_list(rest) and (verb == "confirm" or rest.isdigit()):
        return _listed(call, verb, rest)
    return _one(call, verb, rest)


def by_card(call: Call, verb: str, code: str, revision: int) -> Turn:
    """A tap on a card; it may be forged, and old in any case."""
    subject = next((s for s in call.facts.subjects if s.submission.code == code), None)
    if subject is None or verb not in VERBS:
        return call.says(Say("no-such-code", {"code": codes.shown(code[: codes.LENGTH])}))
    return _judge(call, verb, subject, revision)


def _one(call: Call, verb: str, rest: str) -> Turn | None:
    """One by its code; None if the words are an answer to an open question after all."""
    code, reason = _code_and_reason(rest)
    visible = [s for s in call.facts.subjects if rights.may_see(call.facts, s)]
    meant = [s for s in visible if len(code) >= codes.SHORTEST and s.submission.code.startswith(code)]
    if not meant:
        is_meant_as_code = codes.is_code(code) or (len(code) == codes.SHORTEST and not call.state.frames)
        return call.says(Say("no-such-code", {"code": codes.shown(code)})) if is_meant_as_code else None
    waiting = [s for s in meant if rights.is_waiting(s)] or meant
    if len(waiting) > 1:
        listed = ", ".join(codes.shown(s.submission.code) for s in waiting[:5])
        return call.says(Say("code-ambiguous", {"codes": listed}))
    return _judge(call, verb, waiting[0], waiting[0].submission.revision, reason)


def _code_and_reason(rest: str) -> tuple[str, str]:
    first, _, reason = rest.partition(" ")
    second, _, after = reason.strip().partition(" ")
    if codes.is_code(whole := codes.tidy(first + second)):  # "A7K2 9QXM"
        return whole, after.strip()
    return codes.tidy(first), reason.strip()


def _listed(call: Call, verb: str, rest: str) -> Turn | None:
    """One of the list by its number, or several to confirm; None if it is an answer to an open question after all."""
    listed = call.state.queue
    if not listed:
        return None if call.state.frames else commands.review(call)
    wanted = ranges.numbers(rest, len(listed))
    if isinstance(wanted, Invalid):
        return None if call.state.frames else call.says(Say(wanted.key, wanted.args))
    by_code = {s.submission.code: s for s in call.facts.subjects}
    subjects = [by_code[listed[n - 1]] for n in wanted if listed[n - 1] in by_code][:MOST_LISTED]
    if verb != "confirm" and subjects:
        return _judge(call, verb, subjects[0], subjects[0].submission.revision)
    open_ones = [s for s in subjects if rights.is_waiting(s) and rights.refusal(call.facts, s) is None]
    return _begin(call, verb, open_ones) if open_ones else call.says(Say("nothing-waiting"))


def _judge(call: Call, verb: str, subject: Subject, revision: int, reason: str = "") -> Turn:
    """A tap on a card, or its typed twin: rights and status are looked at now."""
    submission = subject.submission
    if verb == "compare":
        return alike.compared(call, subject)
    if refused := rights.refusal(call.facts, subject):
        return call.says(Say(refused.key, refused.args))
    if not is_due(verb, submission):
        return call.says(*not_due(call.view, submission))
    if submission.revision != revision:
        return call.says(Say("card-outdated"), cards.decision_card(call.view, submission))
    return _begin(call, verb, [subject], reason if verb in ("request_changes", "reject") else "")


def _begin(call: Call, verb: str, subjects: Sequence[Subject], reason: str = "") -> Turn:
    """Open the questions; the same tap again goes on with them, another one says that nothing was decided."""
    is_pulled = verb != "agreement" and any(s.submission.code in call.state.queue for s in subjects)
    by = signature(call, subjects[0].submission.organisation_id)
    begun = start(verb, tuple(subjects), by, is_pulled=is_pulled)
    given = _REASON.read(View({}, begun.context, call.facts, call.at), reason) if reason else None
    if isinstance(given, Valid):
        begun = replace(begun, answers={_REASON.id: given.value})
    earlier = call.state.frame(DECISION.id)
    if earlier and not reason and begun.context.items() <= earlier.context.items():
        return dialogue.ask(_run(call, earlier))
    before = (Say(DECISION.cancelled),) if earlier and earlier.answers else ()
    turn = dialogue.begin(call.state, DECISION, call.facts, call.at, begun, before)
    top = turn.state.top
    if given is None or isinstance(given, Valid) or top is None:
        return turn
    if not isinstance(given, Invalid) and top.step != _REASON.id:  # doubted, and asked for when its turn comes
        return turn
    asked = reading.answered(_run(Call(turn.state, call.facts, call.at), top), given)
    return Turn(asked.state, (*before, *asked.effects))


def _run(call: Call, frame: Frame) -> Run:
    return Run(call.state.raised(frame), DECISION, frame, call.facts, call.at)
