"""One transaction with the repositories on it. Whoever opened the connection commits or rolls back."""

from functools import cached_property

from sqlalchemy import Connection

from storage.repositories.alarms import Alarms
from storage.repositories.anonymity import Anonymity
from storage.repositories.attachments import Attachments
from storage.repositories.audit import Audit
from storage.repositories.broadcasts import Broadcasts
from storage.repositories.campaigns import Campaigns
from storage.repositories.consents import Consents
from storage.repositories.contacts import Contacts
from storage.repositories.conversations import Conversations
from storage.repositories.counters import Counters
from storage.repositories.duties import Duties
from storage.repositories.entries import Entries
from storage.repositories.erasures import Erasures
from storage.repositories.examples import Examples
from storage.repositories.fetches import Fetches
from storage.repositories.filings import Filings
from storage.repositories.grants import Grants
from storage.repositories.handing import Handing
from storage.repositories.imports import Imports
from storage.repositories.inbox import Inbox
from storage.repositories.joins import Joins
from storage.repositories.likenesses import Likenesses
from storage.repositories.links import Links
from storage.repositories.organisation_changes import OrganisationChanges
from storage.repositories.organisations import Organisations
from storage.repositories.outbox import Outbox
from storage.repositories.parking import Parking
from storage.repositories.people import People
from storage.repositories.poster_orders import PosterOrders
from storage.repositories.rate_limits import RateLimits
from storage.repositories.received_files import ReceivedFiles
from storage.repositories.role_requests import RoleRequests, WrongCodes
from storage.repositories.selections import Selections
from storage.repositories.set_aside import SetAside
from storage.repositories.subjects import Subjects
from storage.repositories.submissions import Submissions
from storage.repositories.sums import Sums
from storage.repositories.timers import Timers
from storage.repositories.turns import Turns
from storage.repositories.unasked import Unasked
from storage.repositories.unions import Unions
from storage.repositories.upload_links import UploadLinks
from storage.repositories.usage import Usages
from storage.repositories.web import Web
from storage.repositories.workplaces import Workplaces
from storage.repositories.zalo_tokens import ZaloTokens
from storage.vault import Vault


class UnitOfWork:
    """What `Database.write` and `Database.read` hand to the work they run. A repository is made when asked for."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self.connection, self.vault = connection, vault
        self.has_lost_race = False  # whether its work runs once more: see `Prepared.assume_one`

    @cached_property
    def alarms(self) -> Alarms:
        return Alarms(self.connection, self.audit)

    @cached_property
    def anonymity(self) -> Anonymity:
        return Anonymity(self.connection, self.vault, self.audit)

    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self.connection, self.vault)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection, self.vault)

    @cached_property
    def broadcasts(self) -> Broadcasts:
        return Broadcasts(self.connection, self.audit)

    @cached_property
    def campaigns(self) -> Campaigns:
        return Campaigns(self.connection, self.audit)

    @cached_property
    def consents(self) -> Consents:
        return Consents(self.connection)

    @cached_property
    def contacts(self) -> Contacts:
        return Contacts(self.connection, self.audit)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.connection, self.vault)

    @cached_property
    def counters(self) -> Counters:
        return Counters(self.connection)

    @cached_property
    def duties(self) -> Duties:
        return Duties(self.connection)

    @cached_property
    def entries(self) -> Entries:
        return Entries(self.connection, self.vault, self.audit)

    @cached_property
    def erasures(self) -> Erasures:
        return Erasures(self.connection, self.audit)

    @cached_property
    def examples(self) -> Examples:
        return Examples(self.connection, self.audit)

    @cached_property
    def fetches(self) -> Fetches:
        return Fetches(self.connection, self.vault)

    @cached_property
    def filings(self) -> Filings:
        return Filings(self.connection, self.vault, self.audit)

    @cached_property
    def grants(self) -> Grants:
        return Grants(self.connection, self.audit)

    @cached_property
    def handing(self) -> Handing:
        return Handing(self.connection, self.vault)

    @cached_property
    def imports(self) -> Imports:
        return Imports(self.connection, self.organisation_changes)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection)

    @cached_property
    def joins(self) -> Joins:
        return Joins(self.connection, self.audit)

    @cached_property
    def likenesses(self) -> Likenesses:
        return Likenesses(self.connection)

    @cached_property
    def links(self) -> Links:
        return Links(self.connection)

    @cached_property
    def organisation_changes(self) -> OrganisationChanges:
        return OrganisationChanges(self.connection, self.audit, self.organisations)

    @cached_property
    def organisations(self) -> Organisations:
        return Organisations(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self.vault)

    @cached_property
    def parking(self) -> Parking:
        return Parking(self.connection)

    @cached_property
    def people(self) -> People:
        return People(self.connection, self.vault)

    @cached_property
    def poster_orders(self) -> PosterOrders:
        return PosterOrders(self.connection)

    @cached_property
    def rate_limits(self) -> RateLimits:
        return RateLimits(self.connection)

    @cached_property
    def received_files(self) -> ReceivedFiles:
        return ReceivedFiles(self.connection, self.vault)

    @cached_property
    def role_requests(self) -> RoleRequests:
        return RoleRequests(self.connection, self.audit)

    @cached_property
    def selections(self) -> Selections:
        return Selections(self.connection, self.audit)

    @cached_property
    def set_aside(self) -> SetAside:
        return SetAside(self.connection, self.vault)

    @cached_property
    def subjects(self) -> Subjects:
        return Subjects(self.connection, self.vault, self.grants)

    @cached_property
    def submissions(self) -> Submissions:
        return Submissions(self.connection, self.vault, self.audit)

    @cached_property
    def sums(self) -> Sums:
        return Sums(self.connection)

    @cached_property
    def timers(self) -> Timers:
        return Timers(self.connection)

    @cached_property
    def turns(self) -> Turns:
        return Turns(self.connection, self.vault, self.people)

    @cached_property
    def unasked(self) -> Unasked:
        return Unasked(self.connection)

    @cached_property
    def unions(self) -> Unions:
        return Unions(self.connection)

    @cached_property
    def upload_links(self) -> UploadLinks:
        return UploadLinks(self.connection)

    @cached_property
    def usage(self) -> Usages:
        return Usages(self.connection, self.counters)

    @cached_property
    def web(self) -> Web:
        return Web(self.connection, self.vault)

    @cached_property
    def workplaces(self) -> Workplaces:
        return Workplaces(self.connection, self.unions, self.audit)

    @cached_property
    def wrong_codes(self) -> WrongCodes:
        return WrongCodes(self.connection)

    @cached_property
    def zalo_tokens(self) -> ZaloTokens:
        return ZaloTokens(self.connection, self.vault, self.audit)
