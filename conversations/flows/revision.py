"""The short form with which an author changes what an executive asked for, and the one to withdraw."""

from collections.abc import Mapping

from msgspec.structs import replace

from conversations import cards, codes
from conversations.answers import Valid
from conversations.asking import OLD
from conversations.cards import MISSING
from conversations.district_effects import AnnounceWorkplace
from conversations.domain import Status, Submission
from conversations.effects import DecidersOf, Effect, Resubmit, Say, Tell, Text, Withdraw
from conversations.flows import attaching, writing
from conversations.flows.identity import PERSONAL
from conversations.flows.submission import CONTENT, PROFILE_KEYS
from conversations.flows.workplace import PLACE_KEYS, WORKPLACE, workplace_answers
from conversations.sent_files import ATTACHMENT
from conversations.steps import Answer, Flow, Option, Remember, Reply, Start, Step, View, always_offered, yes_means
from conversations.text import words

_WITH_DESCRIPTION = (*writing.PARTS, "composed")  # asked wherever the description is
# What can be asked for (the values of `Submission.asked`) → the steps that are asked again.
ASKABLE = {
    "title": ("title",), "description": ("description",), "field": ("field",), "applied_on": ("applied_on",),
    "block": ("block",), "workplace": (*PLACE_KEYS, "block"),
    "full_name": ("full_name",), "id_number": ("id_number",), "phone": ("phone",), "attachments": ("attachments",),
}  # fmt: skip


