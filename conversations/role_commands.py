"""Commands about roles: who works where, is invited, asks. Rights are asked at the tap, and by each flow's end."""

from msgspec.structs import replace

from conversations import cards, codes, dialogue, places, rights, wording
from conversations.answers import Valid
from conversations.calls import Call, run_button
from conversations.dialogue import Turn
from conversations.domain import Grant, Role
from conversations.effects import Arg, Button, CloseCards, Effect, Say, Tell, Text, ThisPerson
from conversations.flows.administration import INVITATION, KINDS, is_active
from conversations.flows.roles import REMOVAL, REPLACE, REQUEST, about
from conversations.role_effects import AnswerRequest, PeopleView, RevokeInvitation, SendPeople
from conversations.role_facts import (
    Holder,
    Invitation,
    RoleRequest,
    card_name,
    handle,
    holder_of,
    node_of,
    split_words,
)
from conversations.steps import Answer, Start

MOST_PAGES = 99_999
MOST_CODE = 60  # characters of an organisation's code
_VIEWS = {view.value: view for view in PeopleView}
_ANSWERS = {"duyet": True, "tuchoi": False}
_REMOVALS = {"xoa": "xoa", "go": "xoa", REPLACE: REPLACE}
_ANSWERED_BY = {"confirm": True, "reject": False}  # verbs of a decision that answer a request as well


# -- /moi --------------------------------------------------------------------------------------------------------
def invite(call: Call) -> Turn:
    """/moi: a one-time link for a role at a node, which may be named; "ds" lists, "thu CODE" revokes."""
    verb, rest = split_words(call.argument)
    if verb == "thu" and rest:
        return _revoke(call, codes.tidy(rest))
    if verb in ("thu", PeopleView.HOLDERS):  # without a code it asks which
        return _show(call, PeopleView.INVITATIONS, rest)
    if call.argument.strip() and _node(call, call.argument) is None:
        return _invite_named(call)
    return dialogue.begin(call.state, INVITATION, call.facts, call.at, Start(_for_node(call, call.argument)))


def _invite_named(call: Call) -> Turn:
    """Invite for what is called so exactly; what may be meant is asked about, for a link goes out at once."""
    answers = _named(call, call.argument, ("union", "federation"))
    inside = _inside(call, answers)
    if len(inside) == 1 and any(isinstance(answer, Valid) for answer in answers):
        return dialogue.begin(call.state, INVITATION, call.facts, call.at, Start(_for_node(call, inside[0])))
    return call.says(places.which(call.view, "moi", inside))


def _node(call: Call, text: str) -> int | None:
    """The organisation that a button names by its number, or somebody by its code: "04.045.hoamai"."""
    by_code = call.facts.directory.by_code(text.strip()[:MOST_CODE])
    return by_code.id if by_code and "." in by_code.code else node_of(text)


def _for_node(call: Call, text: str) -> dict[str, str]:
    """The answers that a node of the directory gives at once: who is invited there; its end asks for the right."""
    number = _node(call, text)
    node = call.facts.directory.get(number) if number is not None else None
    role = next((role for role, kinds in KINDS.items() if node is not None and node.kind in kinds), None)
    return {"role": role, "organisation": str(node.id)} if node and role and node.is_active else {}


def _revoke(call: Call, begin: str) -> Turn:
    """Make an invitation of the own scope useless; its first four symbols name it."""
    meant = [one for one in call.facts.roles.invitations if one.code.startswith(begin) and _is_in_scope(call, one)]
    if len(begin) < codes.SHORTEST or not meant:
        return call.says(Say("no-such-invitation", {}, (run_button("moi", "ds", "button-invitations"),)))
    if len(meant) > 1:
        return call.says(Say("code-ambiguous", {"codes": ", ".join(_shown(call, one) for one in meant)}))
    said: dict[str, Arg] = {
        "role": Text(f"role-{meant[0].role.value}"),
        "place": call.facts.directory.label(meant[0].organisation_id),
        "code": _shown(call, meant[0]),
    }
    again = run_button("moi", "ds", "button-invitations")
    return call.says(RevokeInvitation(meant[0].code), Say("invitation-revoked", said, (again,)))


def _is_in_scope(call: Call, invitation: Invitation) -> bool:
    scopes = call.facts.scopes(Role.STAFF)
    return invitation.role.value in KINDS and rights.covers(scopes, invitation.organisation_id, call.facts.directory)


