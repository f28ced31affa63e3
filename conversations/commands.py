"""What each command does. Rights are asked in engine.py before anything here runs, and again by each flow's end."""

from collections.abc import Callable

from msgspec.structs import replace

from conversations import (
    broadcasts,
    cards,
    codes,
    contacts,
    dialogue,
    entries,
    example_commands,
    guessing,
    lists,
    moving,
    own_files,
    own_records,
    places,
    reminders,
    reporting,
    role_commands,
    selecting,
    workplaces,
)  # fmt: skip
from conversations.calls import Call, menu, run_button
from conversations.cards import MISSING
from conversations.choices import as_text
from conversations.dialogue import Turn
from conversations.domain import Grant, Role
from conversations.effects import (
    Arg,
    Effect,
    LinkKind,
    RemindUnions,
    RetryMessages,
    Say,
    StopPosters,
    Text,
)  # fmt: skip
from conversations.facts import Link, Subject
from conversations.flows.administration import INTRODUCTION
from conversations.flows.posters import QR, asked_one, asked_whole, is_whole_word, ordered
from conversations.flows.posters import STOP as STOP_POSTERS
from conversations.flows.submission import NOTICE_VERSION, PROFILE_KEYS, SUBMISSION
from conversations.flows.units import units
from conversations.flows.workplace import resolved, workplace_answers
from conversations.report_effects import SendOverview, SendReminded
from conversations.steps import Start
from conversations.text import fold

RETRY = "guilai"  # the word after /ops
QUEUED = 20  # waiting ones in one message; only what was shown can be meant by a number


def start(call: Call) -> Turn:
    """/start, with or without a code: the front door."""
    if call.argument:
        return open_link(call)
    if call.state.frame("submission"):
        return resume(call)
    if call.facts.grants or call.facts.own:
        return menu(call)
    return submit(call)


def open_link(call: Call) -> Turn:
    """A code from a poster, an invitation or another account; a receipt shows its submission."""
    if (join := guessing.join_code(call)) is not None:
        return moving.opened(call, join)
    if (entry := guessing.entry(call)) is not None:
        return entries.opened(call, entry)
    found = guessing.link(call)
    if found is None and own_records.named(call):
        return own_records.track(call)
    is_invitation = found is not None and found.kind is LinkKind.INVITATION
    is_held = found and found.role and Grant(found.role, found.organisation_id) in call.facts.grants
    if found and is_invitation and is_held and (found.is_usable or found.ended == "used"):
        return menu(call, Say("invitation-held-already"))
    if found and found.kind is LinkKind.WORKPLACE and _place(call) is None:
        begun = submit(call)
        return Turn(begun.state, (Say("poster-outdated"), *begun.effects))
    if found is None or not found.is_usable:
        return guessing.refused(call, found)
    return _invited(call, found) if is_invitation else submit(call)


def _invited(call: Call, found: Link) -> Turn:
    context = {
        "link": found.code,
        "role": (found.role or Role.EXECUTIVE).value,
        "organisation": str(found.organisation_id),
    }
    return dialogue.begin(call.state, INTRODUCTION, call.facts, call.at, Start(context=context))


def submit(call: Call) -> Turn:
    """/nop: begin, or go on with the draft; personal answers are reused.

    A poster's CĐCS is asked about unless it is the answer already; whoever says no keeps the own one.
    """
    draft = call.state.frame("submission")
    place = _place(call) or (_successor(call) if draft is None else None)
    if draft is not None and place in (None, draft.answers.get("union")):
        return resume(call)
    if not call.facts.campaign.is_open(call.at):
        return call.says(cards.closed_or_not_yet(call.view, has_draft=draft is not None))
    answers = dict(draft.answers) if draft else _remembered(call)
    context = dict(draft.context) if draft else {}
    if place not in (None, answers.get("union")):
        answers.pop("workplace", None)
        context["organisation"] = str(place)
    return dialogue.begin(call.state, SUBMISSION, call.facts, call.at, Start(answers, context))


def _place(call: Call) -> str | None:
    """The workplace that the scanned code names, if it is still there."""
    found = guessing.link(call)
    if found is None or found.kind is not LinkKind.WORKPLACE or not found.is_usable:
        return None
    node = call.facts.directory.get(found.organisation_id)
    return str(node.id) if node and node.is_active else None


def _successor(call: Call) -> str | None:
    """Who took over from the workplace of the last submission."""
    union = call.state.profile.get("union")
    known = call.facts.directory.get(int(union)) if union else None
    heir = call.facts.directory.current(known.id) if known is not None and not known.is_active else None
    return str(heir.id) if heir is not None and heir.is_active else None


def _remembered(call: Call) -> dict[str, str]:
    """Personal answers of the last submission; a new notice and a workplace that was closed are asked again."""
    if call.state.consent != NOTICE_VERSION:
        return {}
    profile, directory = call.state.profile, call.facts.directory
    known = {"consent": NOTICE_VERSION}
    if "id_number" not in profile:
        return known
    known |= {key: profile[key] for key in ("full_name", "id_number", "phone")}
    # A workplace that was only typed is remembered below its federation.
    node = directory.get(int(profile.get("union") or profile["federation"]))
    if node is None or not node.is_active:
        return known
    known |= {key: profile[key] for key in PROFILE_KEYS if key in profile}
    if "union" in profile:
        return known | dict(workplace_answers(directory, node.id))
    return resolved(directory, known | {"union": MISSING})


def resume(call: Call) -> Turn:
    """Bring the draft to the top and ask its step again; whoever goes on does not cancel."""
    waiting = call.state.frame("submission")
    if waiting is None:
        return menu(call)
    draft = waiting.staying()
    run = dialogue.Run(call.state.raised(draft), SUBMISSION, draft, call.facts, call.at)
    return dialogue.ask(run, before=(Say("draft-resumed"),) if draft.answers else ())


