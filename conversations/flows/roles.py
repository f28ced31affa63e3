"""How people come to a role without being invited, and lose one: asking for it, and taking it away."""

from datetime import timedelta

from msgspec.structs import replace

from conversations import actions, cards, codes, places, rights
from conversations.answers import Doubtful, Valid
from conversations.cards import MISSING
from conversations.directory import Organisation
from conversations.domain import Grant, Role
from conversations.effects import Arg, Button, Effect, Say, StaffAbove, Tell, Text, ThisPerson
from conversations.flows.administration import INVITATION_LIFE, is_active
from conversations.flows.identity import name_typed
from conversations.flows.workplace import WORKPLACE
from conversations.role_effects import AskForRole, CreateInvitation, RevokeGrant, SendInvitation
from conversations.role_facts import ASKED_LATELY, MOST_ASKED, Holder, RoleRequest, card_name, handle
from conversations.steps import Flow, Option, Remember, Reply, Step, View, yes_means

REQUEST_LIFE = timedelta(days=ASKED_LATELY)
DAY = timedelta(days=1)
REPLACE = "thay"


# -- asking ------------------------------------------------------------------------------------------------------
def request_card(view: View, request: RoleRequest, phone: str) -> Say:
    """What the staff above read of somebody who asks, with the answers that can be given."""
    args: dict[str, Arg] = {
        "name": request.name,
        "place": view.facts.directory.label(request.organisation_id),
        "channel": Text(f"channel-{view.facts.channel}") if view.facts.channel else "–",
        "phone": phone or "–",
        "code": codes.shown(request.code),
        "days": ASKED_LATELY,
    }
    buttons = tuple(
        Button(Text(f"button-request-{verb}"), actions.encode(actions.Run("canbo", f"{verb} {request.code}")))
        for verb in ("duyet", "tuchoi")
    )
    return Say("request-card", args, buttons)


def _federation_answer(view: View, value: str) -> Reply:
    """With the CĐCS that was named at the beginning, if it is there: the last question shows it before it counts."""
    hint = view.context.get("hint", "")
    found = places.found(view, hint, int(value), "union") if hint else None
    return Reply({"federation": value} | ({"union": found.value} if isinstance(found, Valid | Doubtful) else {}))


def _union_answer(view: View, value: str) -> Reply:
    if value != MISSING:
        return Reply({"union": value})
    place = view.facts.directory.label(int(view.answers["federation"]))
    return Reply(effects=(Say("request-union-unknown", {"place": place}),), ends=True)


def _sure_args(view: View) -> dict[str, Arg]:
    return {"name": view.answers["full_name"], "place": places.label(view, view.answers["union"])}


def _yes_no(view: View) -> tuple[Option, ...]:
    return (Option("yes", Text("option-ask-for-role")), Option("no", Text("option-keep-roles")))


def _asked(view: View) -> tuple[Effect | Remember, ...]:
    if view.answers["sure"] == "no":
        return (Say("stopped"),)
    facts, organisation = view.facts, int(view.answers["union"])
    if obstacle := _obstacle(view, organisation):
        return (obstacle,)
    asked = RoleRequest(facts.fresh.link, facts.person_id, organisation, view.answers["full_name"])
    above = _nearest_staffed(view, organisation)
    said: dict[str, Arg] = {
        "place": facts.directory.label(organisation),
        "above": facts.directory.label(above.id) if above else "",
        "until": cards.moment(facts.campaign, view.at + REQUEST_LIFE),
    }
    return (
        AskForRole(asked.code, organisation, view.at + REQUEST_LIFE),
        Remember({"signature": asked.name}),
        Tell(StaffAbove(organisation), request_card(view, asked, view.context.get("phone", "")), card_name(asked.code)),
        Say("request-sent", said),
    )