def _shown(call: Call, invitation: Invitation) -> str:
    return codes.shown(invitation.code) if invitation.created_by == call.facts.person_id else masked(invitation.code)


def masked(code: str) -> str:
    """M5N8-••••: enough to name an invitation, not enough to use it."""
    return f"{code[: codes.SHORTEST]}-••••"


# -- /canbo ------------------------------------------------------------------------------------------------------
def people(call: Call) -> Turn:
    """/canbo: who works where; one person, one CĐCS, or what is done about somebody."""
    verb, rest = split_words(call.argument)
    if verb in _ANSWERS:
        return answer(call, codes.tidy(rest), is_granted=_ANSWERS[verb])
    if verb in _REMOVALS:
        return _remove(call, _REMOVALS[verb], rest)
    if not verb or verb in _VIEWS:
        return _show(call, _VIEWS.get(verb, PeopleView.OVERVIEW), rest)
    if holder_of(call.argument):
        return _person(call, call.argument)
    return _found(call, call.argument)


def _show(call: Call, view: PeopleView, rest: str) -> Turn:
    """A view of the own scope, or of one node in it: "ds 2" is its second page, "ds 2 100" that of node 100."""
    first, second = [*rest.split(), "", ""][:2]
    page, node = node_of(first), node_of(second)
    scopes = call.facts.scopes(Role.STAFF)
    if node is not None and not rights.covers(scopes, node, call.facts.directory):
        return call.says(Say("place-not-in-scope"))
    wanted = (node,) if node is not None else scopes
    return call.says(SendPeople(view, wanted, call.facts.person_id, min(max(page or 1, 1), MOST_PAGES)))


def _found(call: Call, name: str) -> Turn:
    """The people of a node, by its number or by a name that is typed."""
    if (number := _node(call, name)) is not None:
        return _show(call, PeopleView.HOLDERS, f"1 {number}")
    inside = _inside(call, _named(call, name, ("union",)))
    if len(inside) == 1:
        return _show(call, PeopleView.HOLDERS, f"1 {inside[0]}")
    return call.says(places.which(call.view, "canbo", inside))


def _named(call: Call, name: str, kinds: tuple[str, ...]) -> list[Answer]:
    scopes = call.facts.scopes(Role.STAFF)
    return [places.found(call.view, name, scope, kind) for kind in kinds for scope in scopes]


def _inside(call: Call, answers: list[Answer]) -> list[str]:
    """What may be meant in the own scope."""
    scopes, directory = call.facts.scopes(Role.STAFF), call.facts.directory
    values = dict.fromkeys(value for answer in answers for value in places.meant(answer))
    return [value for value in values if rights.covers(scopes, int(value), directory)]


def _holder(call: Call, name: str) -> Holder | None:
    """Who is meant, if they hold the role and the person may know that."""
    holder = call.facts.roles.holder
    if holder is None or handle(holder.person_id, holder.grant) != name:
        return None
    scopes, organisation = call.facts.scopes(Role.STAFF), holder.grant.organisation_id
    is_seen = rights.covers(scopes, organisation, call.facts.directory) or rights.may_remove(call.facts, holder)
    return holder if is_seen else None


def _person(call: Call, name: str) -> Turn:
    holder = _holder(call, name)
    if holder is None:
        return call.says(Say("no-such-holder"))
    campaign = call.facts.campaign
    args: dict[str, Arg] = {
        **about(call.view, holder),
        "since": cards.day_of(campaign, holder.granted_at),
        "seen": cards.day_of(campaign, holder.seen_at) if holder.seen_at else "–",
        "others": holder.others,
    }
    goes_on = is_active(call.view, holder.grant.organisation_id)
    verbs = ["xoa", *([REPLACE] if goes_on else [])] if rights.may_remove(call.facts, holder) else []
    buttons = tuple(run_button("canbo", f"{verb} {name}", f"button-{verb}-role") for verb in verbs)
    back = run_button("canbo", str(holder.grant.organisation_id), "button-people-of-place")
    return call.says(Say("person-card", args, (*buttons, back)))


def _remove(call: Call, verb: str, name: str) -> Turn:
    """Ask before a role is taken away."""
    holder = _holder(call, name)
    if holder is None:
        return call.says(Say("no-such-holder"))
    if not rights.may_remove(call.facts, holder):
        return call.says(Say("role-not-yours-to-take"))
    context = {
        "holder": name,
        "verb": verb,
        "name": holder.name or call.facts.phrase(Text("person-unnamed")),
        "role": holder.grant.role.value,
        "organisation": str(holder.grant.organisation_id),
        "others": str(holder.others),
        "self": "yes" if holder.person_id == call.facts.person_id else "no",
    }
    return dialogue.begin(call.state, REMOVAL, call.facts, call.at, Start(context=context))


