"""/chon: staff choose outstanding initiatives for their node, with a score and a reason, and hand them on upwards."""

from msgspec.structs import replace

from conversations import cards, codes, dialogue, rights
from conversations.answers import Valid
from conversations.calls import Call, run_button, signature
from conversations.dialogue import Run, Turn
from conversations.domain import Role
from conversations.effects import Effect, Say
from conversations.facts import Subject
from conversations.flows.selecting import FORWARDING, SELECTING, card, made_by, obstacle, reason, score
from conversations.report_effects import SELECTION
from conversations.reporting import selection
from conversations.steps import Start, View
from conversations.text import fold

CHANGE, DROP, FORWARD = "sua", "bo", "gui"  # words after the command, as buttons have them
_FORWARDING = frozenset(map(fold, (FORWARD, "gửi cấp trên", "gửi lên cấp trên", "gửi tỉnh", "gửi lên tỉnh", "forward")))
_CHANGING = {fold(word): CHANGE for word in ("sửa", "edit")} | {fold(word): DROP for word in ("bỏ", "bỏ chọn", "drop")}


def choose(call: Call) -> Turn:
    """/chon CODE, with score and reason or without; "sua CODE", "bo CODE", "gui"; else what may be or is chosen."""
    words = call.argument.split()
    if words and fold(words[0]) == FORWARD and words[1:2] and words[1].isdigit():
        return _forward(call, int(words[1]))
    if fold(call.argument) in _FORWARDING:
        return _forward(call, None)
    verb, rest = _verb(words)
    return _one(call, verb, rest) or (selection(call) if verb == "select" else _unknown(call, rest))


def by_text(call: Call, rest: str) -> Turn | None:
    """ "chọn A7K2 92 lý do"; None if the words name nothing."""
    return _one(call, "select", rest.split()) if rights.may_run(SELECTION, call.facts) else None


def _verb(words: list[str]) -> tuple[str, list[str]]:
    for size in (2, 1):
        if word := _CHANGING.get(fold(" ".join(words[:size]))) if len(words) > size else None:
            return ("change" if word == CHANGE else "unselect"), words[size:]
    return "select", words


def _unknown(call: Call, rest: list[str]) -> Turn:
    return call.says(Say("no-such-code", {"code": " ".join(rest)[:20]}))


def _one(call: Call, verb: str, words: list[str]) -> Turn | None:
    """The one that is named by its code; None if none is."""
    code, said = _code(words)
    if len(code) < codes.SHORTEST:
        return None
    meant = [one for one in call.facts.subjects if one.submission.code.startswith(code)]
    seen = [one for one in meant if rights.may_see(call.facts, one)]
    if not seen:
        return call.says(Say("no-such-code", {"code": codes.shown(code)})) if _is_meant_as_code(code) else None
    if len(seen) > 1:
        shown = ", ".join(codes.shown(one.submission.code) for one in seen[:5])
        return call.says(Say("code-ambiguous", {"codes": shown}))
    return _judged(call, verb, seen[0], said)


def _is_meant_as_code(code: str) -> bool:
    """Or as a name: half a code has letters and digits."""
    return codes.is_code(code) or (len(code) <= codes.LENGTH and not code.isalpha() and not code.isdigit())


def _code(words: list[str]) -> tuple[str, list[str]]:
    if codes.is_code(whole := codes.tidy(" ".join(words[:2]))) and len(words) > 1:  # "A7K2 9QXM"
        return whole, words[2:]
    return codes.tidy(words[0]) if words else "", words[1:]


def _judged(call: Call, verb: str, subject: Subject, said: list[str]) -> Turn:
    """Rights and what stands are looked at now, and once more at the end."""
    code, node = subject.submission.code, _node(call, subject)
    if node is None:
        return call.says(Say("decide-not-yours"))
    if (refused := obstacle(call.view, subject)) is not None:
        is_closed = refused.key == "select-not-valid"
        more = (cards.decision_card(call.view, subject.submission),) if is_closed else ()
        return call.says(Say(refused.key, refused.args), *more)
    known = made_by(call.facts, code, node)
    if known is not None and (verb == "select" or known.forwarded_at is not None):
        return call.says(card(call.view, subject, known))
    if known is None and verb != "select":
        return call.says(Say("select-gone", {"code": codes.shown(code)}))
    return _begun(call, verb, subject, node, said)


def _node(call: Call, subject: Subject) -> int | None:
    """For whom the person chooses: the nearest of the own nodes above the CĐCS."""
    own, at = call.facts.scopes(Role.STAFF), subject.submission.organisation_id
    way_up = (at, *(node.id for node in reversed(call.facts.directory.ancestors(at))))
    return next((node for node in way_up if node in own), None)


def _begun(call: Call, verb: str, subject: Subject, node: int, said: list[str]) -> Turn:
    context = {
        "verb": verb, "code": subject.submission.code, "organisation": str(node), "by": signature(call, node),
    }  # fmt: skip
    earlier = call.state.frame(SELECTING.id)
    if earlier is not None and earlier.context == context and not said:
        return dialogue.ask(Run(call.state.raised(earlier), SELECTING, earlier, call.facts, call.at))
    before: tuple[Effect, ...] = (Say(SELECTING.cancelled),) if earlier is not None and earlier.answers else ()
    shown = (cards.decision_card(call.view, subject.submission),) if verb == "select" and not said else ()
    start = Start(_said(call, said) if verb != "unselect" else {}, context)
    return dialogue.begin(call.state, SELECTING, call.facts, call.at, start, (*before, *shown))


def _said(call: Call, words: list[str]) -> dict[str, str]:
    """A score, and the reason after it, as far as they are beyond doubt."""
    view = View({}, {}, call.facts, call.at)
    for size in (2, 1):  # "92 điểm"
        points = score(view, " ".join(words[:size])) if len(words) >= size else None
        if isinstance(points, Valid):
            why = reason(view, " ".join(words[size:])) if words[size:] else None
            return {"score": points.value} | ({"reason": why.value} if isinstance(why, Valid) else {})
    return {}


def _forward(call: Call, named: int | None) -> Turn:
    """Hand on what a node has chosen: the only own one that has something, or which of them."""
    own, directory = tuple(dict.fromkeys(call.facts.scopes(Role.STAFF))), call.facts.directory
    if named is not None and named not in own:
        return call.says(Say("place-not-in-scope"))
    ready = [node for node in own if call.facts.to_forward.get(node)]
    nodes = [named] if named is not None else ready
    if not ready or (named is not None and named not in ready):
        return call.says(Say("forward-none", {}, (run_button(SELECTION),)))
    if len(nodes) > 1:
        ways = tuple(
            replace(run_button(SELECTION, f"{FORWARD} {node}"), label=directory.label(node)) for node in nodes
        )
        return call.says(Say("forward-which", {}, ways))
    if not directory.ancestors(nodes[0]):
        return call.says(Say("forward-nobody-above"))
    start = Start(context={"organisation": str(nodes[0])})
    return dialogue.begin(call.state, FORWARDING, call.facts, call.at, start)