def asked_steps(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The step ids behind what was asked for."""
    return tuple(dict.fromkeys(step for name in asked for step in ASKABLE.get(name, ())))


def start(submission: Submission) -> Start:
    """Answers and context of a run that changes *submission*."""
    steps = asked_steps(submission.asked)
    kept = {key: value for key, value in submission.answers.items() if key not in steps}
    old = {OLD + key: submission.answers[key] for key in steps if key in submission.answers}
    context = {"code": submission.code, "revision": str(submission.revision), "steps": ",".join(steps), **old}
    context[attaching.ALREADY] = str(submission.attached)
    return Start(kept, context)


def _only_if_asked(step: Step) -> Step:
    asked = "description" if step.id in _WITH_DESCRIPTION else step.id
    return replace(step, when=lambda view: asked in view.context["steps"].split(",") and step.when(view))


def _own(view: View, *statuses: Status) -> Submission | None:
    """The submission of this run, if it is still the author's to change, or that of who acts for them."""
    found = [one for one in view.facts.subjects if one.submission.code == view.context["code"]]
    mine = (one.submission for one in found if one.acts_for_author or one.submission.author_id == view.facts.person_id)
    return next((submission for submission in mine if submission.status in statuses), None)


def _changed(view: View, submission: Submission) -> dict[str, str]:
    """What is answered differently now."""
    given = cards.stored(view.answers)
    given |= _taken_over(view, given.get("union") or given.get("federation"))
    new = {key: given.get(key, "") for key in view.context["steps"].split(",")}
    if "description" in new:  # the questions that help with it ask for this too
        new["benefit"] = given.get("benefit", "")
    return {key: value for key, value in new.items() if value != submission.answers.get(key, "")}


def _count_changed(view: View) -> int:
    """How many answers and files are new."""
    submission = _own(view, Status.CHANGES_REQUESTED)
    return len(attaching.files_of(view)) + (len(_changed(view, submission)) if submission else 0)


def _is_unchanged(view: View) -> bool:
    return _own(view, Status.CHANGES_REQUESTED) is not None and not _count_changed(view)


def _sent(view: View, value: str) -> Reply:
    return Reply(asks="unchanged") if _is_unchanged(view) else Reply({"review": value})


def _send_or_edit(view: View, raw: str) -> Answer:
    return yes_means("send", view.context["steps"].split(",")[0])(view, raw)


def _sent_unchanged(view: View, value: str) -> Reply:
    """It goes out as it was, or what was asked for is asked again."""
    return Reply({"review": value, "unchanged": value}) if value == "send" else Reply(asks=value)


def _resubmitted(view: View) -> tuple[Effect | Remember, ...]:
    submission = _own(view, Status.CHANGES_REQUESTED)
    if submission is None:
        return (Say("revision-gone"),)
    changed = _changed(view, submission)
    before = {key: submission.answers.get(key, "") for key in changed}
    answers = {key: value for key, value in {**submission.answers, **changed}.items() if value}
    renewed = replace(
        submission, revision=submission.revision + 1, status=Status.SUBMITTED, answers=answers, before=before,
        attached=submission.attached + len(attaching.files_of(view)),
    )  # fmt: skip
    return (
        Resubmit(submission.code, submission.revision, changed),
        *attaching.effects(view, submission.code),
        Remember(_of_author(view, submission, changed)),
        Say("resubmitted", {"code": codes.shown(submission.code), "changed": _count_changed(view)}),
        Tell(DecidersOf(submission.code), cards.decision_card(view, renewed), card=submission.code),
        *(() if "union" in answers else (AnnounceWorkplace(_responsible(submission, changed, answers)),)),
    )


def _of_author(view: View, submission: Submission, changed: Mapping[str, str]) -> dict[str, str]:
    """What the next submission begins with; nothing of somebody else's."""
    is_own = submission.author_id == view.facts.person_id
    return {key: value for key, value in changed.items() if is_own and key in PROFILE_KEYS}


def _responsible(submission: Submission, changed: Mapping[str, str], answers: Mapping[str, str]) -> int:
    """The federation of a typed workplace: the one that is named anew, else who has it now, maybe after a merge."""
    return int(answers["federation"]) if changed.keys() & {"federation", "union"} else submission.organisation_id


def _taken_over(view: View, named: str | None) -> Mapping[str, str]:
    """The workplace of who took over from a CĐCS, or from a federation, while it stood in the answers."""
    directory = view.facts.directory
    heir = directory.current(int(named)) if named else None
    if heir is None or str(heir.id) == named or not heir.is_active:
        return {}
    return {key: value for key, value in workplace_answers(directory, heir.id).items() if key in PLACE_KEYS}


def _closed_since(view: View) -> tuple[Mapping[str, str], Mapping[str, str]] | None:
    """Answers and context of a run whose newly chosen CĐCS has been closed without a successor; else None."""
    union = view.answers.get("union", MISSING)
    if union in (MISSING, view.context.get(OLD + "union")) or "union" not in view.context["steps"].split(","):
        return None
    now = view.facts.directory.current(int(union))
    if now is not None and now.is_active:
        return None
    stale = {*PLACE_KEYS, "block"} & set(view.context["steps"].split(","))
    return {key: value for key, value in view.answers.items() if key not in (*stale, "review")}, view.context


def _withdrawn(view: View) -> tuple[Effect | Remember, ...]:
    if view.answers["sure"] == "no":
        return (Say("withdraw-not"),)
    submission = _own(view, Status.SUBMITTED, Status.CHANGES_REQUESTED)
    if submission is None:
        return (Say("withdraw-too-late"),)
    return (
        Withdraw(submission.code, submission.revision),
        Remember(closes=(REVISION.id,)),
        cards.closing(submission.code, Text("card-withdrawn")),
        Say("withdrawn", {"code": codes.shown(submission.code)}),
    )


_yes_or_no = yes_means("yes", "no")


def _sure(view: View, raw: str) -> Answer:
    """ "Thôi, không rút nữa" is a no in more words."""
    is_no = words(raw[:100])[:2] in (("thoi", "khong"), ("khong", "rut"))
    return Valid("no") if is_no else _yes_or_no(view, raw)


REVISION = Flow(
    "revision",
    (
        *(_only_if_asked(step) for step in (*PERSONAL, *WORKPLACE[1:], *CONTENT)),
        Step("review", "ask-review-changes", options=lambda view: (Option("send", Text("option-resend")),),
             read=yes_means("send"), is_listed=False, help="help-review", takes_along=ATTACHMENT,
             args=lambda view: {"card": cards.review_card(view), "changed": _count_changed(view)}, on_answer=_sent),
        Step("unchanged", "ask-resend-unchanged", _send_or_edit, is_listed=False, when=_is_unchanged,
             options=always_offered(Option("send", Text("option-resend-unchanged"))), on_answer=_sent_unchanged),
    ),
    _resubmitted,
    cancelled="revision-cancelled",
    undone=attaching.dropped,
    mend=_closed_since,
    mended="workplace-changed",
)  # fmt: skip
WITHDRAWAL = Flow(
    "withdrawal",
    (
        Step("sure", "ask-withdraw", _sure, is_listed=False,
             args=lambda view: {"code": codes.shown(view.context["code"])},
             options=lambda view: (Option("yes", Text("option-withdraw")), Option("no", Text("option-keep-filed")))),
    ),
    _withdrawn,
    cancelled="withdraw-not",
)  # fmt: skip
