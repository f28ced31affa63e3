"""Short forms of executives and staff: introduce oneself, invite somebody."""

from datetime import timedelta

from conversations import places, rights
from conversations.answers import Invalid
from conversations.domain import Role
from conversations.effects import Effect, Say, Text
from conversations.flows.identity import name_typed
from conversations.kinds import MIDDLE, PROVINCE
from conversations.role_effects import AcceptInvitation, CreateInvitation, SendInvitation
from conversations.steps import Answer, Flow, Option, Remember, Step, View

INVITATION_LIFE = timedelta(days=7)
# Who may be invited in chat, and for which kinds of node. Operators are invited from the terminal alone.
KINDS = {"executive": ("union",), "staff": (PROVINCE, *MIDDLE)}


def _introduced(view: View) -> tuple[Effect | Remember, ...]:
    link = view.facts.link
    if link is None or link.code != view.context["link"] or not link.is_usable or link.role is None:
        return (Say(f"link-{(link and link.ended) or 'used'}"),)
    place = view.facts.directory.label(link.organisation_id)
    name = view.answers["full_name"]
    return (
        AcceptInvitation(link.code, name),
        # Whoever was greeted as a worker before the code came is not left in that form.
        Remember({"full_name": name, "signature": name}, leaves=("submission",)),
        Say(f"welcome-{link.role.value}", {"name": name, "place": place}),
    )


def _scoped(view: View, kinds: tuple[str, ...], roles: tuple[Role, ...]) -> tuple[Option, ...]:
    """The nodes a person may choose among by button: few enough to page through."""
    facts, found = view.facts, []
    for scope in (scope for role in roles for scope in facts.scopes(role)):
        nodes = (facts.directory.get(scope), *facts.directory.children(scope))
        found += [node for node in nodes if node is not None and node.kind in kinds and node.is_active]
    return tuple(Option(str(n.id), facts.directory.label(n.id)) for n in dict.fromkeys(found))


def _search(view: View, raw: str, kinds: tuple[str, ...], roles: tuple[Role, ...]) -> Answer:
    facts = view.facts
    answers = [places.found(view, raw, scope, kind) for role in roles for scope in facts.scopes(role) for kind in kinds]
    inside = [answer for answer in answers if not isinstance(answer, Invalid)]
    return inside[0] if inside else Invalid("place-not-in-scope", {})


def _invited(view: View) -> tuple[Effect | Remember, ...]:
    organisation, code = int(view.answers["organisation"]), view.facts.fresh.link
    if not rights.covers(view.facts.scopes(Role.STAFF), organisation, view.facts.directory):
        return (Say("place-not-in-scope"),)
    if not is_active(view, organisation):
        return (Say("place-closed"),)
    role, until = Role(view.answers["role"]), view.at + INVITATION_LIFE
    return CreateInvitation(code, role, organisation, until), SendInvitation(code, role, organisation, until)


def is_active(view: View, organisation_id: int) -> bool:
    """Whether a node takes new people."""
    node = view.facts.directory.get(organisation_id)
    return node is not None and node.is_active


INTRODUCTION = Flow(
    "introduction",
    (Step("full_name", "ask-introduction", read=name_typed, takes_names=True,
          is_listed=False,
          args=lambda view: {"kind": view.context["role"], "role": Text(f"role-{view.context['role']}"),
                             "place": places.label(view, view.context["organisation"])}),),
    _introduced,
    cancelled="stopped",
)  # fmt: skip
INVITATION = Flow(
    "invitation",
    (
        Step("role", "ask-invite-role", is_listed=False, resets=("organisation",),
             options=lambda view: tuple(Option(role.value, Text(f"role-{role.value}")) for role in map(Role, KINDS))),
        Step("organisation", "ask-invite-organisation", is_listed=False, show=places.label,
             read=lambda view, raw: _search(view, raw, KINDS[view.answers["role"]], (Role.STAFF,)),
             options=lambda view: _scoped(view, KINDS[view.answers["role"]], (Role.STAFF,))),
    ),
    _invited,
    cancelled="stopped",
)  # fmt: skip
