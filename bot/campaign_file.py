"""A campaign's TOML file → Campaign. Local times are read in the campaign's own zone."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from conversations.domain import Campaign


class BadCampaign(Exception):
    """The file cannot be used; the message names the line's key and what is wrong, for the operator."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    name: str = Field(min_length=1, max_length=200)
    time_zone: str
    opens: datetime
    closes: datetime
    dossier_due: datetime
    applied_from: date
    applied_to: date
    description_limit: int = Field(default=1000, ge=50, le=5000)
    target: int = Field(default=0, ge=0)
    target_per_union: int = Field(default=1, ge=0)
    accepts_cmnd: bool = True
    units_on: date | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("không có múi giờ này, ví dụ: Asia/Ho_Chi_Minh") from None
        return value


def builtin() -> Campaign:
    """The campaign that ships with the program: the guidance of 2021."""
    return parse((resources.files("bot") / "builtin" / "75nghin-2021.toml").read_text("utf-8"), "75nghin-2021.toml")


def load(path: Path) -> Campaign:
    """Read a campaign file. Raises: BadCampaign."""
    try:
        return parse(path.read_text("utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError):
        raise BadCampaign(f"CAMPAIGN_FILE: không đọc được tệp {path.name}") from None


def parse(source: str, name: str) -> Campaign:
    """TOML → Campaign. Raises: BadCampaign."""
    try:
        read = _File.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise BadCampaign(f"{name}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise BadCampaign(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    values = read.model_dump()
    for key in ("opens", "closes", "dossier_due"):
        values[key] = _aware(values[key], ZoneInfo(read.time_zone))
    campaign = Campaign(**values)
    if campaign.closes <= campaign.opens:
        raise BadCampaign(f"{name}: closes: mốc mở phải đứng trước mốc đóng")
    if campaign.applied_to < campaign.applied_from:
        raise BadCampaign(f"{name}: applied_to: ngày áp dụng đầu phải đứng trước ngày cuối")
    return campaign


def open_now(campaign: Campaign, now: datetime) -> Campaign:
    """The same campaign with its calendar moved so that it is open at *now* (for the demo), by whole days."""
    zone = ZoneInfo(campaign.time_zone)
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    opens = today - timedelta(days=21)
    shift = opens - campaign.opens.astimezone(zone)
    first = (today.replace(day=1) - timedelta(days=45)).replace(day=1)
    return replace(
        campaign,
        opens=opens,
        closes=campaign.closes + shift,
        dossier_due=campaign.dossier_due + shift,
        units_on=campaign.span[0],
        applied_from=first.date(),
        applied_to=(first + timedelta(days=120)).replace(day=1).date() - timedelta(days=1),
    )


def parse_instant(text: str, zone: str) -> datetime:
    """An operator's "2021-04-25T17:00" or "2021-04-25" in the campaign's zone. Raises: ValueError."""
    return _aware(datetime.fromisoformat(text), ZoneInfo(zone))


def _aware(value: datetime, zone: ZoneInfo) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
