"""/chon: staff choose outstanding initiatives for their node, with a score and a reason, and hand them on upwards."""

from msgspec.structs import replace

from conversations import cards, codes, dialogue, reading, rights
from conversations.answers import Doubtful, Valid
from conversations.asking import OLD
from conversations.calls import Call, run_button, signature
from conversations.dialogue import Run, Turn
from conversations.domain import Role
from conversations.effects import Effect, Say
from conversations.facts import Selection, Subject
from conversations.flows.selecting import FORWARDING, MOST_TYPED, NAMED, SELECTING, above, card, made_by, obstacle
from conversations.kinds import UNION
from conversations.report_effects import SELECTION
from conversations.reporting import selection
from conversations.steps import Answer, Start
from conversations.text import fold

CHANGE, DROP, FORWARD = "sua", "bo", "gui"  # words after the command, as buttons have them
_WORDS = {fold(word): "change" for word in (CHANGE, "sửa", "sửa điểm", "edit")} | {
    fold(word): "unselect" for word in (DROP, "bỏ", "bỏ chọn", "drop")
}


def choose(call: Call) -> Turn:
    """/chon CODE, with score and reason or without; "sua CODE", "bo CODE", "gui"; else what may be or is chosen."""
    words = call.argument.split(maxsplit=2)
    if words and fold(words[0]) in (FORWARD, "forward"):
        return _forward(call, words[1] if len(words) == 2 and _is_number(words[1]) else None)
    verb, rest = _verb(call.argument)
    found = _one(call, verb, rest, is_meant=verb != "select")
    return found or (selection(call) if verb == "select" else call.says(Say("no-such-code", {"code": rest[:20]})))


def by_text(call: Call, verb: str, rest: str) -> Turn | None:
    """ "chọn A7K2 92 lý do", "bỏ chọn A7K2"; None if the words name nothing, as answers do that begin so."""
    if not rights.may_run(SELECTION, call.facts):
        return None
    return _one(call, verb, rest, is_meant=not call.state.frames)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal()


def _verb(argument: str) -> tuple[str, str]:
    for size in (2, 1):
        words = argument.split(maxsplit=size)
        if len(words) > size and (verb := _WORDS.get(fold(" ".join(words[:size])))):
            return verb, words[size]
    return "select", argument