# -- requests ----------------------------------------------------------------------------------------------------
def apply(call: Call) -> Turn:
    """/xinquyen: ask to become an executive; what follows "Tôi là cán bộ CĐCS" is looked for once it is clear where."""
    profile, draft = call.state.profile, call.state.frame("submission")
    is_known = bool(call.facts.grants) or any(one.is_open for one in call.facts.roles.asked)
    name = profile.get("signature", "") if is_known else ""
    place = (draft.context.get("organisation") if draft else None) or profile.get("union")
    node = call.facts.directory.get(int(place)) if place else None
    hint = call.argument.strip()[:200]
    context = {
        **({"organisation": str(node.id)} if node and node.is_active and not hint else {}),
        **({"phone": cards.masked_phone(profile["phone"])} if "phone" in profile else {}),
        **({"hint": hint} if hint else {}),
    }
    answers = {"full_name": name} if name else {}
    return dialogue.begin(call.state, REQUEST, call.facts, call.at, Start(answers, context))


def by_verdict(call: Call, text: str) -> Turn | None:
    """ "duyệt M5N8P3RK" of somebody who asks for a role; None if it is nothing of the kind."""
    request = call.facts.roles.request
    judged = wording.verdict(text) if request is not None else None
    if request is None or judged is None or judged[0] not in _ANSWERED_BY:
        return None
    is_meant = codes.tidy(judged[1]) == request.code and rights.may_run("canbo", call.facts)
    return answer(call, request.code, is_granted=_ANSWERED_BY[judged[0]]) if is_meant else None


def answer(call: Call, code: str, *, is_granted: bool) -> Turn:
    """Let somebody in or not, if nobody has decided yet."""
    facts, request = call.facts, call.facts.roles.request
    scopes = facts.scopes(Role.STAFF)
    heir = facts.directory.current(request.organisation_id) if request is not None else None
    is_here = request is not None and rights.covers(scopes, request.organisation_id, facts.directory)
    is_there = heir is not None and rights.covers(scopes, heir.id, facts.directory)
    if request is None or request.code != code or not (is_here or is_there):
        return call.says(Say("no-such-request"))
    if request.person_id == facts.person_id:
        return call.says(Say("request-own"))
    args = _about(call, request)
    if request.outcome:
        return call.says(Say("request-answered", {**args, "outcome": request.outcome, "by": request.decided_by}))
    if heir is None or not heir.is_active or heir.kind not in KINDS["executive"] or not is_there:
        return _closed(call, request)
    request = replace(request, organisation_id=heir.id)
    args = _about(call, request)
    by = call.state.profile.get("signature") or facts.phrase(Text("person-unnamed"))
    verdict = "granted" if is_granted else "refused"
    closed = Say("request-answered", {**args, "outcome": verdict, "by": by})
    to_asker = Say("request-granted", args, (run_button("duyet"),)) if is_granted else Say("request-refused", args)
    effects: tuple[Effect, ...] = (
        AnswerRequest(code, is_granted),
        CloseCards(card_name(code), closed),
        Tell(ThisPerson(request.person_id), to_asker),
        Say("request-decided", {**args, "outcome": verdict}, _next(request) if is_granted else ()),
    )
    return call.says(*effects)


def _closed(call: Call, request: RoleRequest) -> Turn:
    """Nobody can be let in where the CĐCS is over, or has gone where the person has no say."""
    args = _about(call, request)
    return call.says(
        AnswerRequest(request.code, is_granted=False),
        CloseCards(card_name(request.code), Say("request-closed", args)),
        Tell(ThisPerson(request.person_id), Say("request-closed-yours", args)),
        Say("request-closed", args),
    )


def _about(call: Call, request: RoleRequest) -> dict[str, Arg]:
    place = call.facts.directory.label(request.organisation_id)
    return {"name": request.name or Text("person-unnamed"), "place": place}


def _next(request: RoleRequest) -> tuple[Button, ...]:
    name = handle(request.person_id, Grant(Role.EXECUTIVE, request.organisation_id))
    return (run_button("canbo", f"xoa {name}", "button-xoa-role"),)
