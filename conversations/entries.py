"""/nopho: initiatives that a person enters for colleagues, those that wait for their authors, and codes of such."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from conversations import cards, codes, dialogue, guessing
from conversations.calls import Call, menu, run_button
from conversations.dialogue import Turn
from conversations.domain import Role
from conversations.effects import Arg, Button, Say, Text
from conversations.entering import MOST_OPEN, Entry, EntryState, KeepEntry, SendConfirmation
from conversations.flows.confirming import CONFIRMING, begun, card_lines
from conversations.flows.entering import ANOTHER, ENOUGH, ENTRY, HELPER, KEPT, LISTING, MEMORY, about, closed, is_full
from conversations.flows.signing import SIGNING
from conversations.flows.submission import NOTICE_VERSION
from conversations.role_effects import NoteWrongCode
from conversations.steps import Start
from conversations.text import fold

LISTED = 8  # in one message


def command(call: Call) -> Turn:
    """/nopho: enter one more; or a word, and the code of an entry behind some of them."""
    word, _, rest = call.argument.strip().partition(" ")
    if (act := _ON_ONE.get(fold(word))) is not None and rest:
        return _on_one(replace(call, argument=rest), act)
    if fold(call.argument) in _LIST or _page(word):
        return _listed(call, _page(word) or 1)
    if fold(word) == "xong":
        return menu(call, Say("entries-done", {"open": len(call.facts.entries)}))
    return _on_one(call, _shown) if codes.is_code(codes.tidy(call.argument)) else _next(call)


_LIST = frozenset(("ds", "danhsach", "danh sach"))


def _page(word: str) -> int:
    number = word.removeprefix("p")
    return int(number) if word != number and number.isascii() and number.isdigit() and len(number) < 3 else 0


# -- entering ----------------------------------------------------------------------------------------------------
def _next(call: Call) -> Turn:
    if (waiting := call.state.frame(ENTRY.id)) is not None:
        frame = waiting.staying()
        return dialogue.ask(dialogue.Run(call.state.raised(frame), ENTRY, frame, call.facts, call.at))
    if not call.facts.campaign.is_open(call.at):
        return call.says(cards.closed_or_not_yet(call.view, has_draft=False))
    if is_full(call.view):
        return call.says(Say("entries-full", {"most": MOST_OPEN}, (LISTING,)))
    kept, profile = _kept(call), call.state.profile
    context = _about_me(call) | {"today": str(_today(call))}
    if "province" not in kept and (place := _own_place(call)):
        context["organisation"] = place
    same = tuple(cards.lines(call.view, cards.stored(kept), cards.LISTED, {}))
    before = Say("entry-next", {"same": same}) if same else Say("entry-begun")
    start = Start({**_me(profile, call), **kept}, context)
    return dialogue.begin(call.state, ENTRY, call.facts, call.at, start, (before,))


def _me(profile: Mapping[str, str], call: Call) -> dict[str, str]:
    """Who types, as far as that is known: not asked again."""
    known = {"consent": NOTICE_VERSION} if call.state.consent == NOTICE_VERSION else {}
    name = profile.get("signature") or profile.get("full_name") or profile.get(HELPER)
    return {**known, HELPER: name} if name else known


def _about_me(call: Call) -> dict[str, str]:
    number = call.state.profile.get("id_number")
    return {"mine": number} if number else {}


def _kept(call: Call) -> dict[str, str]:
    """What was the same last time, if the workplace is still there."""
    profile, directory = call.state.profile, call.facts.directory
    kept = {key: profile[MEMORY + key] for key in KEPT if MEMORY + key in profile}
    union = kept.get("union", "")
    node = directory.get(int(union if union.isdigit() else kept.get("federation", "0")))
    if node is None or not node.is_active:
        return {key: value for key, value in kept.items() if key in ("field", "applied_on")} if kept else {}
    return kept


def _own_place(call: Call) -> str:
    """The CĐCS to be asked about first: where the person is an executive, or works."""
    own = call.facts.scopes(Role.EXECUTIVE)
    place = str(own[0]) if len(own) == 1 else call.state.profile.get("union", "")
    node = call.facts.directory.get(int(place)) if place.isdigit() else None
    return place if node is not None and node.is_active else ""


def _today(call: Call) -> int:
    """How many the person has entered on this day."""
    day, _, count = call.state.profile.get(f"{MEMORY}today", "").partition(":")
    return int(count) if day == str(call.view.today) and count.isdigit() else 0


# -- what waits --------------------------------------------------------------------------------------------------
def _listed(call: Call, page: int) -> Turn:
    waiting = call.facts.entries
    if not waiting:
        return call.says(Say("entries-none", {}, (ANOTHER,)))
    first = (page - 1) * LISTED if (page - 1) * LISTED < len(waiting) else 0
    shown = waiting[first : first + LISTED]
    lines = tuple(_line(call, number, one) for number, one in enumerate(shown, start=first + 1))
    buttons = tuple(_button(one, "", one.answers["full_name"]) for one in shown)
    if len(waiting) > first + LISTED:
        buttons += (run_button("nopho", f"p{first // LISTED + 2}", "button-more"),)
    return call.says(Say("entries", {"count": len(waiting), "lines": lines}, (*buttons, ANOTHER, ENOUGH)))


def _line(call: Call, number: int, entry: Entry) -> Text:
    until = cards.moment(call.facts.campaign, entry.expires_at)
    said: dict[str, Arg] = {"n": number, "until": until, "locked": "yes" if entry.is_locked else "no"}
    return Text("entry-line", {**about(entry), **said})


def _button(entry: Entry, word: str, label: str | Text) -> Button:
    return Button(label, run_button("nopho", f"{word} {entry.code}".strip()).action)


def _on_one(call: Call, act: Callable[[Call, Entry], Turn]) -> Turn:
    """Only who entered it, or was asked, comes near it; whoever else knows the code is an author to be asked.

    A code that opens nothing is counted as everywhere, and who is held back for it finds nothing but what is theirs.
    """
    found, me = call.facts.entry, call.facts.person_id
    if found is None or found.code != codes.tidy(call.argument) or me not in (found.helper_id, found.asked_id):
        found = guessing.entry(call)
    if found is None:
        why, said = ("held back", "codes-held-back") if call.facts.roles.is_held_back else ("wrong", "entry-over")
        return call.says(NoteWrongCode(why), Say(said))
    if act in (_confirm, _refuse):
        return act(call, found) if found.asked_id == call.facts.person_id else opened(call, found)
    if found.helper_id != call.facts.person_id:
        return opened(call, found)
    return act(call, found) if found.is_open(call.at) else call.says(Say("entry-over"))


def _shown(call: Call, entry: Entry) -> Turn:
    until = cards.moment(call.facts.campaign, entry.expires_at)
    sign = (("ky", "button-entry-sign"),) if call.facts.attachments.most else ()
    words = (("ma", "button-entry-code"), *sign, ("sua", "button-entry-fix"), ("xoa", "button-entry-drop"))
    buttons = tuple(_button(entry, word, Text(key)) for word, key in words)
    args: dict[str, Arg] = {"card": card_lines(call.view, entry), "until": until, "code": codes.shown(entry.code)}
    return call.says(Say("entry-waits", args, (*buttons, LISTING)))


def _code(call: Call, entry: Entry) -> Turn:
    """The code once more; in place of one that was tried too often the same under a new one, asked for like any other:
    on the card of who was asked at once stands the old one."""
    code = call.facts.fresh.link if entry.is_locked else entry.code
    kept = KeepEntry(code, entry.helper_name, entry.answers, entry.expires_at)
    renewed = (*closed(entry, EntryState.DROPPED), kept) if entry.is_locked else ()
    sent = SendConfirmation(code, entry.answers["full_name"], entry.answers["title"], entry.expires_at)
    return call.says(*renewed, sent, Say("entry-code-sent", {}, (ANOTHER, LISTING)))


def _sign(call: Call, entry: Entry) -> Turn:
    """The author signs on paper; a photo of it stands for the yes."""
    if not call.facts.attachments.most:
        return call.says(Say("attachments-off"))
    if entry.is_unwanted:
        return call.says(Say("signature-unwanted", about(entry)))
    return dialogue.begin(call.state, SIGNING, call.facts, call.at, Start(context={"entry": entry.code}))


def _fix(call: Call, entry: Entry) -> Turn:
    """Everything again on one card, each line to be changed alone. A new code: the old one stands for the old text."""
    context = _about_me(call) | {"entry": entry.code, "today": str(_today(call))}
    answers = {**_me(call.state.profile, call), HELPER: entry.helper_name, **entry.answers}
    answers |= {"union": "missing"} if "union" not in entry.answers else {}
    answers |= {"field": "skip"} if "field" not in entry.answers else {}
    before = (Say(ENTRY.cancelled),) if call.state.frame(ENTRY.id) else ()
    return dialogue.begin(call.state, ENTRY, call.facts, call.at, Start(answers, context), before)


def _drop(call: Call, entry: Entry) -> Turn:
    sure, not_sure = Text("button-entry-drop-sure"), Text("button-entry-not-dropped")
    buttons = (_button(entry, "xoahan", sure), _button(entry, "", not_sure))
    return call.says(Say("ask-entry-drop", about(entry), buttons))


def _dropped(call: Call, entry: Entry) -> Turn:
    said = Say("entry-dropped", {"name": entry.answers["full_name"]}, (ANOTHER, LISTING))
    return call.says(*closed(entry, EntryState.DROPPED), said)


# -- the author --------------------------------------------------------------------------------------------------
def opened(call: Call, found: Entry) -> Turn:
    """Somebody sent the code: the author, who says who they are before anything is shown."""
    if not found.is_open(call.at) or (found.is_locked and found.asked_id != call.facts.person_id):
        return call.says(NoteWrongCode("used"), Say("entry-over"))
    if found.helper_id == call.facts.person_id:
        return _shown(call, found)
    return _asked(call, found)


def _asked(call: Call, entry: Entry, verdict: str = "") -> Turn:
    start = begun(entry, call.facts.person_id, call.state.consent, verdict)
    return dialogue.begin(call.state, CONFIRMING, call.facts, call.at, start)


def _confirm(call: Call, entry: Entry) -> Turn:
    return _asked(call, entry, "yes") if entry.is_open(call.at) else call.says(Say("entry-over"))


def _refuse(call: Call, entry: Entry) -> Turn:
    return _asked(call, entry, "no") if entry.is_open(call.at) else call.says(Say("entry-over"))


_ON_ONE: Mapping[str, Callable[[Call, Entry], Turn]] = {
    "ma": _code, "ky": _sign, "sua": _fix, "xoa": _drop, "xoahan": _dropped, "dong": _confirm, "khong": _refuse,
}  # fmt: skip
