"""Commands about the files that go with initiatives: to send more, and to see them."""

from msgspec.structs import replace

from conversations import codes, dialogue, own_records, rights
from conversations.attached import SendAttachment
from conversations.calls import Call, run_button
from conversations.dialogue import Run, Turn
from conversations.domain import Submission
from conversations.effects import Arg, Say
from conversations.facts import Subject
from conversations.flows.attaching import ATTACHING, DETACHING, OPEN, TAKES_MORE, start
from conversations.flows.submission import SUBMISSION
from conversations.sent_files import ASKED
from conversations.steps import Reply, Start, View
from conversations.text import fold

REMOVE = "go"  # the word after the code


def add(call: Call) -> Turn:
    """/kem CODE: files for an own initiative; without a code for the draft, or for the only one that was filed."""
    if not call.facts.attachments.most:
        return call.says(Say("attachments-off"))
    code, _, word = call.argument.partition(" ")
    if fold(word) == REMOVE:
        return _remove(replace(call, argument=code))
    if not call.argument and (draft := call.state.frame(SUBMISSION.id)) is not None and draft.answers:
        run = Run(call.state.raised(draft), SUBMISSION, draft, call.facts, call.at)
        return dialogue.follow(run, Reply({ASKED: "yes"}, asks="attachments"))
    begun = call.state.frame(ATTACHING.id)
    found = _own(call)
    if begun and (not call.argument or [one.code for one in found] == [begun.context["code"]]):
        return dialogue.ask(Run(call.state.raised(begun), ATTACHING, begun, call.facts, call.at))
    if len(found) != 1:
        listed = own_records.track(replace(call, argument=""))
        return Turn(listed.state, (Say("attach-to-which"), *listed.effects)) if call.facts.own else listed
    [submission] = found
    if submission.status not in TAKES_MORE:
        return call.says(Say("attaching-too-late", {"code": codes.shown(submission.code)}))
    if submission.attached >= call.facts.attachments.most:
        return call.says(Say("attachments-full-filed", {"most": call.facts.attachments.most}))
    dropped = ATTACHING.undone(View(begun.answers, begun.context, call.facts, call.at)) if begun else ()
    before = (*dropped, Say(ATTACHING.cancelled)) if dropped else ()
    return dialogue.begin(call.state, ATTACHING, call.facts, call.at, start(submission), before)


def _own(call: Call) -> list[Submission]:
    if call.argument:
        return [one for one in own_records.named(call) if one.author_id == call.facts.person_id]
    return [one for one in call.facts.own if one.status in TAKES_MORE]


def _remove(call: Call) -> Turn:
    """/kem CODE gỡ: take back what was sent by mistake, after asking, until it is decided on."""
    found = _own(call)
    if len(found) != 1:
        return call.says(Say("no-such-code", {"code": call.argument[:20]}))
    [submission] = found
    if submission.status not in OPEN:
        return call.says(Say("detaching-too-late", {"code": codes.shown(submission.code)}))
    start = Start(context={"code": submission.code})
    return dialogue.begin(call.state, DETACHING, call.facts, call.at, start)


def show(call: Call) -> Turn:
    """/tep CODE: all files of an initiative, for its author and for those who may see it, looked at now."""
    wanted = {submission.code for submission in own_records.named(call)}
    seen = [one for one in call.facts.subjects if one.submission.code in wanted and _may_see(call, one)]
    if not seen:
        return call.says(Say("no-such-code", {"code": call.argument[:20]}))
    submission = seen[0].submission
    said: dict[str, Arg] = {"code": codes.shown(submission.code), "count": submission.attached}
    if not submission.attached:
        return call.says(Say("no-attachments", {"code": said["code"]}))
    files = (SendAttachment(submission.code, number) for number in range(1, submission.attached + 1))
    is_own = submission.author_id == call.facts.person_id
    remove = run_button("kem", f"{submission.code} {REMOVE}", "button-detach")
    buttons = (remove,) if is_own and submission.status in OPEN else ()
    return call.says(Say("attachments-follow", said, buttons), *files)


def _may_see(call: Call, subject: Subject) -> bool:
    return subject.submission.author_id == call.facts.person_id or rights.may_see(call.facts, subject)
