"""/thongbao as transcripts: staff tell many people something in their own words, after a look at it."""

import pytest

from conversations.answers import Invalid, Valid
from conversations.district_effects import Audience, Broadcast, StopBroadcasts
from conversations.domain import Grant, Role
from conversations.effects import Say
from conversations.facts import MOST_COUNTED
from conversations.validators import announcement
from tests.builders import CATALOGUE, facts
from tests.transcripts import Line, Talk, follow

DISTRICT, PROVINCE, OTHER = Grant(Role.STAFF, 45), Grant(Role.STAFF, 2), Grant(Role.STAFF, 27)
LISTENERS = {Audience.EXECUTIVES: 34, Audience.STAFF: 0, Audience.AUTHORS: MOST_COUNTED + 1}
TEXT = "Hạn gửi hồ sơ là 24h ngày 11/4."


def telling(*grants: Grant) -> Talk:
    """Staff of these nodes, who have people to speak to."""
    return Talk(facts(grants=grants or (DISTRICT,), listeners=LISTENERS))


SURE = "ask-broadcast-sure"
CASES: dict[str, list[Line]] = {
    "step by step": [("/thongbao", "ask-broadcast-text"), (TEXT, "ask-broadcast-audience"), ("[Cán bộ CĐCS]", SURE), ("[Gửi]", "+Broadcast")],
    "with the text": [(f"/thongbao {TEXT}", "ask-broadcast-audience"), ("1", SURE), ("đồng ý", "+Broadcast")],
    "said": [("gửi thông báo", "ask-broadcast-text"), (TEXT, "ask-broadcast-audience"), ("2", SURE)],
    "said shorter": [("thông báo", "ask-broadcast-text")],
    "in English": [("/announce", "ask-broadcast-text")],
    "too short": [("/thongbao ok", "!announcement-too-short ask-broadcast-text"), ("họp", "!announcement-too-short ask-broadcast-text")],
    "too long": [(f"/thongbao {'a' * 1500}", "!announcement-too-long ask-broadcast-text")],
    "in an old font": [("/thongbao H¹n göi hå s¬ lµ 24h ngµy 11/4", "old-font-meant"), ("đúng", "ask-broadcast-audience")],
    "written anew": [
        (f"/thongbao {TEXT}", "ask-broadcast-audience"), ("1", SURE), ("[Viết lại]", "ask-broadcast-text"),
        ("Hạn gửi hồ sơ lùi đến 24h ngày 15/4.", SURE), ("gửi", "+Broadcast"),
    ],
    "typed": [
        (f"/thongbao {TEXT}", "ask-broadcast-audience"), ("1", SURE), ("gửi đi nhé", f"!broadcast-yes-or-no {SURE}"), ("viet lai", "ask-broadcast-text"),
        (TEXT, SURE), ("đúng", "+Broadcast"),
    ],
    "not sent": [(f"/thongbao {TEXT}", "ask-broadcast-audience"), ("1", SURE), ("không", "broadcast-not")],
    "cancelled": [("/thongbao", "ask-broadcast-text"), ("hủy", "cancel-sure"), ("đúng", "broadcast-not")],
    "help": [("/thongbao", "ask-broadcast-text"), ("hướng dẫn", "!help-broadcast-text ask-broadcast-text")],
    "stopped": [(line, "+StopBroadcasts") for line in ("/thongbao dừng", "{c.thongbao.dung}", "{c.thongbao.dung 12}", "dừng gửi", "/announce stop", "/thongbao hủy")],
}  # fmt: skip


@pytest.mark.parametrize("lines", CASES.values(), ids=CASES)
def test_telling(lines: list[Line]) -> None:
    """Whom, what, and only then."""
    follow(lines, telling())


