"""A small tree, invented people, an invented initiative: what the tests of this folder store."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import select

from conversations.attached import AttachedFile
from conversations.domain import Agreement, Campaign, Grant, Role, Status, Submission
from storage import tables
from storage.repositories.organisations import NewOrganisation
from storage.repositories.people import Person
from storage.unit_of_work import UnitOfWork

SECRET = "a secret of the tests"
NOON = datetime(2021, 4, 1, 5, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
DAY = date(2021, 4, 1)
AGREED = Agreement("Trần Thị B", "Hiệu trưởng", date(2021, 4, 2))
CAMPAIGN = Campaign(
    code="thu-2021",
    name="Chương trình thử",
    time_zone="Asia/Ho_Chi_Minh",
    opens=datetime(2021, 3, 9, 17, tzinfo=UTC),
    closes=datetime(2021, 4, 22, 17, tzinfo=UTC),
    dossier_due=datetime(2021, 4, 11, 17, tzinfo=UTC),
    applied_from=date(2021, 2, 1),
    applied_to=date(2021, 5, 31),
)
TREE = (
    NewOrganisation("04.045.mn", "Trường Mầm non Hoa Mai", "union", "04.045", "public_admin", ("Mầm non Hoa Mai",)),
    NewOrganisation("04.045.ct", "Công ty TNHH Thành Công", "union", "04.045", "enterprise"),
    NewOrganisation("04.042.th", "Trường Tiểu học Bình Minh", "union", "04.042"),
    NewOrganisation("04.045", "Huyện Hà Quảng", "federation", "04"),
    NewOrganisation("04.042", "Huyện Bảo Lâm", "federation", "04"),
    NewOrganisation("04", "Tỉnh Cao Bằng", "province", "vn"),
    NewOrganisation("vn", "Tổng Liên đoàn Lao động Việt Nam", "national", None),
)
ANSWERS = {
    "full_name": "Nguyễn Văn A",
    "id_number": "004085000123",
    "phone": "0912345678",
    "block": "public_admin",
    "field": "education",
    "applied_on": "2021-03",
    "title": "Góc học tập từ vỏ chai",
    "description": "Dùng vỏ chai làm giá sách cho trẻ.",
}


def plant(uow: UnitOfWork) -> dict[str, int]:
    """Store the tree. Returns: ids by code."""
    uow.organisations.add_many(TREE)
    return {organisation.code: organisation.id for organisation in uow.organisations.all()}


def meet(uow: UnitOfWork, user: str) -> Person:
    """The person behind an account of that name."""
    return uow.people.identify("telegram", user, f"chat-{user}", NOON)


def appoint(uow: UnitOfWork, user: str, role: Role, organisation_id: int) -> Person:
    """A person who holds a role."""
    person = meet(uow, user)
    uow.grants.add(person.id, Grant(role, organisation_id), None, NOON)
    return person


def initiative(code: str, author: Person, ids: dict[str, int], union: str = "04.045.mn", **changes: str) -> Submission:
    """A submission from a CĐCS; *changes* are answers."""
    nodes = {"province": str(ids["04"]), "federation": str(ids[union[:6]]), "union": str(ids[union])}
    filed = Submission(code, 1, Status.SUBMITTED, author.id, ids[union], {**ANSWERS, **nodes, **changes}, NOON)
    return replace(filed, answers={name: value for name, value in filed.answers.items() if value})


def unresolved(code: str, author: Person, ids: dict[str, int], federation: str = "04.045") -> Submission:
    """A submission whose workplace is a free text."""
    nodes = {"province": str(ids["04"]), "federation": str(ids[federation]), "union_name": "Tổ may số 3"}
    return Submission(code, 1, Status.SUBMITTED, author.id, ids[federation], {**ANSWERS, **nodes}, NOON)


def drafted_files(uow: UnitOfWork, person_id: int, ids: Collection[str]) -> tuple[AttachedFile, ...]:
    """Those of these files that a person sent and that go with no submission yet."""
    columns = tables.attachments.c
    mine = (columns.person_id == person_id, columns.id.in_(list(ids)), columns.submission_id.is_(None))
    rows = uow.connection.execute(select(tables.attachments).where(*mine).order_by(columns.created_at))
    return tuple(map(uow.attachments._file, rows))
