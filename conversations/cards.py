"""What stands on cards: values as people read them, the review card, the executive's card, the author's list."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from conversations import actions, codes, validators
from conversations.asking import OLD, REPLACED
from conversations.attached import unpacked
from conversations.domain import ANSWER_KEYS, CONCEALED, Agreement, Campaign, Entered, Role, Status, Submission
from conversations.effects import Arg, Button, CloseCards, Say, Text
from conversations.likeness import Alike
from conversations.number_words import in_words
from conversations.steps import View
from conversations.text import count, cut_at

LISTED = ("full_name", "id_number", "phone", "province", "federation", "union", "union_name",
          "block", "field", "applied_on", "title", "secret", "description", "benefit", "attachments")  # fmt: skip
ON_DECISION = ("full_name", "id_number", "phone", "union", "union_name",
               "block", "field", "applied_on", "title", "secret", "description", "benefit")  # fmt: skip
MISSING, SKIPPED = "missing", "skip"  # instead of a union ("không thấy đơn vị tôi"), instead of a field
VERDICTS = ("confirm", "request_changes", "reject")
SENTENCE_ENDS = ".!?…\n"


def masked_identity(number: str) -> str:
    """080•••999: enough for the owner to recognise it."""
    return f"{number[:3]}•••{number[-3:]}"


def masked_phone(number: str) -> str:
    """0912•••678."""
    return f"{number[:4]}•••{number[-3:]}"


def month_shown(value: str) -> str:
    """2021-03 as 3/2021."""
    year, month = value.split("-")
    return f"{int(month)}/{year}"


def moment(campaign: Campaign, at: datetime) -> str:
    """An instant as people of the campaign read it: 17:05 ngày 22/4/2021."""
    local = at.astimezone(ZoneInfo(campaign.time_zone))
    return f"{local:%H:%M} ngày {local.day}/{local.month}/{local.year}"


def day_of(campaign: Campaign, at: datetime) -> str:
    """The local day of an instant: 22/4/2021."""
    local = at.astimezone(ZoneInfo(campaign.time_zone))
    return f"{local.day}/{local.month}/{local.year}"


def deadline(campaign: Campaign, until: datetime) -> str:
    """An exclusive end: midnight is said as 24h of the day before, as the guidance writes it."""
    local = until.astimezone(ZoneInfo(campaign.time_zone))
    if (local.hour, local.minute) == (0, 0):
        day = datetime.fromordinal(local.toordinal() - 1)
        return f"24h ngày {day.day}/{day.month}/{day.year}"
    return moment(campaign, until)


def value_shown(view: View, key: str, value: str) -> Arg:
    """The answer *value* of *key* as it stands on a card."""
    return _SHOWN[key](view, value) if key in _SHOWN else value


def show(key: str) -> Callable[[View, str], Arg]:
    """`value_shown` for one key, as a step wants it."""
    return lambda view, value: value_shown(view, key, value)


def lines(view: View, answers: Mapping[str, str], keys: tuple[str, ...], before: Mapping[str, str]) -> tuple[Arg, ...]:
    """One line an answer; a changed one shows the old value too."""
    return tuple([_line(view, key, answers[key], before.get(key)) for key in keys if key in answers])


def record_lines(
    view: View, submission: Submission, keys: tuple[str, ...], before: Mapping[str, str]
) -> tuple[Arg, ...]:
    """The same of what was filed: units have the names that were valid on that day."""
    return lines(replace(view, at=submission.submitted_at), submission.answers, keys, before)


def review_card(view: View) -> tuple[Arg, ...]:
    """Everything the author is about to send; ID number and phone masked. In a revision old values stand beside."""
    asked = set(view.context.get("steps", "").split(",")) & set(view.answers)
    old = {key: view.context.get(OLD + key, view.context.get(REPLACED + key, "")) for key in asked}
    changed = {key: value for key, value in old.items() if stored({key: view.answers[key]}).get(key, "") != value}
    return (*lines(view, view.answers, LISTED, changed), *_alike_before(view, view.context.get("code", "")))


def _alike_before(view: View, code: str) -> tuple[Text, ...]:
    """For an author: that there is something alike already. Of somebody else's nothing is shown but its title."""
    alike = view.facts.alike.get(code, ())
    if not alike:
        return ()
    nearest = alike[0]
    is_own = nearest.author_id == view.facts.person_id
    args: dict[str, Arg] = {"title": nearest.title, "code": codes.shown(nearest.code) if is_own else ""}
    which = Text("alike-own" if is_own else "alike-other", args)
    return (Text("review-alike", {"which": which, "more": len(alike) - 1, "again": "yes" if code else "no"}),)


