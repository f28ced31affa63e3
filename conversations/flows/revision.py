"""The short form with which an author changes what an executive asked for, and the one to withdraw."""

from dataclasses import replace

from conversations import cards, codes
from conversations.domain import Status, Submission
from conversations.effects import DecidersOf, Effect, Resubmit, Say, Tell, Text, Withdraw
from conversations.flows.submission import CONTENT, PERSONAL, WORKPLACE
from conversations.steps import Flow, Option, Remember, Reply, Step, View

# What can be asked for (the values of `Submission.asked`) → the steps that are asked again.
ASKABLE = {
    "title": ("title",), "description": ("description",), "field": ("field",), "applied_on": ("applied_on",),
    "block": ("block",), "workplace": ("province", "federation", "union", "union_name"),
    "full_name": ("full_name",), "id_number": ("id_number",), "phone": ("phone",),
}  # fmt: skip


def asked_steps(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The step ids behind what was asked for."""
    return tuple(step for name in asked for step in ASKABLE.get(name, ()))


def start(submission: Submission) -> dict[str, dict[str, str]]:
    """Answers and context of a run that changes *submission*."""
    steps = asked_steps(submission.asked)
    kept = {key: value for key, value in submission.answers.items() if key not in steps}
    old = {f"old.{key}": submission.answers[key] for key in steps if key in submission.answers}
    context = {"code": submission.code, "revision": str(submission.revision), "steps": ",".join(steps), **old}
    return {"answers": kept, "context": context}


def _only_if_asked(step: Step) -> Step:
    return replace(step, when=lambda view: step.id in view.context["steps"].split(",") and step.when(view))


def _resubmitted(view: View) -> tuple[Effect | Remember, ...]:
    subject = next((s for s in view.facts.subjects if s.submission.code == view.context["code"] and s.is_own), None)
    if subject is None or subject.submission.status is not Status.CHANGES_REQUESTED:
        return (Say("revision-gone"),)
    submission, steps = subject.submission, view.context["steps"].split(",")
    changed = {key: view.answers.get(key, "") for key in steps if key in view.answers or key in submission.answers}
    changed = {key: "" if value in (cards.MISSING, cards.SKIPPED) else value for key, value in changed.items()}
    changed = {key: value for key, value in changed.items() if value != submission.answers.get(key, "")}
    before = {key: submission.answers.get(key, "") for key in changed}
    answers = {k: v for k, v in {**submission.answers, **changed}.items() if v}
    renewed = replace(
        submission, revision=submission.revision + 1, status=Status.SUBMITTED, answers=answers, before=before
    )
    return (
        Resubmit(submission.code, submission.revision, changed),
        Say("resubmitted", {"code": codes.shown(submission.code)}),
        Tell(DecidersOf(submission.code), cards.decision_card(view, renewed), card=submission.code),
    )


def _withdrawn(view: View) -> tuple[Effect | Remember, ...]:
    subject = next((s for s in view.facts.subjects if s.submission.code == view.context["code"] and s.is_own), None)
    if view.answers["sure"] == "no":
        return (Say("withdraw-not"),)
    if subject is None or subject.submission.status not in (Status.SUBMITTED, Status.CHANGES_REQUESTED):
        return (Say("withdraw-too-late"),)
    code = subject.submission.code
    return (
        Withdraw(code, subject.submission.revision),
        cards.closing(code, Text("card-withdrawn")),
        Say("withdrawn", {"code": codes.shown(code)}),
    )


REVISION = Flow(
    "revision",
    (
        *(_only_if_asked(step) for step in (*PERSONAL, *WORKPLACE[1:], *CONTENT)),
        Step("review", "ask-review-changes", options=lambda view: (Option("send", Text("option-resend")),),
             args=lambda view: {"card": cards.review_card(view)}, is_listed=False,
             on_answer=lambda view, value: Reply({"review": value}), help="help-review"),
    ),
    _resubmitted,
    cancelled="revision-cancelled",
)  # fmt: skip
WITHDRAWAL = Flow(
    "withdrawal",
    (
        Step("sure", "ask-withdraw", is_listed=False, args=lambda view: {"code": codes.shown(view.context["code"])},
             options=lambda view: (Option("yes", Text("option-withdraw")), Option("no", Text("option-keep-filed")))),
    ),
    _withdrawn,
)  # fmt: skip
