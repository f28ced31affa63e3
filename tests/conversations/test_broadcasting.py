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


CASES: dict[str, list[Line]] = {
    "step by step": [
        ("/thongbao", "ask-broadcast-audience"), ("[Cán bộ CĐCS]", "ask-broadcast-text"), (TEXT, "ask-broadcast-sure"), ("[Gửi]", "+Broadcast"),
    ],
    "with the text": [(f"/thongbao {TEXT}", "ask-broadcast-audience"), ("1", "ask-broadcast-sure"), ("đồng ý", "+Broadcast")],
    "said": [("gửi thông báo", "ask-broadcast-audience"), ("2", "ask-broadcast-text")],
    "in English": [("/announce", "ask-broadcast-audience")],
    "a text that is none": [("/thongbao ok", "ask-broadcast-audience"), ("1", "ask-broadcast-text"), ("họp", "!announcement-too-short ask-broadcast-text")],
    "changed first": [
        (f"/thongbao {TEXT}", "ask-broadcast-audience"), ("1", "ask-broadcast-sure"), ("[Sửa nội dung]", "ask-broadcast-text"),
        ("Hạn gửi hồ sơ lùi đến 24h ngày 15/4.", "ask-broadcast-sure"), ("gửi", "+Broadcast"),
    ],
    "not sent": [(f"/thongbao {TEXT}", "ask-broadcast-audience"), ("1", "ask-broadcast-sure"), ("không", "broadcast-not")],
    "cancelled": [("/thongbao", "ask-broadcast-audience"), ("hủy", "cancel-sure"), ("đúng", "broadcast-not")],
    "help": [("/thongbao", "ask-broadcast-audience"), ("1", "ask-broadcast-text"), ("hướng dẫn", "!help-broadcast-text ask-broadcast-text")],
    "stopped": [("/thongbao dừng", "+StopBroadcasts"), ("{c.thongbao.dung}", "+StopBroadcasts")],
    "another's": [("{c.thongbao.27}", "contact-not-yours")],
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
        f"hơn 10.000 người (Người đã nộp sáng kiến) sẽ nhận tin sau:\n\n📣 LĐLĐ huyện Hà Quảng thông báo:\n{TEXT}\nCần hỏi lại, xin gõ /hotro\n\nGửi bây giờ?"
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
    """One of several nodes; the role counts at the end; nobody else may."""
    talk = telling(DISTRICT, OTHER)
    assert talk.write("/thongbao") == "contact-which"
    follow([("2", "ask-broadcast-audience"), ("1", "ask-broadcast-text"), (TEXT, "ask-broadcast-sure")], talk)
    talk.know(grants=(DISTRICT,))
    assert talk.write("Gửi") == "place-not-in-scope"
    talk = telling(DISTRICT, OTHER)
    talk.write("/thongbao dừng")
    assert (StopBroadcasts((45, 27)),) == talk.effects
    assert Talk(facts(grants=(Grant(Role.EXECUTIVE, 100),))).write("/thongbao") == "not-for-you-thongbao"


READ = {
    TEXT: Valid(TEXT), "Họp lúc 8 giờ\nở huyện": Valid("Họp lúc 8 giờ\nở huyện"), "12345678901": Invalid("announcement-empty"),
    "Họp": Invalid("announcement-too-short", {"least": 10}), "a" * 1000: Valid("a" * 1000),
    "a" * 1003: Invalid("announcement-too-long", {"count": 1003, "limit": 1000, "excess": 3}),
    "a" * 30_000: Invalid("announcement-far-too-long", {"limit": 1000}), "aaaaaaaaaaa" + "\u0323\u0302\u0301" * 700: Invalid("announcement-far-too-long", {"limit": 1000}),
}  # fmt: skip


@pytest.mark.parametrize("typed", READ, ids=range(len(READ)))
def test_what_is_an_announcement(typed: str) -> None:
    """Words, not too few and not too many."""
    assert READ[typed] == announcement(typed)
