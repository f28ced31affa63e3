"""What a turn can ask for, in the imperative. The runner carries effects out in the turn's transaction."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from conversations.accounts import AccountEffect
from conversations.attached import AttachmentEffect, SendAttachment
from conversations.district_effects import DistrictEffect, SendTemplate
from conversations.domain import Agreement, Decision, Entered
from conversations.entering import EntryEffect, SendConfirmation
from conversations.events import SentFile
from conversations.report_effects import SendOverview, SendReminded, SendReport
from conversations.role_effects import RoleEffect, SendInvitation, SendPeople
from conversations.units import ChangeUnit, UndoUnit


class Text(Struct, frozen=True):
    """A text key of the catalogue with its arguments; rendered in the outside world."""

    key: str
    args: "Mapping[str, Arg]" = field(default_factory=dict)


class JoinLinks(Struct, frozen=True):
    """The links of every configured channel that carry this code, one a line."""

    code: str


class UploadLink(Struct, frozen=True):
    """The one-time address of a page that takes a file for *purpose*; left out where the channel itself takes files.

    always: shown there too, to whoever prefers the page.
    """

    purpose: str
    always: bool = False


# A tuple is a list of lines.
Arg = str | int | Text | JoinLinks | UploadLink | tuple["Arg", ...]


class ButtonKind(StrEnum):
    """How a button is laid out."""

    CHOICE = "choice"  # an answer
    CONTROL = "control"  # back, cancel, help, pages ...
    CONTACT = "contact"  # shares the person's own phone number, where the channel can


class Button(Struct, frozen=True):
    """A button: what it shows and the action it sends back (see actions.py)."""

    label: str | Text
    action: str
    kind: ButtonKind = ButtonKind.CHOICE


class Say(Struct, frozen=True):
    """A message to the person of this turn."""

    key: str
    args: Mapping[str, Arg] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    collapse: str | None = None  # replaces an unsent message of the same name in the same chat
    delay_seconds: int = 0
    hint: str | None = None  # the step that waits for an answer, for channels that can help with it
    is_kept: bool = True  # the conversation knows what the numbers of its buttons mean


class FetchFile(Struct, frozen=True):
    """Have a file fetched and read for a purpose, and say meanwhile that this is being done. `FileRead` follows."""

    purpose: str
    file: SentFile
    say: Say
    is_kept: bool = False  # not the channel's but one that was read before: *ref* is its id, and all that is read


class AuthorOf(Struct, frozen=True):
    """Whose submission it is; whoever entered it for an author who signed it and has no account."""

    code: str


class DecidersOf(Struct, frozen=True):
    """Who may decide: the executives of the CĐCS but the author; where there are none, the nearest staff above."""

    code: str


class StaffAbove(Struct, frozen=True):
    """The staff of the nearest node above that has any."""

    organisation_id: int


class ThisPerson(Struct, frozen=True):
    """Somebody by number."""

    person_id: int


Recipient = AuthorOf | DecidersOf | StaffAbove | ThisPerson


class Tell(Struct, frozen=True):
    """A message to somebody else. With *card* it is one of the copies that `CloseCards` closes later."""

    to: Recipient
    say: Say
    card: str | None = None  # a submission's code, or what a request for a role is called (cards.py: `request_card`)


class CloseButtons(Struct, frozen=True):
    """Take the buttons off the message that was pressed and write *mark* under its text."""

    message_id: str
    mark: str | Text


class CloseCards(Struct, frozen=True):
    """Replace every open card of this submission by *say*."""

    code: str
    say: Say


class RecordConsent(Struct, frozen=True):
    """Keep the proof: which notice was shown, and the answer."""

    version: str
    agreed: bool


class FileSubmission(Struct, frozen=True):
    """Store a new submission under *code*; the same code again changes nothing. Its author is the person of this turn,
    but of one *entered* for who agreed otherwise than by phone: whoever has this identity number."""

    code: str
    organisation_id: int
    answers: Mapping[str, str]
    entered: Entered | None = None


class Resubmit(Struct, frozen=True):
    """Store the changed answers of a submission whose changes were requested; status becomes submitted."""

    code: str
    revision: int  # the one that was read
    changed: Mapping[str, str]


class Decide(Struct, frozen=True):
    """Record a decision, if the submission still has this revision and is waiting."""

    code: str
    revision: int
    decision: Decision
    by_name: str  # what author and colleagues read
    reason: str | None = None
    asked: tuple[str, ...] = ()
    agreement: Agreement | None = None


class AddAgreement(Struct, frozen=True):
    """Add the employer's agreement to a submission that was confirmed without it."""

    code: str
    revision: int
    agreement: Agreement


class Withdraw(Struct, frozen=True):
    """The author takes the submission back before a decision."""

    code: str
    revision: int


class LinkKind(StrEnum):
    """What a short code opens."""

    WORKPLACE = "workplace"  # the QR code of a CĐCS: fills the workplace in
    INVITATION = "invitation"  # grants a role once


class QrForm(StrEnum):
    """What a QR code comes as; the values end the names of files."""

    PNG = "png"  # a picture for a group chat
    SVG = "svg"  # a drawing for a printer's shop
    PDF = "pdf"  # an A4 sheet for the notice board


class SendQr(Struct, frozen=True):
    """Owe the person the QR code of an organisation."""

    organisation_id: int
    form: QrForm = QrForm.PNG


class RenewCode(Struct, frozen=True):
    """Revoke the code on a CĐCS's posters; *code* takes its place."""

    organisation_id: int
    code: str


class OrderPosters(Struct, frozen=True):
    """Have the sheets of every CĐCS below a node made, a part of them at a time."""

    organisation_id: int
    part: int  # from 1
    begun: Say  # said at once, and changed as it goes on


class StopPosters(Struct, frozen=True):
    """Make no more of the set that the person has ordered, and say so."""


class SendMarkedList(Struct, frozen=True):
    """Owe the person what was kept of a list they sent: marked, or with codes. name: the key of the file's name."""

    file_id: str
    person_id: int
    say: Say
    name: str = "import-marked-name"


class RetryMessages(Struct, frozen=True):
    """Owe again what was given up, and say how much that is."""


class RemindUnions(Struct, frozen=True):
    """Tell the executives of every CĐCS in scope that has no initiative yet."""

    scopes: tuple[int, ...]


class RequestErasure(Struct, frozen=True):
    """Open a dated request to delete what was filed."""


# What is looked up, and may be drawn, when it is sent.
MadeWhenSent = (
    SendReport | SendReminded | SendQr | SendOverview | SendPeople | SendInvitation | SendConfirmation | SendTemplate
    | SendMarkedList | SendAttachment
)
Effect = (
    Say | Tell | FetchFile | CloseButtons | CloseCards | RecordConsent | FileSubmission | Resubmit | Decide
    | AddAgreement | Withdraw | MadeWhenSent | RenewCode | OrderPosters | StopPosters | RetryMessages | RemindUnions
    | ChangeUnit | UndoUnit | RequestErasure | DistrictEffect | RoleEffect | AccountEffect | AttachmentEffect
    | EntryEffect
)  # fmt: skip
