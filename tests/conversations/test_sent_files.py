"""Files at a step that asks for one, and anywhere else."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.protocol import Incoming
from bot.incoming_json import from_json, to_json
from conversations.effects import FetchFile, Say, Text, UploadLink
from conversations.events import Event, FileRead, MediaReceived, Medium, SentFile
from conversations.file_names import MOST, tidied
from conversations.state import State
from tests.builders import NOON
from tests.counting import PURPOSE, WAITING, counting
from tests.transcripts import Talk

FILE = SentFile("ref-1", "danh sách.xlsx", "", 5)
SENT = MediaReceived(NOON, Medium.DOCUMENT, FILE)
READ = FileRead(NOON, PURPOSE, "f1", {"lines": 3})


@pytest.fixture(autouse=True)
def _counting() -> Iterator[None]:
    with counting():
        yield


# what happens at the step, one after the other: the answer; "typed" lines are strings
TALKS: dict[str, tuple[tuple[Event | str, str], ...]] = {
    "a file": ((SENT, "+FetchFile"), (READ, "ops-retried")),
    "a picture": ((MediaReceived(NOON, Medium.PHOTO, FILE), "+FetchFile"),),
    "not carried": ((MediaReceived(NOON, Medium.DOCUMENT), "!file-not-carried empty-text"),),
    "something of which nothing is said": ((MediaReceived(NOON, Medium.OTHER), "!file-not-carried empty-text"),),
    "another kind": ((MediaReceived(NOON, Medium.VOICE), "!medium-voice empty-text"),),
    "could not be read": (
        (SENT, "+FetchFile"),
        (FileRead(NOON, PURPOSE, "f1", problem="file-gone"), "!file-gone empty-text"),
        (SENT, "+FetchFile"),
        (READ, "ops-retried"),
    ),
    "not what was asked for": ((FileRead(NOON, PURPOSE, "f1", {"lines": 5000}), "!choose-from-list empty-text"),),
    "a rule of its own": ((FileRead(NOON, PURPOSE, "f1", {"lines": 0}), "cancelled"), (READ, "file-not-asked menu")),
    "for another purpose": ((FileRead(NOON, "card", "f1"), "!file-not-asked empty-text"),),
    "read twice": ((READ, "ops-retried"), (READ, "file-not-asked menu")),
    "while leaving is asked": (("/huy", "cancel-sure"), (SENT, "+FetchFile"), (READ, "ops-retried")),
    "read after something else was begun": (
        (SENT, "+FetchFile"),
        ("/nop", "ask-consent"),
        (READ, "ops-retried"),
        ("đồng ý", "+RecordConsent ask-full-name"),
    ),
    "the page instead": (("liên kết", "upload-offer"), ("tai len", "upload-offer"), ("link", "upload-offer")),
    "the page by button": (("[Gửi qua trang web]", "upload-offer"), (READ, "ops-retried")),
}


@pytest.mark.parametrize("name", TALKS)
def test_at_a_step_that_asks(name: str) -> None:
    """What was sent is fetched; what was read of it is the answer."""
    talk = Talk(state=WAITING)
    talk.write("/huongdan")
    for said, expected in TALKS[name]:
        assert expected == (talk.write(said) if isinstance(said, str) else talk.take(said)), said


def test_what_is_asked_for() -> None:
    """The file goes along as it came, with the words that bridge the wait; the question offers a page."""
    talk = Talk(state=WAITING)
    talk.take(SENT)
    assert (FetchFile(PURPOSE, FILE, Say("file-being-read", hint="list")),) == talk.effects
    talk.take(MediaReceived(NOON, Medium.DOCUMENT))
    question = talk.says[-1].args["question"]
    assert isinstance(question, Text)
    assert (Text("empty-text"), UploadLink(PURPOSE)) == question.args["lines"]


@pytest.mark.parametrize("medium", [medium for medium in Medium if medium is not Medium.PHOTO])
def test_anywhere_else(medium: Medium) -> None:
    """A file that nobody asked for is not fetched, and its sender is told what to do; of pictures see test_photos.py."""
    talk = Talk(state=State())
    assert talk.take(MediaReceived(NOON, medium, FILE)).startswith(f"medium-{medium} ")
    assert not any(isinstance(effect, FetchFile) for effect in talk.effects)
    assert "caption-read ask-consent" == talk.take(MediaReceived(NOON, medium, FILE, "lời kèm"))
    assert not any(isinstance(effect, FetchFile) for effect in talk.effects)
    assert "ask-consent" == Talk(state=State()).write("liên kết").split()[-1]


@pytest.mark.parametrize(
    "event",
    [SENT, MediaReceived(NOON, Medium.PHOTO, SentFile("r"), "lời"), MediaReceived(NOON, Medium.VOICE), READ,
     FileRead(NOON, "card", "f2", problem="file-too-large", args={"most": 20})],
)  # fmt: skip
def test_on_disk_and_back(event: Event) -> None:
    """An update that waits on disk is the same afterwards."""
    incoming = Incoming("telegram", "1", "u", "c", event)
    assert incoming == from_json(to_json(incoming))


def test_older_programs_read_what_has_no_file() -> None:
    """Fields that they do not know are left out while they are empty."""
    stored = to_json(Incoming("telegram", "1", "u", "c", MediaReceived(NOON, Medium.VOICE)))
    assert b"file" not in stored
    assert b"caption" not in stored


NAMES = {
    "danh sách.xlsx": "danh sách.xlsx",
    "../../etc/passwd": "passwd",
    "C:\\Users\\a\\b.csv": "b.csv",
    "a\nb\t\x00c.pdf": "a b c.pdf",
    "\u202efdp.exe": "fdp.exe",
    'x<y>:"z|?*.txt': "x_y_z_.txt",
    " . ": "",
    "": "",
    "..": "",
    "a/": "",
    "đ" * 500 + ".docx": "đ" * 115 + ".docx",
    "a" * 500: "a" * 120,
    "a." + "b" * 500: ("a." + "b" * 500)[:120],
    "Ba\u0302n.xlsx": "Bân.xlsx",
}


@pytest.mark.parametrize("raw", NAMES, ids=lambda raw: ascii(raw)[:20])
def test_names(raw: str) -> None:
    """Path, controls, tricks with directions and excess length go; the ending stays."""
    assert NAMES[raw] == tidied(raw)


@given(st.one_of(st.text(max_size=300), st.none(), st.integers(), st.lists(st.text())))
def test_any_name(raw: object) -> None:
    """Whatever a platform says a file is called, a short printable name without a path comes out, and stays."""
    name = tidied(raw)
    assert len(name) <= MOST
    assert name.isprintable() or not name
    assert not set('/\\<>:"|?*') & set(name)
    assert name == tidied(name)