def _obstacle(view: View, organisation: int) -> Say | None:
    """Why nothing is asked, if so."""
    facts, asked = view.facts, view.facts.roles.asked
    node, place = facts.directory.get(organisation), facts.directory.label(organisation)
    above = facts.directory.label(node.parent_id) if node and node.parent_id is not None else ""
    lately = [one.at for one in asked if one.at > view.at - DAY]
    if organisation in facts.scopes(Role.EXECUTIVE):
        return Say("invitation-held-already")
    if rights.covers(facts.scopes(Role.STAFF), organisation, facts.directory):
        return Say("request-invite-yourself")
    if any(one.is_open and one.organisation_id == organisation for one in asked):
        return Say("request-open-already", {"place": place})
    if len(lately) >= MOST_ASKED:
        return Say("request-too-many", {"at": cards.moment(facts.campaign, min(lately) + DAY)})
    if node is None or not node.is_active or _nearest_staffed(view, organisation) is None:
        return Say("request-nobody", {"place": place, "above": above})
    return None


def _nearest_staffed(view: View, organisation: int) -> Organisation | None:
    """The node whose staff will be told; `Grants.nearest_staff` finds the people."""
    directory = view.facts.directory
    way_up = (*directory.ancestors(organisation), directory.get(organisation))
    return next((node for node in reversed(way_up) if node and node.id in view.facts.roles.staffed), None)


def _place_steps() -> tuple[Step, ...]:
    """The usual search, without the way out for those who do not find their CĐCS: it would have nobody to decide."""
    by_id = {step.id: step for step in WORKPLACE}
    return (
        by_id["workplace"],
        by_id["province"],
        replace(by_id["federation"], on_answer=_federation_answer),
        replace(by_id["union"], on_answer=_union_answer),
    )


REQUEST = Flow(
    "request",
    (
        Step("full_name", "ask-request-name", read=name_typed, takes_names=True),
        *_place_steps(),
        Step("sure", "ask-request-sure", yes_means("yes", "no"), _yes_no, args=_sure_args, is_listed=False),
    ),
    _asked,
    cancelled="stopped",
)  # fmt: skip


# -- taking away -------------------------------------------------------------------------------------------------
def about(view: View, holder: Holder) -> dict[str, Arg]:
    """Whose role it is, as every text about it names them."""
    return {
        "name": holder.name or Text("person-unnamed"),
        "role": Text(f"role-{holder.grant.role.value}"),
        "place": view.facts.directory.label(holder.grant.organisation_id),
    }


def _remove_args(view: View) -> dict[str, Arg]:
    role, context = context_role(view), view.context
    return {
        "verb": context["verb"] if is_active(view, int(context["organisation"])) else "xoa",  # promises nobody after
        "name": context["name"],
        "role": Text(f"role-{role.value}"),
        "place": places.label(view, context["organisation"]),
        "kind": role.value if context["others"] == "0" else "others",
        "self": "yes" if context["self"] == "yes" else "no",
    }


def context_role(view: View) -> Role:
    """The role that the run is about."""
    return Role(view.context["role"])


def _removed(view: View) -> tuple[Effect | Remember, ...]:
    if view.answers["sure"] == "no":
        return (Say("stopped"),)
    facts, holder = view.facts, view.facts.roles.holder
    if holder is None or handle(holder.person_id, holder.grant) != view.context["holder"]:
        return (Say("role-gone-already", _remove_args(view)),)
    if not rights.may_remove(facts, holder):
        return (Say("role-not-yours-to-take"),)
    named, is_own = about(view, holder), holder.person_id == facts.person_id
    taken = RevokeGrant(holder.person_id, holder.grant)
    if is_own:
        return taken, Say("role-given-up", named)
    told = Tell(ThisPerson(holder.person_id), Say("role-taken-from-you", named))
    return taken, told, Say("role-taken", named), *_successor(view, holder.grant)


def _successor(view: View, grant: Grant) -> tuple[Effect, ...]:
    """The invitation for who comes after, where that was asked for and the place goes on."""
    if view.context["verb"] != REPLACE:
        return ()
    if not is_active(view, grant.organisation_id):
        return (Say("place-closed"),)
    code, until = view.facts.fresh.link, view.at + INVITATION_LIFE
    return (
        CreateInvitation(code, grant.role, grant.organisation_id, until),
        SendInvitation(code, grant.role, grant.organisation_id, until),
    )


REMOVAL = Flow(
    "removal",
    (
        Step("sure", "ask-remove", yes_means("yes", "no"), args=_remove_args, is_listed=False,
             options=lambda view: (Option("yes", Text("option-remove")), Option("no", Text("option-keep-roles")))),
    ),
    _removed,
    cancelled="stopped",
)  # fmt: skip
