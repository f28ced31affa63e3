"""What a database holds before anybody writes: the built-in directory, the campaign and, in the demo, sample CĐCS."""

import asyncio
from datetime import datetime

from msgspec import Struct

from bot import builtin, campaign_file
from bot.secret_key import agree_on_keys
from bot.settings import Settings
from conversations.domain import Block, Campaign
from storage.database import open_database
from storage.migrations import current_revision, head_revision, migrate
from storage.repositories.organisations import NewOrganisation
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault

DEMO_FEDERATION = "04.045"  # Hà Quảng
DEMO_UNION = "04.045.hoamai"  # where the demo's executive is
_SAMPLES = (
    ("hoamai", "Trường Mầm non Hoa Mai", Block.PUBLIC_ADMIN),
    ("binhminh", "Trường Tiểu học Bình Minh", Block.PUBLIC_ADMIN),
    ("anhduong", "Trường THCS Ánh Dương", Block.PUBLIC_ADMIN),
    ("thanhcong", "Công ty TNHH Vật liệu Thành Công", Block.ENTERPRISE),
    ("dongtien", "Hợp tác xã Nông sản Đồng Tiến", Block.ENTERPRISE),
    ("yte", "Trạm Y tế Sông Xanh", Block.PUBLIC_ADMIN),
)


class Seed(Struct, frozen=True):
    """What to put into the database at start."""

    campaign: Campaign
    is_demo: bool


def seed_for(settings: Settings, now: datetime) -> Seed:
    """The seed of these settings. Raises: BadCampaign."""
    campaign = campaign_file.load(settings.campaign_file) if settings.campaign_file else campaign_file.builtin()
    if settings.is_demo and settings.campaign_file is None:
        campaign = campaign_file.open_now(campaign, now)
    return Seed(campaign, settings.is_demo)


def plant(uow: UnitOfWork, seed: Seed) -> None:
    """Put it in; the same seed again changes nothing, nor what people have changed since."""
    nodes = {node.id: node for node in builtin.every_organisation()}
    codes = {node.id: node.code for node in nodes.values()}
    rows = [
        NewOrganisation(
            node.code, node.name, node.kind, codes.get(node.parent_id or 0), None, node.aliases,
            node.valid_from, node.valid_to, codes.get(node.merged_into_id or 0),
        )
        for node in nodes.values()
    ]  # fmt: skip
    changed = uow.organisation_changes.touched()
    rows += demo_unions() if seed.is_demo else ()
    uow.organisations.add_many(row for row in rows if row.code not in changed)
    uow.campaigns.put(seed.campaign)


async def prepare(settings: Settings, vault: Vault, now: datetime, *, is_start: bool = True) -> None:
    """Make or upgrade the database and put in what ships with the program.

    Args:
        is_start: whether the settings decide on the campaign; a command leaves alone the one that runs.
    Raises: BadCampaign, BadSettings, StorageError.
    """
    seed = seed_for(settings, now)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(_migrate, settings.database_url)
    database = await open_database(settings.database_url, vault)
    try:
        await database.write(agree_on_keys)
        await database.write(lambda uow: plant(uow, seed) if is_start or uow.campaigns.current() is None else None)
    finally:
        await database.close()


def _migrate(url: str) -> None:
    if current_revision(url) != head_revision():
        migrate(url)


def demo_unions() -> tuple[NewOrganisation, ...]:
    """Sample CĐCS of the demo; none of them exists."""
    return tuple(
        NewOrganisation(f"{DEMO_FEDERATION}.{code}", name, "union", DEMO_FEDERATION, block.value)
        for code, name, block in _SAMPLES
    )