def stored(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers as they are filed: by ANSWER_KEYS, without those that only say that there is none."""
    absent = {("union", MISSING), ("field", SKIPPED), ("secret", "no"), ("benefit", SKIPPED)}
    return {key: answers[key] for key in ANSWER_KEYS if key in answers and (key, answers[key]) not in absent}


def decision_card(view: View, submission: Submission) -> Say:
    """What a decider sees, with buttons while it waits for a decision."""
    alike = view.facts.alike.get(submission.code, ()) if submission.status is Status.SUBMITTED else ()
    args: dict[str, Arg] = {
        "code": codes.shown(submission.code),
        "lines": (
            *record_lines(view, submission, ON_DECISION, submission.before), *entered_line(submission),
            *attached_line(submission), *selected_lines(view, submission), *_alike_beside(alike),
        ),
        "status": status_shown(view, submission),
    }
    if submission.status is Status.SUBMITTED:
        key = "decision-card-changed" if submission.before else "decision-card"
        compare = _compare_button(submission) if alike else ()
        verdicts = _verdicts(submission.code, submission.revision)
        return Say(key, args, (*verdicts, *compare, *files_button(submission)))
    lacks = submission.status is Status.CONFIRMED and submission.agreement is None
    add = agreement_button(submission.code, submission.revision) if lacks else ()
    return Say("decision-card-closed", args, (*add, *files_button(submission)))


def attached_line(submission: Submission) -> tuple[Text, ...]:
    """How many files go with it."""
    return (Text("card-attached", {"count": submission.attached}),) if submission.attached else ()


def files_button(submission: Submission) -> tuple[Button, ...]:
    """The way to what goes with it."""
    action = actions.Run("tep", submission.code)
    return (Button(Text("button-tep"), actions.encode(action)),) if submission.attached else ()


def selected_lines(view: View, submission: Submission) -> tuple[Text, ...]:
    """By whom it was chosen as outstanding; the score is for those who choose."""
    facts = view.facts
    chosen = [one for one in facts.selections if one.code == submission.code]
    scopes = facts.scopes(Role.STAFF) if submission.author_id != facts.person_id else ()
    lines: list[Text] = []
    for one in chosen:
        lines.append(Text("card-selected", {
            "place": facts.directory.label(one.organisation_id),
            "on": day_of(facts.campaign, one.at),
            "score": one.score if any(facts.directory.is_within(one.organisation_id, own) for own in scopes) else 0,
            "forwarded": day_of(facts.campaign, one.forwarded_at) if one.forwarded_at else "no",
        }))  # fmt: skip
        lines += [Text("card-selected-reason", {"reason": one.reason})] if one.reason else []
    return tuple(lines)


def entered_line(submission: Submission) -> tuple[Text, ...]:
    """Who entered it for the author, and how the author agreed."""
    if (entered := submission.entered) is None:
        return ()
    return (Text("card-entered", {"name": entered.by_name, "consent": entered.consent.value}),)


def filed_for_you(code: str, title: str, entered: Entered) -> Say:
    """To an author with an account, of what was filed by who has the signature."""
    args: dict[str, Arg] = {"helper": entered.by_name, "code": codes.shown(code), "title": title}
    return Say("filed-for-you", args, (Button(Text("button-track"), actions.encode(actions.Run("theodoi", code))),))


def _alike_beside(alike: Sequence[Alike]) -> tuple[Text, ...]:
    """For deciders: which initiatives of the CĐCS are nearly the same."""
    return (Text("card-alike", {"codes": ", ".join(codes.shown(one.code) for one in alike)}),) if alike else ()


def _compare_button(submission: Submission) -> tuple[Button, ...]:
    action = actions.Judge("compare", submission.code, submission.revision)
    return (Button(Text("button-compare"), actions.encode(action)),)


def _verdicts(code: str, revision: int) -> tuple[Button, ...]:
    return tuple(
        Button(Text(f"button-{verb.replace('_', '-')}"), actions.encode(actions.Judge(verb, code, revision)))
        for verb in VERDICTS
    )


def status_shown(view: View, submission: Submission) -> Text:
    """Status with who, when and why."""
    campaign = view.facts.campaign
    key = f"status-{submission.status.value.replace('_', '-')}"
    if submission.status is Status.CONFIRMED:
        key += "-valid" if submission.agreement else ""
    decided_at = submission.decided_at if submission.status is not Status.SUBMITTED else None
    args: dict[str, Arg] = {
        "by": submission.decided_by or "",
        "at": moment(campaign, decided_at or submission.submitted_at),
        "reason": submission.reason or "",
        "agreement": agreement_shown(submission.agreement),
    }
    return Text(key, args)


def agreement_button(code: str, revision: int) -> tuple[Button, ...]:
    """The way to add what a confirmed submission still lacks."""
    return (Button(Text("button-agreement"), actions.encode(actions.Judge("agreement", code, revision))),)


def agreement_shown(agreement: Agreement | None) -> str:
    """Nguyễn Văn A, Giám đốc, 5/4/2021."""
    if agreement is None:
        return ""
    on = agreement.on
    return f"{agreement.name}, {agreement.position}, {on.day}/{on.month}/{on.year}"


def shortened(draft: str, limit: int) -> str:
    """The draft up to the last sentence end within *limit* characters; '' if there is none in its second half."""
    if count(draft) <= limit:
        return ""
    head, _ = cut_at(draft, limit)
    end = max(head.rfind(mark) for mark in SENTENCE_ENDS)
    return head[: end + 1].strip() if end > len(head) // 2 else ""


def closed_or_not_yet(view: View, *, has_draft: bool) -> Say:
    """Why nothing can be sent now, and until when or from when it can."""
    campaign = view.facts.campaign
    if view.at < campaign.opens:
        return Say("campaign-not-open", {"name": campaign.name, "opens": moment(campaign, campaign.opens)})
    key = "campaign-closed-draft-kept" if has_draft else "campaign-closed"
    return Say(key, {"name": campaign.name, "closes": deadline(campaign, campaign.closes)})


def _line(view: View, key: str, value: str, old: str | None) -> Text:
    args: dict[str, Arg] = {
        "label": Text(f"line-{key.replace('_', '-')}"),
        "value": value_shown(view, key, value),
    }
    if old is None:
        return Text("card-line", args)
    return Text("card-line-changed", {**args, "old": value_shown(view, key, old) if old else Text("nothing-before")})


def _place(view: View, value: str) -> Arg:
    return Text("shown-union-missing") if value == MISSING else view.facts.directory.label(int(value), view.today)


def _block(view: View, value: str) -> Arg:
    return Text(f"block-{value.replace('_', '-')}")


def _field(view: View, value: str) -> Arg:
    return Text("shown-skipped") if value == SKIPPED else Text(f"field-{value.replace('_', '-')}")


def benefit_shown(value: str) -> Text:
    """What an initiative is worth, in figures and words."""
    if value == SKIPPED:
        return Text("shown-skipped")
    amount, period = validators.benefit_parts(value)
    return Text("benefit-shown", {"amount": amount, "words": in_words(amount), "period": period.value})


def _attachments(value: str) -> Text:
    files = unpacked(value)
    return Text("attachments-shown", {"count": len(files), "names": ", ".join(one.name for one in files)})


def _description(view: View, value: str) -> Arg:
    return Text(
        "description-counted",
        {"text": value, "count": count(value), "limit": view.facts.campaign.description_limit},
    )


_SHOWN: Mapping[str, Callable[[View, str], Arg]] = {
    "id_number": lambda view, value: masked_identity(value),
    "phone": lambda view, value: masked_phone(value),
    "province": _place, "federation": _place, "union": _place,
    "block": _block, "field": _field,
    "applied_on": lambda view, value: month_shown(value),
    "secret": lambda view, value: Text("shown-secret" if value == CONCEALED else "shown-no-secret"),
    "description": _description,
    "benefit": lambda view, value: benefit_shown(value),
    "attachments": lambda view, value: _attachments(value),
}  # fmt: skip


def closing(code: str, mark: Text) -> CloseCards:
    """Close every card of a submission with one line that says what became of it."""
    return CloseCards(code, Say("card-closed", {"code": codes.shown(code), "mark": mark}))
