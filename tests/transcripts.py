"""Conversations as transcripts: what a person types or presses, and what the engine answers, as text keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from conversations.domain import Role, Submission
from conversations.effects import Button, Effect, FileSubmission, Resubmit, Say, Tell, Text
from conversations.engine import transition
from conversations.events import ButtonPressed, Event, TextReceived
from conversations.facts import Facts, Needs
from conversations.needs import needs
from conversations.role_facts import RoleFacts, handle
from conversations.state import State, from_dict, to_dict
from tests.builders import CATALOGUE, NOON, facts

Line = tuple[str, str]


def shown(effect: Effect) -> str:
    """An effect in one word: a Say by its key, "!problem question" when something was wrong, "question*" with a value."""
    match effect:
        case Say(key=key, args=args):
            return _said(Text(key, args))
        case Tell(to=to, say=say):
            return f"@{type(to).__name__}:{say.key}"
    return f"+{type(effect).__name__}"


def _said(text: Text) -> str:
    if text.key == "with-problem":
        problem, question = text.args["problem"], text.args["question"]
        assert isinstance(problem, Text)
        assert isinstance(question, Text)
        return f"!{problem.key} {_said(question)}"
    if text.key == "with-current":
        question = text.args["question"]
        assert isinstance(question, Text)
        return f"{_said(question)}*"
    if text.key == "with-upload":
        lines = text.args["lines"]
        assert isinstance(lines, tuple)
        assert isinstance(lines[0], Text)
        return _said(lines[0])
    return text.key


def loaded(known: Facts, wanted: Needs) -> Facts:
    """The facts that the runner loads for these needs, and no others (see bot/facts.py)."""
    return replace(
        known,
        link=known.link if known.link and known.link.code == wanted.link else None,
        subjects=tuple(s for s in known.subjects if s.submission.code.startswith(wanted.codes)),
        selections=known.selections if wanted.selected else (),
        to_forward=known.to_forward if wanted.to_forward else {},
        listeners=known.listeners if wanted.listeners is not None and known.scopes(Role.STAFF) else {},
        pending=known.pending if wanted.pending else (),
        pending_count=known.pending_count if wanted.pending else 0,
        own=known.own if wanted.own else (),
        open_erasure=known.open_erasure and wanted.own,
        units=tuple(unit for unit in known.units if unit.organisation_id in wanted.units),
        unresolved=known.unresolved if wanted.unresolved else (),
        resolution=known.resolution if wanted.resolution is not None else None,
        contacts=known.contacts if wanted.contacts else {},
        contact=known.contact if wanted.contact else None,
        examples=known.examples if wanted.examples else {},
        own_examples=known.own_examples if wanted.own_examples else {},
        roles=loaded_roles(known.roles, wanted),
        join_code=known.join_code if known.join_code and known.join_code.code in (wanted.join, wanted.link) else None,
        has_joined=known.has_joined and wanted.has_joined,
        entry=known.entry if known.entry and known.entry.code == wanted.link else None,
        open_entries=tuple(
            one for one in (known.entry, *known.open_entries) if one and one.code in wanted.open_entries
        ),
        entries=known.entries if wanted.entries else (),
    )


def loaded_roles(known: RoleFacts, wanted: Needs) -> RoleFacts:
    """The same of roles (see bot/role_facts.py)."""
    needs, holder, request = wanted.roles, known.holder, known.request
    is_holder = holder is not None and needs.holder == handle(holder.person_id, holder.grant)
    begin = needs.invitation or "\0"
    return RoleFacts(
        holder=holder if is_holder else None,
        request=request if request and request.code == needs.request else None,
        invitations=tuple(one for one in known.invitations if one.code.startswith(begin)),
        asked=known.asked if needs.asks else (),
        staffed=known.staffed if needs.asks else frozenset(),
        wrong_codes=known.wrong_codes if wanted.link else 0,
    )


@dataclass
class Talk:
    """One person talking to the engine; buttons are pressed by what they read."""

    facts: Facts = field(default_factory=facts)
    state: State = field(default_factory=State)
    at: datetime = NOON
    order: int = 0
    says: tuple[Say, ...] = ()  # of the last turn
    effects: tuple[Effect, ...] = ()

    def write(self, line: str) -> str:
        """ "[Label]" presses the newest button that reads so; "{action}" sends a raw action; anything else is typed."""
        self.at += timedelta(seconds=10)
        if line.startswith("["):
            return self.take(ButtonPressed(self.at, self.button(line[1:-1]).action, "m1"))
        if line.startswith("{"):
            return self.take(ButtonPressed(self.at, line[1:-1], "m1"))
        return self.type(line)

    def type(self, text: str) -> str:
        """Type a text as it is."""
        self.order += 1
        return self.take(TextReceived(self.at, text, self.order))

    def take(self, event: Event) -> str:
        """Run one turn; the state goes through its stored form. Returns what `shown` says, without closed buttons."""
        stored = from_dict(to_dict(self.state))
        turn = transition(stored, event, loaded(self.facts, needs(stored, event)))
        self.state, self.effects = turn.state, turn.effects
        self.says = tuple(e for e in turn.effects if isinstance(e, Say)) or self.says
        return " ".join(word for e in turn.effects if (word := shown(e)) != "+CloseButtons")

    def button(self, label: str) -> Button:
        """The newest button with this label."""
        for say in reversed(self.says):
            for button in say.buttons:
                if label == (button.label if isinstance(button.label, str) else CATALOGUE.phrase(button.label)):
                    return button
        raise AssertionError(f"no button {label!r} under {[say.key for say in self.says]}")

    def labels(self) -> list[str]:
        """Every label under the last message."""
        return [b.label if isinstance(b.label, str) else CATALOGUE.phrase(b.label) for b in self.says[-1].buttons]

    def know(self, **changes: object) -> None:
        """Change the facts of the turns to come."""
        self.facts = replace(self.facts, **changes)

    def filed(self) -> FileSubmission | Resubmit:
        """What the last turn asked to store."""
        return next(e for e in self.effects if isinstance(e, FileSubmission | Resubmit))


def follow(lines: Iterable[Line] | Sequence[Line], talk: Talk | None = None) -> Talk:
    """Each line is answered by exactly these words."""
    talk = talk or Talk()
    for line, expected in lines:
        assert expected == talk.write(line), line
    return talk


def submission_of(effect: FileSubmission, at: datetime = NOON, author_id: int = 7) -> Submission:
    """The submission that storage would make of it."""
    from conversations.domain import Status

    return Submission(effect.code, 1, Status.SUBMITTED, author_id, effect.organisation_id, effect.answers, at)
