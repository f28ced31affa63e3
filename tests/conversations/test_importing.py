"""Staff import a list: the file, what it would change, the tap; by buttons and by typing, and by nobody else."""

from collections.abc import Mapping
from typing import Any

import pytest

from conversations.district_effects import SendTemplate
from conversations.domain import Grant, Role
from conversations.effects import FetchFile, SendMarkedList, Text
from conversations.events import FileRead, MediaReceived, Medium, SentFile
from conversations.flows.importing import APPLYING, LISTS
from tests.builders import CATALOGUE, NOON, facts
from tests.conversations.test_decision import EXECUTIVE
from tests.transcripts import Talk, follow

STAFF = (Grant(Role.STAFF, 45),)
RIGHT = {"new": 3, "changed": 1, "unchanged": 5, "wrong": 0, "wrong_rows": 0}
WRONG = {"new": 3, "changed": 1, "unchanged": 5, "wrong": 2, "wrong_rows": 1}
MISTAKES = [[4, "Mã CĐCS", "import-code-wrong", {"value": "mã"}], [None, None, "import-bomb", {}]]
LIST = MediaReceived(NOON, Medium.DOCUMENT, SentFile("ref", "cdcs.XLSX"))


def staff() -> Talk:
    """District staff, who talk for the first time."""
    return Talk(facts(grants=STAFF))


def found(purpose: str = LISTS, **found: Any) -> FileRead:
    """What a reader found."""
    return FileRead(NOON, purpose, "file-1", found)


def test_a_list_is_applied_after_a_tap() -> None:
    """File, dry run, "Áp dụng": the file that was looked at is the one that is taken in."""
    talk = follow([("/nhap", "ask-import-file"), ("xong chưa", "!import-send-file ask-import-file")], staff())
    assert "+FetchFile" == talk.take(LIST)
    assert "ask-import-apply" == talk.take(found(counts=RIGHT))
    assert ["Áp dụng", "Thôi"] == talk.labels()[:2]
    assert "+FetchFile" == talk.write("[Áp dụng]")
    (fetch,) = (effect for effect in talk.effects if isinstance(effect, FetchFile))
    assert (APPLYING, "file-1", True, "import-being-applied") == (fetch.purpose, fetch.file.ref, fetch.is_kept, fetch.say.key)
    assert "import-applied" == talk.take(found(APPLYING, counts=RIGHT))


@pytest.mark.parametrize(
    ("line", "expected"),
    [("áp dụng", "+FetchFile"), ("1", "+FetchFile"), ("có", "+FetchFile"), ("2", "import-stopped"), ("thoi", "import-stopped"), ("không", "import-stopped"), ("abc", "!choose-from-list ask-import-apply")],
)  # fmt: skip
def test_the_tap_by_typing(line: str, expected: str) -> None:
    """Everything by button is also said."""
    talk = staff()
    talk.write("nhập danh sách")
    talk.take(LIST)
    talk.take(found(counts=RIGHT))
    assert expected == talk.write(line)


SAID: dict[str, tuple[Mapping[str, Any], str]] = {
    "mistakes, with the marked copy": ({"counts": WRONG, "wrong": MISTAKES, "has_copy": True}, "+SendMarkedList"),
    "no list at all": ({"counts": {**WRONG, "wrong_rows": 0}, "wrong": MISTAKES[1:], "has_copy": False}, "import-wrong-file"),
    "nothing to do": ({"counts": {**RIGHT, "new": 0, "changed": 0}}, "import-nothing-new"),
}  # fmt: skip


@pytest.mark.parametrize(("finding", "expected"), SAID.values(), ids=SAID)
def test_what_is_not_applied(finding: Mapping[str, Any], expected: str) -> None:
    """After mistakes the corrected file may be sent at once."""
    talk = staff()
    talk.write("/import")
    talk.take(LIST)
    assert expected == talk.take(found(**finding))
    if expected != "import-nothing-new":
        assert "+FetchFile" == talk.take(LIST)
    for effect in talk.effects:
        if isinstance(effect, SendMarkedList):
            assert ("file-1", 7, "import-wrong-rows", 2) == (
                effect.file_id, effect.person_id, effect.say.key, len(effect.say.args["lines"]),  # type: ignore[arg-type]
            )  # fmt: skip


def test_a_list_out_of_the_blue() -> None:
    """Staff who just send a list want to import it; a worker's list, or a picture, is something else."""
    talk = staff()
    assert "+FetchFile" == talk.take(LIST)
    assert "ask-import-apply" == talk.take(found(counts=RIGHT))
    for other, event in (
        (Talk(facts(grants=(EXECUTIVE,))), LIST),
        (staff(), MediaReceived(NOON, Medium.PHOTO, SentFile("ref", "anh.jpg"))),
        (staff(), MediaReceived(NOON, Medium.DOCUMENT)),
    ):
        other.take(event)
        assert LISTS not in {effect.purpose for effect in other.effects if isinstance(effect, FetchFile)}