def _one(call: Call, verb: str, text: str, *, is_meant: bool) -> Turn | None:
    """The one that is named by its code; None if none is. is_meant: half a code is one, if nobody else is called so."""
    code, said = _code(text)
    if len(code) < codes.SHORTEST:
        return None
    meant = [one for one in call.facts.subjects if one.submission.code.startswith(code)]
    seen = [one for one in meant if rights.may_see(call.facts, one)]
    if not seen:
        if len(text) > MOST_TYPED // 2 and not call.facts.subjects:  # too long for anybody to have looked the code up
            return call.says(Say("select-reason-far-too-long", {"limit": MOST_TYPED // 4})) if is_meant else None
        is_code = codes.is_code(code) or (is_meant and not code.isalpha() and not code.isdigit())
        return call.says(Say("no-such-code", {"code": codes.shown(code)})) if is_code else None
    if len(seen) > 1:
        shown = ", ".join(codes.shown(one.submission.code) for one in seen[:5])
        return call.says(Say("code-ambiguous", {"codes": shown}))
    return _judged(call, verb, seen[0], said)


def _code(text: str) -> tuple[str, str]:
    """The code at the beginning, in two halves too ("A7K2 9QXM"), and what stands behind it."""
    first, _, rest = text.strip().partition(" ")
    second, _, after = rest.strip().partition(" ")
    half, whole = codes.tidy(second), codes.tidy(first + second)
    is_half = len(half) == codes.SHORTEST and not half.isalpha() and not half.isdigit()
    if second and (codes.is_code(whole) or (is_half and len(whole) == codes.LENGTH)):
        return whole, after.strip()
    return codes.tidy(first), rest.strip()


def _judged(call: Call, verb: str, subject: Subject, said: str) -> Turn:
    """Rights and what stands are looked at now, and once more at the end."""
    code, node = subject.submission.code, _node(call, verb, subject)
    if node is None:
        return call.says(Say("decide-not-yours"))
    known = made_by(call.facts, code, node)
    if (known is None or subject.is_own) and (refused := obstacle(call.view, subject)) is not None:
        is_closed = refused.key == "select-not-valid"
        more = (cards.decision_card(call.view, subject.submission),) if is_closed else ()
        return call.says(Say(refused.key, refused.args), *more)
    if known is not None and (verb == "select" or known.forwarded_at is not None):
        return call.says(card(call.view, subject, known))
    if known is None and verb != "select":
        return call.says(Say("select-gone", {"code": codes.shown(code)}))
    return _begun(call, subject, _about(call, verb, subject, node, known), said)


def _node(call: Call, verb: str, subject: Subject) -> int | None:
    """For whom the person chooses: the nearest of the own nodes above the CĐCS where that can still be done.

    Who works for a district and its province chooses for the latter what the former has handed on.
    """
    own, at = call.facts.scopes(Role.STAFF), subject.submission.organisation_id
    known = call.facts.directory.get(at)
    itself = (known,) if known is not None and known.kind != UNION else ()
    way_up = (*itself, *reversed(call.facts.directory.ancestors(at)))
    nodes: list[int] = [node.id for node in way_up if node.id in own]
    for node in nodes:
        made = made_by(call.facts, subject.submission.code, node)
        if (made is None and verb == "select") or (made is not None and made.forwarded_at is None):
            return node
    return nodes[0] if nodes else None


def _about(call: Call, verb: str, subject: Subject, node: int, known: Selection | None) -> dict[str, str]:
    """What the questions are about; what stands may be kept."""
    about = {"verb": verb, "code": subject.submission.code, "organisation": str(node), "by": signature(call, node)}
    if known is None or verb == "unselect":
        return about
    return about | {f"{OLD}score": str(known.score), f"{OLD}reason": known.reason}


def _begun(call: Call, subject: Subject, about: dict[str, str], said: str) -> Turn:
    """Show which one it is and ask; what was typed along answers the first question, and is asked about."""
    earlier = call.state.frame(SELECTING.id)
    is_same = earlier is not None and all(earlier.context.get(name) == value for name, value in about.items())
    if earlier is not None and is_same and not said:
        return dialogue.ask(Run(call.state.raised(earlier), SELECTING, earlier, call.facts, call.at))
    before: tuple[Effect, ...] = ()
    if earlier is not None and earlier.answers and not is_same:
        before = (Say(SELECTING.cancelled),)
    if about["verb"] == "select":
        before = (*before, cards.decision_card(call.view, subject.submission))
    turn = dialogue.begin(call.state, SELECTING, call.facts, call.at, Start(context=about), before)
    top = turn.state.top
    if not said or top is None:
        return turn
    run = Run(turn.state, SELECTING, top, call.facts, call.at)
    asked = reading.answered(run, _asked_about(run.step.read(run.view, said), is_why=top.step == "why"))
    return Turn(asked.state, (*before, *asked.effects))


def _asked_about(answer: Answer, *, is_why: bool) -> Answer:
    """A reason that ends a choice reaches its author at once, so it is shown first."""
    if is_why and isinstance(answer, Valid):
        return Doubtful(answer.value, "select-reason-meant", {"reason": answer.value})
    return answer


def _forward(call: Call, named: str | None) -> Turn:
    """Hand on what a node has chosen: the only own one that has something, or which of them."""
    own, directory = call.facts.scopes(Role.STAFF), call.facts.directory
    meant = own if named is None else tuple(node for node in own if str(node) == named)
    if not meant:
        return call.says(Say("place-not-in-scope"))
    nodes = [node for node in meant if call.facts.to_forward.get(node)]
    if not nodes:
        return call.says(Say("forward-none", {}, (run_button(SELECTION),)))
    if len(nodes) > 1:
        ways = tuple(
            replace(run_button(SELECTION, f"{FORWARD} {node}"), label=directory.label(node)) for node in nodes
        )
        return call.says(Say("forward-which", {}, ways))
    if above(directory, nodes[0]) is None:
        return call.says(Say("forward-nobody-above"))
    context = {"organisation": str(nodes[0]), NAMED: str(call.facts.to_forward[nodes[0]])}
    return dialogue.begin(call.state, FORWARDING, call.facts, call.at, Start(context=context))
