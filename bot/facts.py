"""Loads what a turn may know, inside the turn's transaction. The organisation tree is kept between turns."""

import secrets
from collections.abc import Callable
from datetime import datetime

from bot.role_facts import load_roles
from conversations import codes
from conversations.directory import Directory
from conversations.domain import Campaign
from conversations.effects import Text
from conversations.facts import MOST_LISTED, Facts, Fresh, Needs
from storage.repositories.people import Person
from storage.unit_of_work import UnitOfWork


class NoCampaign(Exception):
    """The database holds no current campaign: `python -m bot migrate` was not run."""


class FactLoader:
    """Loads facts; remembers the directory as long as its version stands."""

    def __init__(self, phrase: Callable[[Text], str]) -> None:
        self._phrase = phrase
        self._directory: tuple[int, Directory] | None = None

    def directory(self, uow: UnitOfWork) -> Directory:
        """The organisation tree as it is now."""
        version = uow.organisations.version()
        if self._directory is None or self._directory[0] != version:
            self._directory = version, Directory(uow.organisations.all())
        return self._directory[1]

    def load(self, uow: UnitOfWork, person: Person, needs: Needs, at: datetime, channel: str = "") -> Facts:
        """Everything that *needs* names, and what every turn needs. channel: by which the person writes."""
        grants = uow.grants.of(person.id)
        pending = uow.subjects.pending_for(person.id, person.identity_hash, grants, MOST_LISTED) if (
            needs.pending and grants
        ) else None  # fmt: skip
        link = uow.links.find(needs.link) if needs.link else None
        return Facts(
            campaign=current_campaign(uow),
            directory=self.directory(uow),
            fresh=Fresh(receipt=draw_code(), link=draw_code()),
            phrase=self._phrase,
            person_id=person.id,
            grants=grants,
            link=link.as_link(at) if link else None,
            subjects=uow.subjects.named(needs.codes, person.id, person.identity_hash) if needs.codes else (),
            pending=pending.subjects if pending else (),
            pending_count=pending.total if pending else 0,
            own=uow.submissions.of_author(person.id, MOST_LISTED) if needs.own else (),
            open_erasure=uow.erasures.is_open(person.id) if needs.own else False,
            channel=channel,
            roles=load_roles(uow, person, needs, at),
        )


def current_campaign(uow: UnitOfWork) -> Campaign:
    """The running programme. Raises: NoCampaign."""
    campaign = uow.campaigns.current()
    if campaign is None:
        raise NoCampaign
    return campaign


def draw_code() -> str:
    """A new code that nobody can guess."""
    return codes.with_check("".join(secrets.choice(codes.ALPHABET) for _ in range(codes.LENGTH - 1)))
