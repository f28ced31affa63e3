"""Small worlds for tests: a campaign, a tree of organisations, facts. People and CĐCS are invented."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from msgspec.structs import replace

from bot.catalogue import Catalogue
from conversations import codes
from conversations.directory import Directory, Organisation
from conversations.domain import Campaign
from conversations.effects import Text
from conversations.facts import Facts, Fresh

NOON = datetime(2021, 4, 1, 5, 0, tzinfo=UTC)  # 12:00 in Việt Nam
CAMPAIGN = Campaign(
    code="75nghin-2021",
    name="75 nghìn sáng kiến, vượt khó, phát triển",
    time_zone="Asia/Ho_Chi_Minh",
    opens=datetime(2021, 3, 9, 17, tzinfo=UTC),
    closes=datetime(2021, 4, 22, 17, tzinfo=UTC),
    dossier_due=datetime(2021, 4, 11, 17, tzinfo=UTC),
    applied_from=date(2021, 2, 1),
    applied_to=date(2021, 5, 31),
    target=75000,
)
ORGANISATIONS = (
    Organisation(1, "vn", "Tổng Liên đoàn Lao động Việt Nam", "national", None),
    Organisation(2, "04", "Tỉnh Cao Bằng", "province", 1),
    Organisation(3, "02", "Tỉnh Hà Giang", "province", 1),
    Organisation(27, "02.027", "Huyện Mèo Vạc", "federation", 3),
    Organisation(40, "04.040", "Thành phố Cao Bằng", "federation", 2),
    Organisation(42, "04.042", "Huyện Bảo Lâm", "federation", 2),
    Organisation(43, "04.043", "Huyện Bảo Lạc", "federation", 2),
    Organisation(45, "04.045", "Huyện Hà Quảng", "federation", 2),
    Organisation(53, "04.053", "Huyện Thạch An", "federation", 2),
    Organisation(100, "04.045.mn", "Trường Mầm non Hoa Mai", "union", 45, "public_admin"),
    Organisation(101, "04.045.th", "Trường Tiểu học Bình Minh", "union", 45, "public_admin"),
    Organisation(102, "04.045.ct", "Công ty TNHH Thành Công", "union", 45, "enterprise"),
    Organisation(103, "04.045.htx", "Hợp tác xã Đồng Tiến", "union", 45),
)
DIRECTORY = Directory(ORGANISATIONS)
CATALOGUE = Catalogue("vi")
RECEIPT, LINK = codes.with_check("A7K29QX"), codes.with_check("M5N8P3R")


def facts(phrase: Callable[[Text], str] = CATALOGUE.phrase, **changes: object) -> Facts:
    """Facts of a worker without roles, in the middle of the campaign."""
    known = Facts(CAMPAIGN, DIRECTORY, Fresh(RECEIPT, LINK), phrase, person_id=7)
    return replace(known, **changes)