def test_what_is_shown_and_sent() -> None:
    """How many, who, and the very message; the district has no staff below it."""
    talk = telling()
    talk.write(f"/thongbao {TEXT}")
    assert ["Cán bộ CĐCS", "Người đã nộp sáng kiến"] == talk.labels()[:2]
    talk.write("Người đã nộp sáng kiến")
    assert isinstance(shown := talk.effects[-1], Say)
    assert CATALOGUE.format(shown.key, shown.args).startswith(
        f"Tin sau sẽ tới rất nhiều người (Người đã nộp sáng kiến):\n\n📣 LĐLĐ huyện Hà Quảng thông báo:\n{TEXT}\nCần hỏi lại, xin gõ /hotro\n\nGửi tin này?"
    )
    talk.write("Gửi")
    assert (Broadcast(45, Audience.AUTHORS, TEXT),) == talk.effects


def test_nobody_to_speak_to() -> None:
    """It is said at once, and asked again; and once more at the end."""
    talk = telling(PROVINCE)
    talk.write(f"/thongbao {TEXT}")
    assert talk.write("Cán bộ LĐLĐ cấp dưới") == "broadcast-nobody ask-broadcast-audience"
    talk.write("Cán bộ CĐCS")
    talk.know(listeners={})
    assert talk.write("Gửi") == "broadcast-nobody"


def test_whose_words_they_are() -> None:
    """One of several nodes; the role counts at every step; nobody else may."""
    several: list[Line] = [(f"/thongbao {TEXT}", "ask-broadcast-node"), ("2", "ask-broadcast-audience"), ("1", SURE)]
    talk = follow(several, telling(DISTRICT, OTHER))
    talk.write("Gửi")
    assert (Broadcast(27, Audience.EXECUTIVES, TEXT),) == talk.effects
    talk = follow(several, telling(DISTRICT, OTHER))
    talk.know(grants=(PROVINCE, DISTRICT))
    assert talk.write("Gửi") == "place-not-in-scope"
    talk = follow(several[:2], telling(DISTRICT, OTHER))
    talk.know(grants=(PROVINCE, DISTRICT))
    assert talk.write("Cán bộ CĐCS") == "place-not-in-scope"
    talk = telling(DISTRICT, OTHER)
    talk.write("/thongbao dừng")
    assert (StopBroadcasts((45, 27)),) == talk.effects
    talk.write("{c.thongbao.dung 12}")
    assert (StopBroadcasts((45, 27), 12),) == talk.effects
    assert Talk(facts(grants=(Grant(Role.EXECUTIVE, 100),))).write("/thongbao") == "not-for-you-thongbao"


def test_a_yes_is_for_one_message() -> None:
    """The button under an earlier one sends nothing."""
    talk = follow([(f"/thongbao {TEXT}", "ask-broadcast-audience"), ("1", SURE)], telling())
    old = talk.button("Gửi").action
    follow([("[Viết lại]", "ask-broadcast-text"), ("Hạn gửi hồ sơ lùi đến 24h ngày 15/4.", SURE)], talk)
    assert talk.write(f"{{{old}}}") == f"!button-expired {SURE}"


READ = {
    TEXT: Valid(TEXT), "Họp lúc 8 giờ\nở huyện": Valid("Họp lúc 8 giờ\nở huyện"), "12345678901": Invalid("announcement-empty"),
    "Dòng một, rất dài\n\n \n\n\nDòng hai": Valid("Dòng một, rất dài\n\nDòng hai"), "Họp": Invalid("announcement-too-short", {"least": 10}), "a" * 1000: Valid("a" * 1000),
    "a" * 1003: Invalid("announcement-too-long", {"count": 1003, "limit": 1000, "excess": 3}),
    "a" * 30_000: Invalid("announcement-far-too-long", {"limit": 1000}), "aaaaaaaaaaa" + "\u0323\u0302\u0301" * 700: Invalid("announcement-far-too-long", {"limit": 1000}),
}  # fmt: skip


@pytest.mark.parametrize("typed", READ, ids=range(len(READ)))
def test_what_is_an_announcement(typed: str) -> None:
    """Words, not too few and not too many."""
    assert READ[typed] == announcement(typed)
