"""The picture of /report ngay."""

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from bot.documents.chart import BLUE, MOST_BARS, ORANGE, Bar, ChartWords, daily_chart, weeks

MARCH_10 = date(2021, 3, 10)  # a Wednesday
# Every letter with its marks that Vietnamese has; a missing glyph is a warning, which is an error here.
LETTERS = "ẮẰẲẴẶẤẦẨẪẬÁÀẢÃẠĐÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
WORDS = ChartWords(f"LĐLĐ huyện {LETTERS[:20]}", f"$x$ {LETTERS[20:45].lower()}", "Mỗi ngày", "Mỗi tuần", LETTERS[45:])


def days(count: int, each: int = 3) -> list[tuple[date, int]]:
    """As many days in a row."""
    return [(MARCH_10 + timedelta(days=number), each + number % 2) for number in range(count)]


@pytest.mark.parametrize(
    "figures", [days(1), days(1, 0)[:1], days(9), days(44), days(400, 9_000)], ids=["1", "0", "9", "44", "400"]
)
def test_chart_is_a_picture_for_a_phone(figures: list[tuple[date, int]]) -> None:
    """Whatever the figures, the picture has three pixels for each of 360 and every letter is drawn."""
    picture = Image.open(BytesIO(daily_chart(figures, WORDS)))
    assert picture.format == "PNG"
    assert picture.size == (1080, 1260)


def test_chart_shows_bars_and_the_running_sum() -> None:
    """Both are drawn, each in its colour, and more filings make more blue."""
    blues = []
    for figures in (days(9, 0), days(9, 5)):
        picture = Image.open(BytesIO(daily_chart([*figures, (MARCH_10 + timedelta(days=9), 10)], WORDS))).convert("RGB")
        colours = {colour: count for count, colour in picture.getcolors(1 << 20) or []}
        assert colours[_rgb(ORANGE)] > 1_000
        blues.append(colours[_rgb(BLUE)])
    assert blues[0] < blues[1]


def test_the_same_figures_make_the_same_file() -> None:
    """No time and no program version is in the picture."""
    assert daily_chart(days(5), WORDS) == daily_chart(days(5), WORDS)


def test_weeks_begin_on_monday() -> None:
    """Many days become weeks, the first from the first day on, and no initiative is lost."""
    many = days(MOST_BARS + 1)
    bars = weeks(many)
    assert [Bar(MARCH_10, 17), Bar(date(2021, 3, 15), 25)] == bars[:2]
    assert sum(count for _, count in many) == sum(bar.count for bar in bars)
    assert {7} == {(later.day - bar.day).days for bar, later in pairwise(bars[1:])}


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
