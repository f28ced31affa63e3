"""An executive hands in a list of initiatives: the file, what it holds, the declaration, the tap; and nobody else does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from conversations.district_effects import SendTemplate
from conversations.domain import Grant, Role
from conversations.effects import FetchFile, Say, SendMarkedList, Text
from conversations.events import FileRead, MediaReceived, Medium, SentFile
from conversations.flows.file_list import FILING, INITIATIVES, MANY, MARKED, RECEIPTS, Wish
from conversations.flows.importing import LISTS
from tests.builders import CAMPAIGN, CATALOGUE, NOON, facts
from tests.transcripts import Talk, follow

EXECUTIVE = Grant(Role.EXECUTIVE, 100)
SECOND = Grant(Role.EXECUTIVE, 102)
STAFF = Grant(Role.STAFF, 45)
RIGHT = {"new": 3, "there": 1, "authors": 2, "notes": 0}
REMARKS = [[4, "Họ tên", "bulk-name-one-word", {"name": "Hoa"}]] * 5
MISTAKES = [[4, "Khối", "import-block-wrong", {"value": "x"}]]
LIST = MediaReceived(NOON, Medium.DOCUMENT, SentFile("ref", "sangkien.xlsx"))


def executive(*grants: Grant) -> Talk:
    """An executive, who talks for the first time."""
    return Talk(facts(grants=grants or (EXECUTIVE,)))


def found(purpose: str = INITIATIVES, file_id: str = "file-1", **found: Any) -> FileRead:
    """What a reader found."""
    return FileRead(NOON, purpose, file_id, found)


def waiting(steps: int) -> Talk:
    """An executive whose list is being read, or waits for the tap."""
    talk = executive()
    talk.write("/nhapsangkien")
    talk.take(LIST)
    if steps == 2:
        talk.take(found(counts=RIGHT, union=100))
    return talk


def wishes(talk: Talk) -> list[Wish]:
    """What is to be filed."""
    return [Wish.read(one.file.ref) for one in talk.effects if isinstance(one, FetchFile) and one.purpose == FILING]


def shown(talk: Talk) -> str:
    """The last message, as it is read."""
    return CATALOGUE.phrase(Text(talk.says[-1].key, talk.says[-1].args))


def test_a_list_is_filed_after_a_tap() -> None:
    """File, what it holds, the declaration, "Nộp 3 sáng kiến": the list that was looked at is the one that is filed."""
    talk = follow([("/nhapsangkien", "ask-bulk-file"), ("xong chưa", "!bulk-send-file ask-bulk-file")], executive())
    assert "+FetchFile" == talk.take(LIST)
    assert "ask-bulk-apply" == talk.take(found(counts=RIGHT, union=100))
    assert ["Nộp 3 sáng kiến", "Hủy"] == talk.labels()[:2]
    for words in ("3 sáng kiến mới của 2 tác giả, Trường Mầm non Hoa Mai. 1 sáng kiến đã được nộp", "có chữ ký", "cam đoan"):
        assert words in shown(talk)
    assert "+FetchFile" == talk.write("[Nộp 3 sáng kiến]")
    (wish,) = wishes(talk)
    assert ("file-1", "100", "BCH Trường Mầm non Hoa Mai") == (wish.file_id, wish.place, wish.by)
    assert NOON <= datetime.fromisoformat(wish.at) < CAMPAIGN.closes
    (fetch,) = (one for one in talk.effects if isinstance(one, FetchFile))
    assert (True, "bulk-being-filed") == (fetch.is_kept, fetch.say.key)
    assert "+SendMarkedList" == talk.take(found(FILING, "file-2", counts=RIGHT, file="file-1"))


def test_the_codes_come_in_a_file() -> None:
    """Of the list that was filed, to who handed it in."""
    talk = executive()
    talk.take(FileRead(NOON, FILING, "file-2", {"counts": RIGHT, "file": "file-1"}))
    (sent,) = talk.effects
    assert isinstance(sent, SendMarkedList)
    assert ("file-1", 7, "bulk-filed", RECEIPTS) == (sent.file_id, sent.person_id, sent.say.key, sent.name)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nộp", "+FetchFile"), ("nop het", "+FetchFile"), ("1", "+FetchFile"), ("có", "+FetchFile"), ("2", "bulk-stopped"), ("hủy", "?"),
        ("không", "bulk-stopped"), ("abc", "!choose-from-list ask-bulk-apply"),
    ],
)  # fmt: skip
def test_the_tap_by_typing(line: str, expected: str) -> None:
    """Everything by button is also said."""
    talk = executive()
    talk.write("nhập sáng kiến")
    talk.take(LIST)
    talk.take(found(counts=RIGHT, union=100))
    said = talk.write(line)
    if expected != "?":
        assert expected == said
    assert (expected == "+FetchFile") == bool(wishes(talk))


SAID: dict[str, tuple[Mapping[str, Any], str, str]] = {
    "mistakes, with the marked copy": (
        {"counts": {"wrong": 1, "wrong_rows": 1}, "wrong": MISTAKES, "has_copy": True}, "+SendMarkedList", "bulk-wrong-rows",
    ),
    "no list at all": ({"counts": {"wrong": 1, "wrong_rows": 0}, "wrong": MISTAKES}, "bulk-wrong-file", "bulk-wrong-file"),
    "nothing new": ({"counts": {**RIGHT, "new": 0}}, "bulk-nothing-new", "bulk-nothing-new"),
}  # fmt: skip


@pytest.mark.parametrize(("finding", "expected", "key"), SAID.values(), ids=SAID)
def test_what_is_not_filed(finding: Mapping[str, Any], expected: str, key: str) -> None:
    """After mistakes the corrected file may be sent at once."""
    talk = executive()
    talk.write("/entries")
    talk.take(LIST)
    assert expected == talk.take(found(**finding))
    says = [one.say if isinstance(one, SendMarkedList) else one for one in talk.effects]
    assert [key] == [say.key for say in says if isinstance(say, Say)]
    assert {MARKED} >= {one.name for one in talk.effects if isinstance(one, SendMarkedList)}
    if key != "bulk-nothing-new":
        assert "+FetchFile" == talk.take(LIST)


@pytest.mark.parametrize(("notes", "lines"), [(5, 5), (12, 6)])
def test_what_should_be_looked_at(notes: int, lines: int) -> None:
    """Said before the question, all of it in a copy; the list may be filed all the same."""
    talk = executive()
    talk.write("/nhapsangkien")
    talk.take(LIST)
    right = found(counts={**RIGHT, "notes": notes}, union=100, remarks=REMARKS, has_copy=True)
    assert "+SendMarkedList ask-bulk-apply" == talk.take(right)
    sent = next(one for one in talk.effects if isinstance(one, SendMarkedList))
    said = sent.say.args["lines"]
    assert isinstance(said, tuple)
    assert ("bulk-remarks", MARKED, lines) == (sent.say.key, sent.name, len(said))
    assert "+FetchFile" == talk.write("nộp")


def test_whose_list_it_is() -> None:
    """An executive of two CĐCS is asked, unless the list names them."""
    talk = executive(EXECUTIVE, SECOND)
    talk.write("/nhapsangkien")
    talk.take(LIST)
    assert "ask-bulk-place" == talk.take(found(counts=RIGHT))
    assert ["Trường Mầm non Hoa Mai", "Công ty TNHH Thành Công"] == talk.labels()[:2]
    assert "ask-bulk-apply" == talk.write("[Công ty TNHH Thành Công]")
    assert "2 tác giả, Công ty TNHH Thành Công." in shown(talk)
    talk.write("nộp")
    assert ["102"] == [wish.place for wish in wishes(talk)]
    talk.write("/nhapsangkien")
    talk.take(LIST)
    assert "ask-bulk-apply" == talk.take(found(counts={**RIGHT, "unions": 2}))
    assert "2 tác giả, 2 CĐCS." in shown(talk)
    talk.write("nộp")
    assert [MANY] == [wish.place for wish in wishes(talk)]


def test_another_list_before_the_tap() -> None:
    """It takes the place of the first, with a CĐCS of its own; with mistakes neither is left to file."""
    talk = executive(EXECUTIVE, SECOND)
    talk.write("/nhapsangkien")
    talk.take(LIST)
    talk.take(found(counts=RIGHT, union=100))
    assert "ask-bulk-place" == talk.take(found(file_id="file-2", counts=RIGHT))
    talk.write("1")
    talk.take(LIST)
    wrong = found(counts={"wrong": 1, "wrong_rows": 1}, wrong=MISTAKES, has_copy=True)
    assert "+SendMarkedList ask-bulk-file" == talk.take(wrong)
    assert "!bulk-send-file ask-bulk-file" == talk.write("nộp")
    talk.take(found(file_id="file-3", counts=RIGHT, union=100))
    talk.write("nộp")
    assert [("file-3", "BCH Trường Mầm non Hoa Mai")] == [(wish.file_id, wish.by) for wish in wishes(talk)]


def test_a_list_out_of_the_blue() -> None:
    """Of an executive it is one of initiatives, of staff one of CĐCS; somebody in a dialogue is told what to type."""
    talk = executive()
    assert "+FetchFile" == talk.take(LIST)
    assert "ask-bulk-apply" == talk.take(found(counts=RIGHT, union=100))
    for grants in ((STAFF,), (STAFF, EXECUTIVE)):
        other = executive(*grants)
        other.take(LIST)
        assert {LISTS} == {one.purpose for one in other.effects if isinstance(one, FetchFile)}
    busy = executive()
    busy.write("/qr")
    assert busy.take(LIST).startswith("!medium-initiatives")


@pytest.mark.parametrize(("changes", "expected"), [({"closes": NOON}, "campaign-closed"), ({"opens": CAMPAIGN.closes}, "campaign-not-open")])
def test_only_while_the_programme_runs(changes: Mapping[str, Any], expected: str) -> None:
    """Asked at every step, in words; the template may be had at any time."""
    closed = replace(CAMPAIGN, **changes)
    talk = executive()
    talk.know(campaign=closed)
    assert expected == talk.write("/nhapsangkien")
    assert "+SendTemplate" == talk.write("/nhapsangkien mau")
    for steps in (1, 2):
        talk = waiting(steps)
        talk.know(campaign=closed)
        assert expected == (talk.take(found(counts=RIGHT, union=100)) if steps == 1 else talk.write("nộp"))
        assert [] == wishes(talk)


def test_rights_are_asked_again() -> None:
    """Whoever lost the role while the file was read, or before the tap, files nothing."""
    for steps in (1, 2):
        talk = waiting(steps)
        talk.know(grants=())
        assert "not-for-you-nhapsangkien" == (talk.take(found(counts=RIGHT, union=100)) if steps == 1 else talk.write("nộp"))
        assert [] == wishes(talk)


def test_a_union_that_was_closed() -> None:
    """Nothing was looked at, for there is nobody to file for: it is not said that all of it is there already."""
    assert "bulk-no-union" == waiting(1).take(found())


def test_only_officials() -> None:
    """Nobody else hands in lists."""
    for grants in ((), (Grant(Role.OPERATOR, 1),)):
        assert "not-for-you-nhapsangkien" == Talk(facts(grants=grants)).write("/nhapsangkien")


@pytest.mark.parametrize("line", ["/nhapsangkien mẫu", "/entries template", "nhapsangkien mau"])
def test_the_template(line: str) -> None:
    """By command, and by button where the file is asked for."""
    talk = executive(EXECUTIVE, STAFF)
    assert "+SendTemplate" == talk.write(line)
    assert (SendTemplate((100, 45), INITIATIVES),) == talk.effects
    talk.write("/nhapsangkien")
    assert "+SendTemplate" == talk.write("[Lấy tệp mẫu]")
    assert "+FetchFile" == talk.take(LIST)


OUTCOMES: dict[str, tuple[FileRead, str]] = {
    "filed": (found(FILING, counts=RIGHT, file="file-1"), "+SendMarkedList"),
    "all of it was filed meanwhile": (found(FILING, counts={**RIGHT, "new": 0}), "bulk-nothing-new"),
    "too late": (found(FILING, problem="bulk-gone"), "bulk-gone"),
    "not theirs any more": (found(FILING, problem="bulk-not-yours"), "bulk-not-yours"),
    "our failure": (FileRead(NOON, FILING, "file-1", problem="file-unreadable"), "bulk-failed"),
}  # fmt: skip


@pytest.mark.parametrize(("event", "expected"), OUTCOMES.values(), ids=OUTCOMES)
def test_the_outcome_is_told_whatever_is_under_way(event: FileRead, expected: str) -> None:
    """Another dialogue may be open by then; it goes on."""
    talk = executive(EXECUTIVE, STAFF)
    talk.write("/moi")
    assert expected == talk.take(event).split()[0]


def test_a_name_cannot_break_a_wish() -> None:
    """Whatever somebody is called."""
    wish = Wish("f", "1", NOON.isoformat(), "A\nB")
    assert replace(wish, by="A B") == Wish.read(wish.written())
