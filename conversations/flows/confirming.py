"""The author's side of what a helper entered: the own consent, who they are, everything on one card, and a yes.

Nobody sees anything of an entry who does not know the last digits of the author's identity number, but the account that
has filed with that number.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from conversations import actions, cards, codes
from conversations.answers import Invalid, Valid
from conversations.calls import run_button
from conversations.directory import Directory
from conversations.domain import Consent, Entered, Status, Submission
from conversations.effects import Arg, Button, Effect, FileSubmission, Say, Tell, Text, ThisPerson
from conversations.entering import MOST_TRIES, Entry, EntryState, NoteWrongDigits
from conversations.flows.entering import CONSENT, LISTING, about, closed
from conversations.flows.submission import NOTICE_VERSION, PROFILE_KEYS, notice
from conversations.flows.workplace import PLACE_KEYS, resolved, workplace_answers
from conversations.kinds import UNION
from conversations.steps import Answer, Flow, Option, Remember, Reply, Start, Step, View, always_offered, yes_means

DIGITS = 4
_MINE = run_button("theodoi", "", "button-track")
_VERDICTS = always_offered(Option("yes", Text("option-entry-yes")), Option("no", Text("option-entry-no")))


def entry_of(view: View) -> Entry | None:
    """What this run is about, while it waits."""
    known, code = (view.facts.entry, *view.facts.open_entries), view.context["entry"]
    return next((one for one in known if one is not None and one.code == code and one.is_open(view.at)), None)


def _is_asked(view: View) -> bool:
    """Whether the bot asked this very account."""
    found = entry_of(view)
    return found is not None and found.asked_id == view.facts.person_id


def _digits(view: View, raw: str) -> Answer:
    given = "".join(one for one in raw[:40] if one.isascii() and one.isdigit())
    return Valid(given) if len(given) == DIGITS else Invalid("entry-digits-unreadable")


def _digits_answer(view: View, value: str) -> Reply:
    found = entry_of(view)
    if found is None or found.is_locked:
        return Reply(effects=(Say("entry-over"),), ends=True)
    if value == view.answers.get("digits"):  # shown before; nobody types that
        return Reply({"digits": value})
    if found.answers["id_number"].endswith(value):
        return Reply({"digits": "right"})
    left = MOST_TRIES - found.tries - 1
    if left < 1:
        return Reply(effects=(NoteWrongDigits(found.code), Say("entry-digits-spent")), ends=True)
    return Reply(effects=(NoteWrongDigits(found.code), Say("entry-digits-wrong", {"left": left})), asks="digits")


def card_lines(view: View, entry: Entry) -> tuple[Arg, ...]:
    """Everything on it; the identity number and the phone masked."""
    return cards.lines(view, entry.answers, cards.LISTED, {})


def _card(view: View) -> Mapping[str, Arg]:
    found = entry_of(view)
    return {"helper": found.helper_name if found else "", "card": card_lines(view, found) if found else ()}


def asked_card(view: View, entry: Entry) -> Say:
    """To the account that has filed with this identity number: everything, and the two answers."""
    buttons = tuple(
        Button(Text(f"option-entry-{answer}"), actions.encode(actions.Run("nopho", f"{word} {entry.code}")))
        for answer, word in (("yes", "dong"), ("no", "khong"))
    )
    return Say("entry-card", {"helper": entry.helper_name, "card": card_lines(view, entry)}, buttons)


def heir(directory: Directory, answers: Mapping[str, str]) -> Mapping[str, str] | None:
    """The answers with the workplace that is there now; None where there is none."""
    named = answers.get("union") or answers["federation"]
    now = directory.current(int(named))
    if now is None or not now.is_active:
        return None
    others = {key: value for key, value in answers.items() if key not in PLACE_KEYS}
    if now.kind == UNION:
        return {**others, **workplace_answers(directory, now.id)}
    top = directory.top_of(now.id)
    if top is None or "union_name" not in answers:
        return None
    return {**others, "province": str(top.id), "federation": str(now.id), "union_name": answers["union_name"]}


def _answered(view: View) -> tuple[Effect | Remember, ...]:
    found = entry_of(view)
    if found is None or (found.is_locked and not _is_asked(view)):
        return (Say("entry-over"),)
    if view.answers["verdict"] == "no":
        return (*closed(found, EntryState.REFUSED), Say("entry-refused"), _told(found, "entry-told-refused"))
    if not view.facts.campaign.is_open(view.at):
        return (cards.closed_or_not_yet(view, has_draft=False),)
    answers = heir(view.facts.directory, resolved(view.facts.directory, found.answers))
    if answers is None:
        return (Say("entry-workplace-gone"), _told(found, "entry-told-workplace"))
    return _filed(view, found, answers)


def of_entry(view: View, found: Entry, answers: Mapping[str, str], consent: Consent) -> Submission:
    """What is filed of an entry; who its author is, where that is nobody of this turn, shows when it is stored."""
    author = view.facts.person_id if consent is Consent.ACCOUNT else 0
    organisation = int(answers.get("union", answers["federation"]))
    return Submission(
        view.facts.fresh.receipt, 1, Status.SUBMITTED, author, organisation, answers, view.at,
        entered=Entered(found.helper_id, found.helper_name, consent),
    )  # fmt: skip


def filing(found: Entry, filed: Submission) -> tuple[Effect, ...]:
    """The entry waits no more, and what it held is filed."""
    stored = FileSubmission(filed.code, filed.organisation_id, filed.answers, filed.entered)
    return (*closed(found, EntryState.CONFIRMED), stored)


def _filed(view: View, found: Entry, answers: Mapping[str, str]) -> tuple[Effect | Remember, ...]:
    filed = of_entry(view, found, answers, Consent.ACCOUNT)
    told: dict[str, Arg] = {**about(found), "code": codes.shown(filed.code)}
    receipt: dict[str, Arg] = {
        "code": codes.shown(filed.code), "title": answers["title"], "at": cards.moment(view.facts.campaign, view.at),
    }  # fmt: skip
    return (
        *filing(found, filed),
        # Whoever was asked has filed before, and has told the own phone and workplace better than the helper can.
        Remember({} if _is_asked(view) else {key: answers.get(key, "") for key in PROFILE_KEYS}),
        Say("submitted" if "union" in answers else "submitted-unresolved", receipt, (_MINE,)),
        notice(view, filed),
        Tell(ThisPerson(found.helper_id), Say("entry-told-confirmed", told)),
    )


def _told(entry: Entry, key: str) -> Tell:
    return Tell(ThisPerson(entry.helper_id), Say(key, about(entry), (LISTING,)))


def begun(entry: Entry, person_id: int, consent: str | None, verdict: str = "") -> Start:
    """What the author's run begins with. The account that was asked has shown who it is; a no needs no consent."""
    known = {"consent": NOTICE_VERSION} if consent == NOTICE_VERSION or verdict == "no" else {}
    if entry.asked_id == person_id:
        known |= {"digits": "asked", **({"verdict": verdict} if verdict else {})}
    return Start(known, {"entry": entry.code})


CONFIRMING = Flow(
    "confirming",
    (
        replace(CONSENT, takes_pictures=None),
        Step("digits", "ask-entry-digits", _digits, on_answer=_digits_answer, is_listed=False,
             help="help-entry-digits"),
        Step("verdict", "ask-entry-verdict", yes_means("yes", "no"), _VERDICTS, args=_card, is_listed=False),
    ),
    _answered,
    cancelled="entry-not-now",
    holds={"consent": NOTICE_VERSION},
)  # fmt: skip
