"""Photos of cards and posters in conversation: where they are looked at, and what comes of what was read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conversations.domain import Grant, Role
from conversations.effects import FetchFile, LinkKind, Say
from conversations.events import Event, FileRead, MediaReceived, Medium, SentFile
from conversations.facts import Link
from conversations.flows.revision import REVISION, start
from conversations.scanned import Holder, holder, our_code
from conversations.sent_files import CARD, POSTER
from conversations.state import Frame, State
from tests.builders import CATALOGUE, LINK, NOON, RECEIPT, facts
from tests.conversations.test_decision import WAITING
from tests.conversations.test_submission import TO_FIELD, TO_ID, TO_NAME, TO_PHONE, TO_PROVINCE, TO_TITLE, TO_UNION
from tests.pictures import BANK, FIRST_CARD, NAME, NEW_CARD, NUMBER, OLD_CARD, OTHER_CARD, POSTER_URL
from tests.transcripts import Line, Talk, follow

FILE = SentFile("ref-1", "", "image/jpeg", 5)
PHOTO = MediaReceived(NOON, Medium.PHOTO, FILE)
AS_DOCUMENT = MediaReceived(NOON, Medium.DOCUMENT, SentFile("ref-2", "IMG_1.HEIC"))
WORD = MediaReceived(NOON, Medium.DOCUMENT, SentFile("ref-3", "sáng kiến.docx"))
FETCHED = "+FetchFile"


def card(name: str = NAME, number: str = NUMBER) -> FileRead:
    """A card was read."""
    return FileRead(NOON, CARD, "f1", {"name": name, "number": number})


def poster(code: str = LINK, purpose: str = POSTER) -> FileRead:
    """A code of ours was read."""
    return FileRead(NOON, purpose, "f1", {"code": code})


def nothing(key: str, purpose: str = CARD) -> FileRead:
    """The picture showed nothing that helps."""
    return FileRead(NOON, purpose, "f1", problem=key)


def play(talk: Talk, *turns: tuple[Event | str, str]) -> Talk:
    """Each is answered by exactly these words."""
    for said, expected in turns:
        assert expected == (talk.write(said) if isinstance(said, str) else talk.take(said)), said
    return talk


# -- the card ----------------------------------------------------------------------------------------------------
CARDS: dict[str, tuple[list[Line], tuple[tuple[Event | str, str], ...]]] = {
    "answers both": (TO_NAME, ((PHOTO, FETCHED), (card(), "photo-card-meant"), ("[Đúng]", "ask-phone"))),
    "a yes may be typed": (TO_NAME, ((AS_DOCUMENT, FETCHED), (card(), "photo-card-meant"), ("đúng", "ask-phone"))),
    "a no asks as usual": (
        TO_NAME,
        ((PHOTO, FETCHED), (card(), "photo-card-meant"), ("[Nhập lại]", "ask-full-name"), ("Trần Thị B", "ask-id-number")),
    ),
    "instead of a yes the answer": (TO_NAME, ((card(), "photo-card-meant"), ("Trần Thị B", "ask-id-number"))),
    "at the number, the name is mended too": (TO_ID, ((PHOTO, FETCHED), (card(), "photo-card-meant"), ("đúng", "ask-phone"))),
    "the name was typed meanwhile": (
        TO_NAME,
        ((PHOTO, FETCHED), ("Trần Thị B", "ask-id-number"), (card(), "photo-card-meant"), ("đúng", "ask-phone")),
    ),
    "both were typed meanwhile": (TO_PHONE, ((card(), "!file-not-asked ask-phone"),)),
    "another photo while the first is asked about": (
        TO_NAME, ((card(), "photo-card-meant"), (PHOTO, FETCHED), (card("Trần Thị B"), "photo-card-meant"))),
    "a number that cannot be": (TO_NAME, ((card(number="003085000123"), "!photo-card-odd ask-full-name"),)),
    "a name that cannot be": (TO_ID, ((card(name="A1"), "!photo-card-odd ask-id-number"),)),
    "nothing but noise": (TO_NAME, ((FileRead(NOON, CARD, "f1", {}), "!photo-card-odd ask-full-name"),)),
    "glare": (TO_NAME, ((nothing("photo-no-card"), "!photo-no-card ask-full-name"), ("Nguyễn Văn A", "ask-id-number"))),
    "a poster at that step": (TO_NAME, ((PHOTO, FETCHED), (poster(purpose=CARD), "ask-full-name"))),
    "while leaving is asked": (TO_NAME, (("/huy", "cancel-sure"), (PHOTO, FETCHED), (card(), "photo-card-meant"))),
    "after everything was stopped": (TO_NAME, (("/huy", "cancel-sure"), ("đồng ý", "cancelled"), (card(), "file-not-asked menu"))),
}  # fmt: skip


@pytest.mark.parametrize("name", CARDS)
def test_a_card(name: str) -> None:
    """Name and number at once after a yes; everything else as if nothing had been sent."""
    lines, turns = CARDS[name]
    talk = Talk(facts(link=Link(LINK, LinkKind.WORKPLACE, 100)))
    play(follow(lines, talk), *turns)


def test_what_is_shown_and_taken() -> None:
    """The number is masked; afterwards both answers stand as if they had been typed, and nothing else does."""
    talk = follow(TO_NAME)
    play(talk, (card("NGUYỄN VĂN A"), "photo-card-meant"))
    shown = CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    assert "Đọc được từ thẻ: Nguyễn Văn A, số 004•••123. Đúng không ạ?" in shown
    assert NUMBER not in shown
    play(talk, ("đúng", "ask-phone"))
    assert talk.state.top is not None
    assert {"consent": "1", "full_name": NAME, "id_number": NUMBER} == talk.state.top.answers


def test_only_what_was_asked_for_is_changed() -> None:
    """A revision that asks for the number leaves the name alone."""
    filed = replace(WAITING, asked=("id_number",))
    begun = start(filed)
    frame = Frame(REVISION.id, 1, "id_number", begun.answers, begun.context)
    talk = Talk(state=State((frame,), serial=1))
    play(talk, (card(), "photo-card-meant"), ("đúng", "ask-review-changes"))
    assert talk.state.top is not None
    assert {**begun.answers, "id_number": NUMBER} == talk.state.top.answers


# -- the poster --------------------------------------------------------------------------------------------------
WORKPLACE = Link(LINK, LinkKind.WORKPLACE, 100)
INVITATION = Link(LINK, LinkKind.INVITATION, 100, Role.EXECUTIVE)
GONE = Link(LINK, LinkKind.INVITATION, 100, Role.EXECUTIVE, is_usable=False)
POSTERS: dict[str, tuple[Link | None, list[Line], str]] = {
    "a newcomer": (WORKPLACE, [], "ask-consent"),
    "before the consent": (WORKPLACE, [("/nop", "ask-consent")], "ask-consent"),
    "at the phone": (WORKPLACE, TO_PHONE, "ask-phone"),
    "at the province": (WORKPLACE, TO_PROVINCE, "ask-workplace"),
    "at the CĐCS": (WORKPLACE, TO_UNION, "ask-workplace"),
    "an invitation": (INVITATION, [], "ask-introduction"),
    "an invitation in the middle of a draft": (INVITATION, TO_PROVINCE, "ask-introduction"),
    "an invitation that was used": (GONE, [], "+NoteWrongCode link-used"),
    "a code that is unknown": (None, [], "+NoteWrongCode link-unusable"),
    "an unknown code in the middle of a draft": (None, TO_PROVINCE, "+NoteWrongCode link-unusable draft-waits"),
}


@pytest.mark.parametrize("name", POSTERS)
def test_a_poster(name: str) -> None:
    """What is read does what typing the code does, word for word."""
    link, lines, expected = POSTERS[name]
    talks = [follow(lines, Talk(facts(link=link))) for _ in range(2)]
    play(talks[0], (PHOTO, FETCHED), (poster(), expected))
    talks[1].write(f"/start {LINK}")
    assert talks[1].says == talks[0].says


def test_after_a_poster() -> None:
    """The worker is asked one question in place of four."""
    talk = follow(TO_PROVINCE, Talk(facts(link=WORKPLACE)))
    play(talk, (PHOTO, FETCHED), (poster(), "ask-workplace"), ("[Đúng đơn vị này]", "ask-field"))


ELSEWHERE: dict[str, tuple[Event, list[Line], str]] = {
    "no code, in the menu": (nothing("photo-no-code", POSTER), [], "photo-no-code menu"),
    "another code, at the province": (
        nothing("photo-other-code", POSTER), TO_PROVINCE, "!photo-other-code ask-province"),
    "too large": (FileRead(NOON, POSTER, "f1", problem="photo-too-large", args={"most": 50}), [], "photo-too-large menu"),
    "where an initiative is described": (PHOTO, TO_TITLE, "!medium-photo ask-title"),
    "a photo that the channel keeps to itself": (MediaReceived(NOON, Medium.PHOTO), TO_NAME, "!medium-photo ask-full-name"),
    "a text": (WORD, TO_NAME, "!medium-document ask-full-name"),
    "a text in the menu": (WORD, [], "medium-document menu"),
    "a photo where the field is asked for": (PHOTO, TO_FIELD, "!medium-photo ask-field"),
}  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_elsewhere(name: str) -> None:
    """One sentence, and the question that waits."""
    event, lines, expected = ELSEWHERE[name]
    play(follow(lines), (event, expected))


def test_nothing_is_read_of_a_card_before_the_consent() -> None:
    """Until then the reader looks for codes of ours alone; and a card that was read for somebody is not theirs to keep."""
    talk = follow([("/nop", "ask-consent")])
    talk.take(PHOTO)
    assert (FetchFile(POSTER, FILE, Say("photo-being-read", hint="consent")),) == talk.effects
    play(talk, (card(), "!file-not-asked ask-consent"))
    assert NUMBER not in str(talk.state)
    official = Talk(facts(grants=(Grant(Role.EXECUTIVE, 100),)))
    official.take(PHOTO)
    assert (FetchFile(POSTER, FILE, Say("photo-being-read")),) == official.effects


# -- what stands in a code ---------------------------------------------------------------------------------------
TODAY = date(2021, 4, 1)
HOLDER = Holder(NUMBER, NAME)
TEXTS: dict[str, Holder | None] = {
    OLD_CARD: HOLDER,
    FIRST_CARD: HOLDER,
    NEW_CARD: HOLDER,
    OTHER_CARD: Holder("004185000456", "Trần Thị B"),
    f"\ufeff {OLD_CARD}\r\n": HOLDER,
    OLD_CARD.replace(NAME, "NGUYỄN VĂN A"): HOLDER,
    OLD_CARD.replace("Nam", "NAM"): HOLDER,
    OLD_CARD.replace("01021985", "00001985"): HOLDER,  # of old people nobody knows the day
    OLD_CARD.encode().decode("latin-1"): HOLDER,
    OLD_CARD.encode().decode("cp1252"): HOLDER,
    FIRST_CARD.replace(NAME, "Đỗ Văn Đ").encode().decode("cp1252", "replace"): None,  # what is lost is lost
    FIRST_CARD.replace("01032021", "02042021"): HOLDER,  # a time zone ahead
    FIRST_CARD.replace("01032021", "03042021"): None,
    FIRST_CARD.replace("01021985", "30021985"): None,
    FIRST_CARD.replace("01021985", "01032022"): None,
    FIRST_CARD.replace("01021985", "1/2/1985"): None,
    FIRST_CARD.replace("01032021", "00002021"): None,
    FIRST_CARD.replace("Nam", "X"): None,
    FIRST_CARD.replace(NUMBER, "080888999"): None,
    FIRST_CARD.replace(NUMBER, "٠٠٤٠٨٥٠٠٠١٢٣"): None,
    FIRST_CARD.replace(NAME, ""): None,
    FIRST_CARD.replace(NAME, "https://example.vn"): None,
    OLD_CARD.replace("080888999", "12"): None,
    OLD_CARD.rpartition("|")[0]: None,
    f"{OLD_CARD}\n{OLD_CARD}": None,
    OLD_CARD + "|" * 4_000: None,
    BANK: None,
    "IDVNM0850001234004085000123<<2": None,
    '{"number": "004085000123"}': None,
    "BEGIN:VCARD\nFN:Nguyễn Văn A\nEND:VCARD": None,
    "DN4040400000123|4e677579e1bb856e2056c4836e2041|01/02/1985|1|-|04 - 001|C 3|01/01/2021|-|-|-": None,
    "": None,
    "||||||": None,
}


@pytest.mark.parametrize("text", TEXTS, ids=map(str, range(len(TEXTS))))
def test_cards(text: str) -> None:
    """Both generations, however the scanner was mistaken about letters; and nothing else."""
    assert TEXTS[text] == holder(text, TODAY)


CODES = {
    POSTER_URL: LINK,
    f"http://127.0.0.1:8080/bot/q/{LINK.lower()}/?utm=x#a": LINK,
    f"HTTPS://BOT.EXAMPLE/q/{LINK}": LINK,
    f"https://t.me/a_bot?start={LINK}": LINK,
    f"https://bot.example/chat?c={LINK}": LINK,
    f" {LINK[:4]}-{LINK[4:]}\n": LINK,
    f"https://bot.example/q/{RECEIPT[:-1]}": "",
    f"https://bot.example/q/{LINK}/more": "",
    f"https://bot.example/{LINK}": "",
    f"https://bot.example/x?next=/q/{LINK}": "",
    f"Mã: {LINK}": "",
    "22222222": "",
    BANK: "",
    OLD_CARD: "",
    "": "",
}


@pytest.mark.parametrize("text", CODES, ids=ascii)
def test_codes(text: str) -> None:
    """In our addresses, whatever name the installation had when they were printed; or bare."""
    assert CODES[text] == our_code(text)


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(OLD_CARD.split("|")) | st.text(max_size=9), max_size=12).map("|".join),
    )
)
def test_any_text(text: str) -> None:
    """Whatever a code holds: no exception, and only what the form's own rules take."""
    found = holder(text, TODAY)
    assert found is None or (len(found.number) == 12 and found.number.isascii())
    assert our_code(text) in ("", *(text.upper()[n : n + 8] for n in range(len(text))))