def review(call: Call) -> Turn:
    """/duyet: the numbered list of what waits, and the first card; or the card of the code that is given."""
    if call.argument:
        return own_records.card(call)
    pending = call.facts.pending
    if not pending:
        return call.says(Say("nothing-waiting"))
    queued = pending[:QUEUED]
    state = replace(call.state, queue=tuple(s.submission.code for s in queued))
    queue: tuple[Effect, ...] = ()
    if len(pending) > 1:
        lines = tuple(_queue_line(n, subject) for n, subject in enumerate(queued, start=1))
        count, shown = call.facts.pending_count, len(lines)
        queue = (Say("queue", {"count": count, "shown": shown, "rest": count - shown, "lines": lines}),)
    return Turn(state, (*queue, cards.decision_card(call.view, pending[0].submission)))


def _queue_line(number: int, subject: Subject) -> Text:
    filed = subject.submission
    args: dict[str, Arg] = {
        "n": number,
        "code": codes.shown(filed.code),
        "title": filed.answers["title"],
        "name": filed.answers["full_name"],
    }
    return Text("queue-line", args)


def remind(call: Call) -> Turn:
    """Have the executives of every CĐCS without an initiative told: now, in the morning, or not after the close."""
    campaign = call.facts.campaign
    begins_at = reminders.in_daytime(call.at, campaign)
    if begins_at >= campaign.closes:
        return call.says(Say("reminders-too-late", {"name": campaign.name}))
    scopes = call.facts.scopes(Role.STAFF)
    return call.says(RemindUnions(scopes), SendReminded(scopes, None if begins_at == call.at else begins_at))


def qr(call: Call) -> Turn:
    """/qr: the code of the only own CĐCS, a chosen or a named one; "zip": every sheet below a node; "dung": no more."""
    if fold(call.argument) == STOP_POSTERS:
        return call.says(StopPosters())
    if whole := asked_whole(call.facts.directory, call.argument):
        return call.says(*ordered(call.facts, *whole))
    if call.argument.strip() and call.facts.scopes(Role.STAFF):
        return _qr_named(call)
    own = call.facts.scopes(Role.EXECUTIVE)
    answers = {"organisation": str(own[0])} if len(own) == 1 and not call.facts.scopes(Role.STAFF) else {}
    if answers and not ((node := call.facts.directory.get(own[0])) and node.is_active):
        return call.says(Say("place-closed"))
    return dialogue.begin(call.state, QR, call.facts, call.at, Start(answers))


def _qr_named(call: Call) -> Turn:
    meant = asked_one(call.view, call.argument)
    if len(meant) == 1 or is_whole_word(call.argument):  # whoever has several federations is asked which
        answers = {"organisation": meant[0]} if meant else {}
        return dialogue.begin(call.state, QR, call.facts, call.at, Start(answers))
    return call.says(places.which(call.view, "qr", meant))


OPS_BUTTONS = (run_button("ops", key="ops-button-refresh"), run_button("ops", RETRY, "ops-button-retry"))


def ops(call: Call) -> Turn:
    """/ops: the state of the system; /ops guilai: send again what was given up.

    The message is made when it is sent, but its buttons are known, so their words and numbers may be typed.
    """
    offered = tuple((button.action, as_text(button.label, call.facts.phrase)) for button in OPS_BUTTONS)
    effect: Effect = RetryMessages() if fold(call.argument) == RETRY else SendOverview()
    return Turn(replace(call.state, menu=offered), (effect,))


def guide(call: Call) -> Turn:
    """/huongdan: how it works, for the roles this person has."""
    keys = ["guide-worker"]
    keys += ["guide-executive"] if call.facts.scopes(Role.EXECUTIVE) else []
    keys += ["guide-staff"] if call.facts.scopes(Role.STAFF) else []
    keys += ["guide-operator"] if call.facts.scopes(Role.OPERATOR) else []
    campaign = call.facts.campaign
    args: dict[str, Arg] = {
        "name": campaign.name,
        "opens": cards.moment(campaign, campaign.opens),
        "closes": cards.deadline(campaign, campaign.closes),
        "limit": campaign.description_limit,
    }
    return menu(call, *(Say(key, args) for key in keys))


def cancel(call: Call) -> Turn:
    """/huy with nothing open (engine.py cancels an open run)."""
    return menu(call, Say("nothing-to-cancel"))


COMMANDS: dict[str, Callable[[Call], Turn]] = {
    "start": start, "nop": submit, "tieptuc": resume, "theodoi": own_records.track, "sua": own_records.fix,
    "rut": own_records.withdraw, "duyet": review, "report": reporting.report, "nhac": remind, "qr": qr,
    "hoso": reporting.dossier, "chon": selecting.choose, "thongbao": broadcasts.tell,
    "moi": role_commands.invite, "canbo": role_commands.people, "xinquyen": role_commands.apply,
    "ghepdonvi": workplaces.resolve, "nhap": lists.import_list, "nhapsangkien": lists.file_list,
    "donvi": units, "caidat": contacts.settings,
    "kem": own_files.add, "tep": own_files.show,
    "machuyen": moving.move, "ops": ops, "huongdan": guide, "hotro": contacts.support, "vidu": example_commands.show,
    "dulieu": own_records.my_data, "nopho": entries.command,
    "quen": own_records.forget, "xoa": own_records.erase, "huy": cancel,
    reminders.STOP: lambda call: Turn(*reminders.stopped(call.state)),
    reminders.START: lambda call: Turn(*reminders.started(call.state)),
}  # fmt: skip
