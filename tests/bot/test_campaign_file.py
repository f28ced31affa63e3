"""Campaign files: instants exact to the second in the campaign's zone; mistakes are named with their line's key."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.campaign_file import BadCampaign, builtin, load, open_now, parse, parse_instant
from conversations.domain import Campaign

SOURCE = """\
code = "sang-kien-2027"
name = "Sáng kiến năm 2027"
time_zone = "Asia/Ho_Chi_Minh"
opens = 2027-03-10T00:00:00
closes = 2027-04-23T00:00:00
dossier_due = 2027-04-12T00:00:00
applied_from = 2027-02-01
applied_to = 2027-05-31
"""


def test_the_built_in_campaign() -> None:
    """The guidance of 2021: until 24h of 22 April, dossiers before 12 April, applied from February to May."""
    campaign = builtin()
    assert "75nghin-2021" == campaign.code
    assert datetime(2021, 3, 9, 17, tzinfo=UTC) == campaign.opens
    assert datetime(2021, 4, 22, 17, tzinfo=UTC) == campaign.closes
    assert datetime(2021, 4, 11, 17, tzinfo=UTC) == campaign.dossier_due
    assert (date(2021, 2, 1), date(2021, 5, 31)) == (campaign.applied_from, campaign.applied_to)
    assert (1000, 75000, 1) == (campaign.description_limit, campaign.target, campaign.target_per_union)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (datetime(2021, 3, 9, 16, 59, 59, 999999, tzinfo=UTC), False),
        (datetime(2021, 3, 9, 17, tzinfo=UTC), True),
        (datetime(2021, 4, 22, 16, 59, 59, 999999, tzinfo=UTC), True),
        (datetime(2021, 4, 22, 17, tzinfo=UTC), False),
    ],
)
def test_the_window_is_exact(at: datetime, is_open: bool) -> None:
    """The opening counts, the close does not."""
    assert is_open == builtin().is_open(at)


def test_defaults() -> None:
    """What a file may leave out."""
    campaign = parse(SOURCE, "a.toml")
    assert (1000, 0, 1, True) == (
        campaign.description_limit, campaign.target, campaign.target_per_union, campaign.accepts_cmnd
    )  # fmt: skip


def test_an_instant_with_its_own_zone() -> None:
    """It stands as it is."""
    source = SOURCE.replace("closes = 2027-04-23T00:00:00", "closes = 2027-04-23T00:00:00Z")
    assert datetime(2027, 4, 23, tzinfo=UTC) == parse(source, "a.toml").closes


WRONG = {
    "no TOML": ("code =", "a.toml"),
    "a key twice": ('code = "a"\ncode = "b"', "a.toml"),
    "a code with spaces": (SOURCE.replace("sang-kien-2027", "sáng kiến"), "code"),
    "no name": (SOURCE.replace("Sáng kiến năm 2027", ""), "name"),
    "a zone there is not": (SOURCE.replace("Asia/Ho_Chi_Minh", "Asia/Ha_Noi"), "time_zone"),
    "a zone outside its folder": (SOURCE.replace("Asia/Ho_Chi_Minh", "../../etc/passwd"), "time_zone"),
    "a day there is not": (SOURCE.replace("2027-04-23", "2027-04-31"), "a.toml"),
    "words for an instant": (SOURCE.replace("2027-04-23T00:00:00", '"hết tháng tư"'), "closes"),
    "closing before it opens": (SOURCE.replace("2027-04-23", "2027-03-09"), "mốc mở phải đứng trước mốc đóng"),
    "applied backwards": (SOURCE.replace("2027-05-31", "2027-01-31"), "applied_to"),
    "a key that nothing reads": (SOURCE + "closed = 1\n", "closed"),
    "a key left out": (SOURCE.replace('name = "Sáng kiến năm 2027"\n', ""), "name"),
    "a limit too small": (SOURCE + "description_limit = 5\n", "description_limit"),
    "a target below nothing": (SOURCE + "target = -1\n", "target"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_mistakes(case: tuple[str, str]) -> None:
    """One line with the file's name and what is wrong."""
    source, named = case
    with pytest.raises(BadCampaign) as raised:
        parse(source, "a.toml")
    assert "a.toml" in str(raised.value)
    assert named in str(raised.value)
    assert 1 == len(str(raised.value).splitlines())


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """The setting is named."""
    (tmp_path / "old.toml").write_bytes(SOURCE.encode("utf-16"))
    for path in (tmp_path, tmp_path / "none.toml", tmp_path / "old.toml"):
        with pytest.raises(BadCampaign, match="CAMPAIGN_FILE"):
            load(path)


def test_a_file_saved_by_a_text_editor_of_windows(tmp_path: Path) -> None:
    """A byte order mark and CRLF do no harm."""
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbf" + SOURCE.replace("\n", "\r\n").encode())
    assert parse(SOURCE, "a.toml") == load(tmp_path / "a.toml")


@given(st.integers(0, 90 * 366 * 86400))
def test_the_demo_is_always_open(seconds: int) -> None:
    """Moved by whole days, so that it has been open for three weeks; an initiative of this month is in its window."""
    campaign, now = builtin(), datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    moved = open_now(campaign, now)
    assert moved.is_open(now)
    assert campaign.closes - campaign.opens == moved.closes - moved.opens
    assert timedelta(0) == (moved.opens - campaign.opens) % timedelta(days=1)
    today = (now + timedelta(hours=7)).date()
    assert moved.applied_from <= today <= moved.applied_to
    assert campaign == replace(
        moved, opens=campaign.opens, closes=campaign.closes, dossier_due=campaign.dossier_due,
        applied_from=campaign.applied_from, applied_to=campaign.applied_to, units_on=None,
    )  # fmt: skip


INSTANTS = {
    "2021-04-25T17:00": datetime(2021, 4, 25, 10, tzinfo=UTC),
    "2021-04-25 17:00": datetime(2021, 4, 25, 10, tzinfo=UTC),
    "2021-04-25T17:00:30": datetime(2021, 4, 25, 10, 0, 30, tzinfo=UTC),
    "2021-04-25": datetime(2021, 4, 24, 17, tzinfo=UTC),
    "2021-04-25T17:00+00:00": datetime(2021, 4, 25, 17, tzinfo=UTC),
}


@pytest.mark.parametrize(("text", "expected"), INSTANTS.items())
def test_instants_of_operators(text: str, expected: datetime) -> None:
    """In the campaign's zone, unless they name one."""
    assert expected == parse_instant(text, "Asia/Ho_Chi_Minh")


@pytest.mark.parametrize("text", ["", "mai", "25/4/2021", "2021-13-01", "2021-04-25T25:00"])
def test_what_is_no_instant(text: str) -> None:
    """The command says how one is written."""
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the standard library says
        parse_instant(text, "Asia/Ho_Chi_Minh")


def test_two_campaigns_are_equal_by_value() -> None:
    """Storage tells a changed file from the same one by this."""
    first: Campaign = parse(SOURCE, "a.toml")
    assert first == parse(SOURCE.replace("T00:00:00", "T00:00:00+07:00"), "b.toml")