def test_a_list_while_something_else_is_open() -> None:
    """A form that has only greeted gives way; another dialogue goes on, and /nhap is named."""
    talk = staff()
    talk.write("/nop")
    assert "+FetchFile" == talk.take(LIST)
    assert "ask-import-apply" == talk.take(found(counts=RIGHT))
    assert "import-stopped" == talk.write("thôi").split()[0]
    assert not talk.state.frames
    talk.write("/moi")
    assert "!medium-list ask-invite-role" == talk.take(LIST)
    worker = Talk(facts())
    worker.write("/nop")
    assert "!medium-document ask-consent" == worker.take(LIST)


def test_another_list_before_the_tap() -> None:
    """It takes the place of the first; with mistakes neither is left to apply."""
    talk = staff()
    talk.take(LIST)
    talk.take(found(counts=RIGHT))
    assert "+FetchFile" == talk.take(LIST)
    second = FileRead(NOON, LISTS, "file-2", {"counts": {**RIGHT, "new": 8}})
    assert "ask-import-apply" == talk.take(second)
    assert "8 CĐCS mới" in CATALOGUE.phrase(Text(talk.says[-1].key, talk.says[-1].args))
    talk.take(LIST)
    assert "+SendMarkedList ask-import-file" == talk.take(found(counts=WRONG, wrong=MISTAKES, has_copy=True))
    assert "!import-send-file ask-import-file" == talk.write("áp dụng")
    talk.take(second)
    talk.write("áp dụng")
    assert ["file-2"] == [effect.file.ref for effect in talk.effects if isinstance(effect, FetchFile)]


def test_other_counts_than_were_shown_are_asked_about() -> None:
    """Whatever is under way: the new counts, and the tap takes in what they are of."""
    talk = staff()
    talk.write("/moi")
    changed = FileRead(NOON, APPLYING, "file-2", {"problem": "import-otherwise", "counts": {**RIGHT, "changed": 4}})
    assert "import-otherwise ask-import-apply" == talk.take(changed)
    assert "+FetchFile ask-invite-role" == talk.write("[Áp dụng]")
    assert ["file-2"] == [effect.file.ref for effect in talk.effects if isinstance(effect, FetchFile)]
    talk.know(grants=())
    assert "form-without-role not-for-you-nhap" == talk.take(changed)


def test_what_was_done_is_told_whatever_closes() -> None:
    """A form that has to be dropped in the same turn swallows nothing."""
    talk = staff()
    talk.write("/moi")
    talk.know(grants=())
    assert "form-without-role import-applied" == talk.take(found(APPLYING, counts=RIGHT))


def test_rights_are_asked_again() -> None:
    """Whoever lost the role while the file was read, or before the tap, changes nothing."""
    talk = staff()
    talk.write("/nhap")
    talk.take(LIST)
    talk.know(grants=())
    assert "not-for-you-nhap" == talk.take(found(counts=RIGHT))
    talk = staff()
    talk.write("/nhap")
    talk.take(LIST)
    talk.take(found(counts=RIGHT))
    talk.know(grants=())
    assert "not-for-you-nhap" == talk.write("[Áp dụng]")


@pytest.mark.parametrize("line", ["/nhap mẫu", "/nhapdonvi mau", "/import template"])
def test_the_template(line: str) -> None:
    """By command, and by button where the file is asked for."""
    talk = staff()
    assert "+SendTemplate" == talk.write(line)
    assert (SendTemplate((45,)),) == talk.effects
    talk.write("/nhap")
    assert "+SendTemplate" == talk.write("[Lấy tệp mẫu]")
    assert "+FetchFile" == talk.take(LIST)


OUTCOMES: dict[str, tuple[FileRead, str]] = {
    "applied": (found(APPLYING, counts=RIGHT), "import-applied"),
    "all of it was stored meanwhile": (found(APPLYING, counts={**RIGHT, "new": 0, "changed": 0}), "import-nothing-new"),
    "the tree has changed": (found(APPLYING, problem="import-stale", wrong=MISTAKES), "import-stale"),
    "too late": (found(APPLYING, problem="import-gone"), "import-gone"),
    "our failure": (FileRead(NOON, APPLYING, "file-1", problem="file-unreadable"), "import-failed"),
}  # fmt: skip


@pytest.mark.parametrize(("event", "expected"), OUTCOMES.values(), ids=OUTCOMES)
def test_the_outcome_is_told_whatever_is_under_way(event: FileRead, expected: str) -> None:
    """Another dialogue may be open by then; it goes on."""
    talk = staff()
    talk.write("/moi")
    assert expected == talk.take(event)
    assert "ask-invite-organisation" == talk.write("cán bộ BCH CĐCS")


def test_only_staff() -> None:
    """Nobody else imports."""
    for grants in ((), (EXECUTIVE,), (Grant(Role.OPERATOR, 1),)):
        assert "not-for-you-nhap" == Talk(facts(grants=grants)).write("/nhap")


def test_a_say_of_its_own() -> None:
    """What is said while a list is taken in names its figures."""
    talk = staff()
    talk.write("/nhap")
    talk.take(LIST)
    talk.take(found(counts=RIGHT))
    talk.write("1")
    says = [effect.say for effect in talk.effects if isinstance(effect, FetchFile)]
    assert [3] == [say.args["new"] for say in says]
