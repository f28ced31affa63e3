"""Who may do what: one table for commands, one rule for decisions. Asked again at the moment of every action."""

from conversations.directory import Directory
from conversations.domain import OFFICIALS, Grant, Role, Status
from conversations.effects import Text
from conversations.facts import Facts, Subject
from conversations.role_facts import Holder

EVERYBODY: frozenset[Role] = frozenset()
# command → roles of which the person needs one
COMMAND_ROLES = {
    "start": EVERYBODY,
    "nop": EVERYBODY,
    "nopho": EVERYBODY,
    "theodoi": EVERYBODY,
    "huongdan": EVERYBODY,
    "hotro": EVERYBODY,
    "vidu": EVERYBODY,  # to change them needs staff: example_commands.py
    "dulieu": EVERYBODY,
    "machuyen": EVERYBODY,
    "huy": EVERYBODY,
    "tieptuc": EVERYBODY,
    "sua": EVERYBODY,
    "rut": EVERYBODY,
    "kem": EVERYBODY,
    "tep": EVERYBODY,  # of whom: own_files.py
    "quen": EVERYBODY,
    "xoa": EVERYBODY,
    "dungnhac": EVERYBODY,
    "nhaclai": EVERYBODY,
    "duyet": frozenset({Role.EXECUTIVE, Role.STAFF}),
    "qr": frozenset({Role.EXECUTIVE, Role.STAFF}),
    "report": frozenset({Role.STAFF}),
    "hoso": frozenset({Role.EXECUTIVE, Role.STAFF}),
    "chon": frozenset({Role.STAFF}),
    "thongbao": frozenset({Role.STAFF}),
    "nhac": frozenset({Role.STAFF}),
    "moi": frozenset({Role.STAFF}),
    "donvi": frozenset({Role.STAFF}),
    "nhap": frozenset({Role.STAFF}),
    "nhapsangkien": frozenset({Role.EXECUTIVE, Role.STAFF}),
    "ghepdonvi": frozenset({Role.STAFF}),
    "caidat": frozenset({Role.STAFF}),
    "canbo": frozenset({Role.STAFF}),
    "xinquyen": EVERYBODY,
    "ops": frozenset({Role.OPERATOR}),
}


def may_run(command: str, facts: Facts) -> bool:
    """Whether one of the person's roles opens *command*."""
    needed = COMMAND_ROLES[command]
    return not needed or any(grant.role in needed for grant in facts.grants)


def covers(scopes: tuple[int, ...], organisation_id: int, directory: Directory) -> bool:
    """Whether a node lies in one of the subtrees."""
    return any(directory.is_within(organisation_id, scope) for scope in scopes)


def may_look_at(facts: Facts, organisation_id: int) -> bool:
    """Whether a unit is the person's to see: executives see their CĐCS, staff what lies below them."""
    is_executive = organisation_id in facts.scopes(Role.EXECUTIVE)
    return is_executive or covers(facts.scopes(Role.STAFF), organisation_id, facts.directory)


def may_see(facts: Facts, subject: Subject) -> bool:
    """Executives of the CĐCS and staff above it; the author has views of his own."""
    return may_look_at(facts, subject.submission.organisation_id)


def refusal(facts: Facts, subject: Subject) -> Text | None:
    """Why the person may not decide on this submission, or None.

    Executives decide for their own CĐCS; staff only where no executive but the author is registered
    (or the workplace is unresolved). Nobody decides on an own initiative.
    """
    submission = subject.submission
    if not may_see(facts, subject):
        return Text("decide-not-yours")
    if subject.is_own:
        return Text("decide-own")
    if submission.organisation_id not in facts.scopes(Role.EXECUTIVE) and subject.has_executives:
        return Text("decide-left-to-union")
    return None


def may_remove(facts: Facts, holder: Holder) -> bool:
    """`may_take` of the person of this turn."""
    return may_take(facts.grants, facts.person_id, holder, facts.directory)


def may_take(grants: tuple[Grant, ...], person_id: int, holder: Holder, directory: Directory) -> bool:
    """Whether a person may take this role away: the own one; an executive's in scope; staff's below the own node.

    At the own node staff take back only whom they let in themselves: nobody turns on whom they were let in by.
    """
    organisation = holder.grant.organisation_id
    scopes = tuple(grant.organisation_id for grant in grants if grant.role is Role.STAFF)
    if holder.grant.role not in OFFICIALS:  # operators are the terminal's business
        return False
    if holder.person_id == person_id:
        return True
    if holder.grant.role is Role.EXECUTIVE or holder.granted_by == person_id:
        return covers(scopes, organisation, directory)
    return covers(tuple(scope for scope in scopes if scope != organisation), organisation, directory)


def is_waiting(subject: Subject) -> bool:
    """Whether a decision is due."""
    return subject.submission.status is Status.SUBMITTED
