"""The picture of /report ngay: what came in day by day, and the sum. Drawn for a phone held upright, 360 px wide."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from textwrap import shorten
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.documents.fonts import dejavu_sans

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

MOST_BARS = 62  # more become weeks: bars of a phone's picture want three pixels each
# Okabe and Ito, "Color Universal Design" (2008): these two differ for every kind of colour vision, and in brightness.
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#595959"
_INCHES, _DPI = (7.2, 8.4), 150  # 1080 × 1260 px; at 360 px a point of 16 is 11 px high
_MOST_LABELS = 6


class ChartWords(Struct, frozen=True):
    """What is written in the picture."""

    title: str
    subtitle: str
    per_day: str
    per_week: str
    cumulative: str


class Bar(Struct, frozen=True):
    """The first day it stands for, and its height."""

    day: date
    count: int


def daily_chart(days: Sequence[tuple[date, int]], words: ChartWords) -> bytes:
    """Draw bars a day and, above them, the running sum.

    Args:
        days: Every day of the period in order, with gaps filled in; at least one. More than MOST_BARS become weeks.
    Returns: A PNG of 1080 × 1260 px.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - heavy
    from matplotlib.figure import Figure  # noqa: PLC0415

    bars = [Bar(*day) for day in days] if len(days) <= MOST_BARS else weeks(days)
    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor="white")  # no pyplot: it keeps figures in a global list
    FigureCanvasAgg(figure)
    title, subtitle = shorten(words.title, 34, placeholder="…"), shorten(words.subtitle, 54, placeholder="…")
    figure.text(0.06, 0.955, title, fontproperties=_font(17, is_bold=True), parse_math=False)
    figure.text(0.06, 0.918, subtitle, fontproperties=_font(14), color=GREY, parse_math=False)
    above, below = figure.subplots(2, 1, gridspec_kw={"height_ratios": [1, 1.25]})
    figure.subplots_adjust(
        left=0.13 if sum(bar.count for bar in bars) < 1_000_000 else 0.19,
        right=0.95,
        top=0.84,
        bottom=0.07,
        hspace=0.42,
    )
    _line(above, bars, words.cumulative)
    _bars(below, bars, words.per_day if len(bars) == len(days) else words.per_week)
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def weeks(days: Sequence[tuple[date, int]]) -> list[Bar]:
    """Days as weeks from Monday; the first and the last may be parts of one."""
    sums: dict[date, int] = {}
    for day, count in days:
        monday = day - timedelta(days=day.weekday())
        sums[monday] = sums.get(monday, 0) + count
    return [Bar(max(monday, days[0][0]), count) for monday, count in sums.items()]


def _bars(axes: "Axes", bars: Sequence[Bar], heading: str) -> None:
    counts = [bar.count for bar in bars]
    axes.bar(range(len(bars)), counts, color=BLUE, width=0.8)
    highest = max(range(len(bars)), key=counts.__getitem__)
    _dress(axes, bars, heading, max(counts))
    if counts[highest]:
        _mark(axes, highest, counts[highest], "center")


def _line(axes: "Axes", bars: Sequence[Bar], heading: str) -> None:
    sums, total = [], 0
    for bar in bars:
        total += bar.count
        sums.append(total)
    axes.plot(range(len(bars)), sums, color=ORANGE, linewidth=3, marker="o" if len(bars) <= 31 else None, markersize=6)
    _dress(axes, bars, heading, total)
    _mark(axes, len(bars) - 1, total, "right")


def _mark(axes: "Axes", x: int, count: int, side: str) -> None:
    shape = _font(15, is_bold=True)
    axes.annotate(
        _dotted(count), (x, count), (0, 7), textcoords="offset points", horizontalalignment=side, fontproperties=shape
    )


def _dress(axes: "Axes", bars: Sequence[Bar], heading: str, top: int) -> None:
    axes.set_title(heading, loc="left", fontproperties=_font(15), pad=12, parse_math=False)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color="#D9D9D9", linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.set_xlim(-0.7, len(bars) - 0.3)
    axes.set_ylim(0, max(top, 1) * 1.22)
    heights = _whole_steps(top)
    axes.set_yticks(heights, [_dotted(height) for height in heights], fontproperties=_font(14), color=GREY)
    shown = range(0, len(bars), -(-len(bars) // _MOST_LABELS))
    labels = [f"{bars[x].day.day}/{bars[x].day.month}" for x in shown]
    axes.set_xticks(list(shown), labels, fontproperties=_font(14), color=GREY)


def _whole_steps(top: int) -> list[int]:
    """About four round heights from 0 to *top*; initiatives come in whole numbers."""
    rough = max(top / 4, 1)
    power = 10 ** (len(str(int(rough))) - 1)
    step = next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power >= rough)
    return list(range(0, max(top, 1) + 1, step))


def _font(size: int, *, is_bold: bool = False) -> "FontProperties":
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - heavy

    return FontProperties(fname=str(dejavu_sans(is_bold=is_bold)), size=size)


def _dotted(count: int) -> str:
    return f"{count:,}".replace(",", ".")
