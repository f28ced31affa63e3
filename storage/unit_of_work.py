"""One transaction with the repositories on it. Whoever opened the connection commits or rolls back."""

from sqlalchemy import Connection

from storage.repositories.alarms import Alarms
from storage.repositories.audit import Audit
from storage.repositories.campaigns import Campaigns
from storage.repositories.consents import Consents
from storage.repositories.conversations import Conversations
from storage.repositories.counters import Counters
from storage.repositories.duties import Duties
from storage.repositories.erasures import Erasures
from storage.repositories.grants import Grants
from storage.repositories.inbox import Inbox
from storage.repositories.links import Links
from storage.repositories.organisations import Organisations
from storage.repositories.outbox import Outbox
from storage.repositories.parking import Parking
from storage.repositories.people import People
from storage.repositories.poster_orders import PosterOrders
from storage.repositories.rate_limits import RateLimits
from storage.repositories.set_aside import SetAside
from storage.repositories.subjects import Subjects
from storage.repositories.submissions import Submissions
from storage.repositories.timers import Timers
from storage.repositories.unasked import Unasked
from storage.repositories.usage import Usages
from storage.repositories.web import Web
from storage.repositories.zalo_tokens import ZaloTokens
from storage.vault import Vault


class UnitOfWork:
    """What `Database.write` and `Database.read` hand to the work they run."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self.connection, self.vault = connection, vault
        self.audit = Audit(connection, vault)
        self.alarms = Alarms(connection, self.audit)
        self.campaigns = Campaigns(connection, self.audit)
        self.consents = Consents(connection)
        self.conversations = Conversations(connection, vault)
        self.counters = Counters(connection)
        self.duties = Duties(connection)
        self.erasures = Erasures(connection, self.audit)
        self.grants = Grants(connection, self.audit)
        self.inbox = Inbox(connection)
        self.links = Links(connection)
        self.organisations = Organisations(connection)
        self.outbox = Outbox(connection, vault)
        self.parking = Parking(connection)
        self.people = People(connection, vault)
        self.poster_orders = PosterOrders(connection)
        self.rate_limits = RateLimits(connection)
        self.set_aside = SetAside(connection, vault)
        self.subjects = Subjects(connection, vault, self.grants)
        self.submissions = Submissions(connection, vault, self.audit)
        self.timers = Timers(connection)
        self.unasked = Unasked(connection)
        self.usage = Usages(connection, self.counters)
        self.web = Web(connection, vault)
        self.zalo_tokens = ZaloTokens(connection, vault, self.audit)
