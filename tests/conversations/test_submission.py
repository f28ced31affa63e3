"""The worker's form as transcripts: what is typed or pressed, and what is answered."""

import re
from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from conversations import actions
from conversations.domain import Status
from conversations.effects import LinkKind, Say
from conversations.events import (
    ButtonPressed,
    ChatBlocked,
    ContactShared,
    GroupAddressed,
    MediaReceived,
    Medium,
    MessageEdited,
    TextReceived,
)  # fmt: skip
from conversations.facts import Link
from tests.builders import CAMPAIGN, CATALOGUE, facts
from tests.transcripts import Line, Talk, follow, submission_of

DESCRIPTION = "Trước đây ghi sổ tay mất nhiều thời gian. Nay dùng bảng tính, tiết kiệm 2 giờ mỗi ngày."
TO_NAME: list[Line] = [("/start", "ask-consent"), ("Đồng ý", "+RecordConsent ask-full-name")]
AGREED: list[Line] = [("/start", "ask-consent"), ("[Đồng ý]", "+RecordConsent ask-full-name")]
TO_ID: list[Line] = [*TO_NAME, ("Nguyễn Văn A", "ask-id-number")]
TO_PHONE: list[Line] = [*TO_ID, ("080888999", "ask-phone")]
TO_PROVINCE: list[Line] = [*TO_PHONE, ("0912 345 678", "ask-province")]
TO_FEDERATION: list[Line] = [*TO_PROVINCE, ("cao bang", "ask-federation")]
TO_UNION: list[Line] = [*TO_FEDERATION, ("ha quang", "ask-union")]
TO_FIELD: list[Line] = [*TO_UNION, ("Trường Mầm non Hoa Mai", "ask-field")]
TO_MONTH: list[Line] = [*TO_FIELD, ("Y tế", "ask-applied-on")]
TO_TITLE: list[Line] = [*TO_MONTH, ("3/2021", "ask-title")]
TO_DESCRIPTION: list[Line] = [*TO_TITLE, ("Sổ theo dõi tiêm chủng", "ask-description")]
TO_REVIEW: list[Line] = [*TO_DESCRIPTION, (DESCRIPTION, "ask-review")]
SENT = "+FileSubmission submitted @DecidersOf:decision-card"

CASES: dict[str, list[Line]] = {
    "typed from the beginning to the end": [*TO_REVIEW, ("gửi", SENT)],
    "pressed wherever there are buttons": [
        ("/nop", "ask-consent"),
        ("[Đồng ý]", "+RecordConsent ask-full-name"),
        ("Nguyễn Văn A", "ask-id-number"),
        ("080888999", "ask-phone"),
        ("0912345678", "ask-province"),
        ("[LĐLĐ tỉnh Cao Bằng]", "ask-federation"),
        ("[LĐLĐ huyện Hà Quảng]", "ask-union"),
        ("[Hợp tác xã Đồng Tiến]", "ask-block"),
        ("[Khối doanh nghiệp]", "ask-field"),
        ("[Bỏ qua]", "ask-applied-on"),
        ("[3/2021]", "ask-title"),
        ("Máy tuốt ngô", "ask-description"),
        (DESCRIPTION, "ask-review"),
        ("[Gửi]", SENT),
    ],
    "consent: declined stores nothing but the answer": [
        ("/start", "ask-consent"),
        ("không đồng ý", "+RecordConsent consent-declined"),
        ("nộp", "ask-consent"),
    ],
    "consent: details, then yes": [
        ("/start", "ask-consent"),
        ("xem chi tiết", "notice-details"),
        ("xem chi tiết", "notice-details"),
        ("[Đồng ý]", "+RecordConsent ask-full-name"),
    ],
    "consent: details, then a button": [
        ("/start", "ask-consent"),
        ("xem chi tiết", "notice-details"),
        ("[Không đồng ý]", "+RecordConsent consent-declined"),
        ("đồng ý", "ask-consent"),
        ("[Không đồng ý]", "+RecordConsent consent-declined"),
        ("không đồng ý", "not-understood menu"),
    ],
    "consent: details, then yes by number": [
        ("/start", "ask-consent"),
        ("[Xem chi tiết]", "notice-details"),
        ("1", "+RecordConsent ask-full-name"),
    ],
    "a courtesy where nothing is under way": [
        *TO_PHONE, ("/huy", "cancel-sure"), ("có", "cancelled"), ("cảm ơn nhé", "you-are-welcome"), ("vâng ạ", "you-are-welcome"),
        ("ok", "you-are-welcome"), ("ai duyệt", "not-understood menu"),
    ],
    "consent: something else": [("/start", "ask-consent"), ("ờ", "!choose-from-list ask-consent")],
    "consent: yes in other words": [("/start", "ask-consent"), ("dạ vâng ạ", "+RecordConsent ask-full-name")],
    "consent: no in other words": [("/start", "ask-consent"), ("ko", "+RecordConsent consent-declined")],
    "consent: a short no is never a yes": [("/start", "ask-consent"), ("k đồng ý", "!choose-from-list ask-consent")],
    "sending: in other words": [*TO_REVIEW, ("đúng rồi", SENT)],
    "sending: not yet": [*TO_REVIEW, ("chưa", "!card-not-right ask-review"), ("k gửi", "!choose-from-list ask-review")],
    "sending twice is sending once": [
        *TO_REVIEW,
        ("gửi", SENT),
        ("gửi", "not-understood menu"),
        ("{a.1.review.send}", "button-expired menu"),
    ],
    "skipping by button, and changing one's mind": [
        *TO_FIELD,
        ("[Bỏ qua]", "ask-applied-on"),
        ("quay lại", "ask-field*"),
        ("y tế", "ask-applied-on"),
    ],
    "a name without marks is asked about": [
        *TO_NAME,
        ("nguyen van a", "name-without-marks-meant"),
        ("đúng", "ask-id-number"),
    ],
    "a doubted name can be typed again": [
        *TO_NAME,
        ("nguyen van a", "name-without-marks-meant"),
        ("không", "ask-full-name"),
        ("Nguyễn Văn A", "ask-id-number"),
    ],
    "a doubted name can be corrected at once": [
        *TO_NAME,
        ("nguyen van a", "name-without-marks-meant"),
        ("Nguyễn Văn A", "ask-id-number"),
    ],
    "a question is no name, and is asked about": [*TO_NAME, ("cmnd là gì vậy", "name-question-meant"), ("Nguyễn Văn A", "ask-id-number")],
    "a question is no title, nor is a word, unless one insists": [
        *TO_TITLE, ("hỏi chút", "title-question-meant"), ("x", "title-one-word-meant"), ("không", "ask-title"),
        ("Tại sao phải ghi tên?", "title-question-meant"), ("đúng", "ask-description"),
    ],
    "Huy is a name, hủy is not": [
        *TO_NAME,
        ("Huy", "name-one-word-meant"),
        ("nhập lại", "ask-full-name"),
        ("hủy", "cancel-sure"),
    ],
    "places: an abbreviation that fits one": [*TO_FEDERATION, ("hq", "ask-union")],
    "places: with its type word": [*TO_FEDERATION, ("h. hà quảng", "ask-union")],
    "places: BL fits two and is asked": [
        *TO_FEDERATION,
        ("BL", "!place-ambiguous ask-federation"),
        ("2", "ask-union"),
    ],
    "places: near twins are never guessed": [*TO_FEDERATION, ("bao lax", "!place-ambiguous ask-federation")],
    "places: a number takes that place of the list": [*TO_PROVINCE, ("1", "ask-federation")],
    "places: of another province": [*TO_FEDERATION, ("Đồng Văn", "!federation-not-found ask-federation")],
    "places: a CĐCS of the neighbouring district": [
        *TO_FEDERATION,
        ("bảo lạc", "ask-union"),
        ("Trường Mầm non Hoa Mai", "!place-elsewhere ask-union"),
    ],
    "places: unknown": [*TO_PROVINCE, ("Atlantis", "!province-not-found ask-province")],
    "workplace missing": [
        *TO_UNION,
        ("[Không thấy đơn vị tôi]", "ask-union-name"),
        ("Trường THCS Xuân Hòa", "ask-block"),
        ("2", "ask-field"),
    ],
    "workplace missing, typed": [*TO_UNION, ("khong thay don vi toi", "ask-union-name")],
    "a near-miss of a label": [*TO_UNION, ("Hợp tác xã Đồng Tiến", "ask-block"), ("doanh nghiep", "ask-field")],
    "a month outside the window": [*TO_MONTH, ("1/2021", "!applied-on-too-early ask-applied-on")],
    "a month typed as a number is the month, not the place in the list": [*TO_MONTH, ("2", "ask-title")],
    "back by typing": [*TO_PHONE, ("quay lại", "ask-id-number*"), ("giữ nguyên", "ask-phone")],
    "back without marks": [*TO_PHONE, ("quay lai", "ask-id-number*"), ("quay lai", "ask-full-name*")],
    "back by button": [*TO_PHONE, ("[‹ Quay lại]", "ask-id-number*"), ("[Giữ nguyên]", "ask-phone")],
    "back at the first step": [("/start", "ask-consent"), ("quay lại", "!first-step ask-consent")],
    "cancel is asked, and can be undone": [*TO_PHONE, ("hủy", "cancel-sure"), ("[Không, làm tiếp]", "ask-phone")],
    "cancel for good": [*TO_PHONE, ("/huy", "cancel-sure"), ("có", "cancelled"), ("/theodoi", "nothing-filed")],
    "restart asks everything but the consent again": [
        *TO_PHONE,
        ("bat dau lai", "restart-sure"),
        ("[Đồng ý]", "ask-full-name"),
        ("quay lại", "ask-consent"),
    ],
    "help keeps the step": [*TO_PHONE, ("hướng dẫn", "!help-step ask-phone"), ("/help", "!help-step ask-phone")],
    "edit one line from the review card": [
        *TO_REVIEW,
        ("sửa họ tên", "ask-full-name*"),
        ("Trần Thị B", "ask-review"),
        ("gửi", SENT),
    ],
    "a number with words that say what it is": [
        *TO_ID, ("số cmnd của tôi là 080888999 ạ", "ask-phone"), ("sđt: 0912 345 678 nhé", "ask-province"),
    ],
    "a number among other words is asked about": [
        *TO_ID, ("cmnd của Minh 080888999", "id-found-meant"), ("không", "ask-id-number"), ("080888999", "ask-phone"),
        ("số của vợ tôi 0912345678", "phone-found-meant"), ("đúng", "ask-province"),
    ],
    "no number at all": [*TO_ID, ("mất thẻ rồi", "!id-none ask-id-number"), ("080888999", "ask-phone"), ("tôi không có điện thoại", "!phone-none ask-phone")],
    "no at the card": [*TO_REVIEW, ("chưa đúng", "!card-not-right ask-review"), ("không", "!card-not-right ask-review"), ("xem đã", "!choose-from-list ask-review")],
    "back from a line leads to the card": [
        *TO_REVIEW, ("sửa họ tên", "ask-full-name*"), ("hướng dẫn", "!help-step ask-full-name*"), ("quay lại", "ask-review"), ("gửi", SENT),
    ],
    "back from a line of a line too": [
        *TO_REVIEW, ("sửa họ tên", "ask-full-name*"), ("sửa số điện thoại", "ask-phone*"), ("[‹ Quay lại]", "ask-review"),
        ("quay lại", "ask-description*"),
    ],
    "back from a line within the form leads to where it was left": [
        *TO_PROVINCE, ("sửa họ tên", "ask-full-name*"), ("quay lại", "ask-province"), ("quay lại", "ask-phone*"),
    ],
    "what was changed is left behind, and back is a step again": [
        *TO_PROVINCE, ("sửa họ tên", "ask-full-name*"), ("Trần Thị B", "ask-province"), ("quay lại", "ask-phone*"), ("quay lại", "ask-id-number*"),
    ],
    "back from the question which line": [*TO_REVIEW, ("sửa", "edit-which"), ("quay lại", "ask-review"), ("quay lại", "ask-description*")],
    "back from what the card offers": [
        *TO_REVIEW, ("[Thêm giá trị làm lợi]", "ask-benefit"), ("quay lại", "ask-review"), ("[📎 Thêm ảnh, tài liệu]", "ask-attachments"),
        ("quay lại", "ask-review"), ("gửi", SENT),
    ],
    "the line that waits is no way off": [*TO_PHONE, ("quay lại", "ask-id-number*"), ("sửa cmnd", "ask-id-number*"), ("quay lại", "ask-full-name*")],
    "what was begun in a line is left behind": [
        *TO_REVIEW, ("sửa mô tả", "ask-description*"), ("ngắn", "description-short-meant"), ("quay lại", "ask-description*"), ("quay lại", "ask-review"),
        ("sửa mô tả", "ask-description*"), ("[Giúp tôi viết]", "ask-problem"),
    ],
    "a slip in a line does not lose the way back": [
        *TO_REVIEW, ("sửa họ tên", "ask-full-name*"), ("123", "!name-digits ask-full-name*"), ("nguyen van b", "name-without-marks-meant"),
        ("quay lại", "ask-full-name*"), ("quay lại", "ask-review"),
    ],
    "edit by button": [
        *TO_REVIEW,
        ("[Sửa]", "edit-which"),
        ("[Số CMND/CCCD]", "ask-id-number*"),
        ("080888111", "ask-review"),
    ],
    "edit something unknown": [*TO_REVIEW, ("sửa con mèo", "edit-which")],
    "editing the province asks what depends on it": [
        *TO_REVIEW,
        ("sửa tỉnh", "ask-province*"),
        ("Hà Giang", "ask-federation"),
    ],
    "edit before anything is there": [*TO_NAME, ("sửa", "!nothing-to-edit ask-full-name")],
    "a step that must be answered is not skipped": [*TO_NAME, ("bỏ qua", "!step-needed ask-full-name")],
    "a second initiative asks only what is new": [
        *TO_REVIEW,
        ("gửi", SENT),
        ("[Nộp thêm]", "ask-field"),
        ("[‹ Quay lại]", "ask-block*"),
    ],
    "an old button changes nothing": [*TO_PHONE, ("{a.1.consent.agree}", "!button-expired ask-phone")],
    "a forged button changes nothing": [*TO_PHONE, ("{a.1.phone.0999999999}", "!button-expired ask-phone")],
    "a button pressed twice is answered once, and who insists is told": [
        *AGREED, ("{a.1.consent.agree}", ""), ("{a.1.consent.agree}", "!button-expired ask-full-name"),
    ],
    "pressed, something typed, pressed again": [
        *AGREED, ("N", "!name-too-short ask-full-name"), ("{a.1.consent.agree}", "!button-expired ask-full-name"),
    ],
    "another button of the same message": [*AGREED, ("{a.1.consent.details}", "!button-expired ask-full-name")],
    "an old button pressed twice": [*TO_PHONE, ("{a.1.consent.agree}", "!button-expired ask-phone"), ("{a.1.consent.agree}", "")],
    "sent with a finger that trembled": [*TO_REVIEW, ("[Gửi]", SENT), ("{a.1.review.send}", ""), ("[Nộp thêm]", "ask-field")],
    "the same page twice": [*TO_PROVINCE, ("{p.1.province.1}", "ask-province"), ("{p.1.province.1}", ""), ("cao bang", "ask-federation")],
    "rubbish from a button": [*TO_PHONE, ("{x'; DROP TABLE}", "!button-expired ask-phone")],
    "a command in the middle, and back": [
        *TO_PHONE,
        ("/theodoi", "nothing-filed draft-waits"),
        ("[Tiếp tục bản nháp]", "draft-resumed ask-phone"),
    ],
    "/start again keeps the draft": [*TO_PHONE, ("/start", "draft-resumed ask-phone")],
    "an unknown command": [*TO_PHONE, ("/abc", "unknown-command menu")],
    "white space": [*TO_PHONE, ("   ", "!empty-text ask-phone")],
}


@pytest.mark.parametrize("lines", CASES.values(), ids=CASES)
def test_transcript(lines: list[Line]) -> None:
    """Each line from the worker is answered by exactly these words."""
    follow(lines)


def test_what_is_filed() -> None:
    """The answers are stored canonical, organisations by id."""
    filed = follow(CASES["typed from the beginning to the end"]).filed()
    assert vars_of(filed) == {
        "full_name": "Nguyễn Văn A", "id_number": "080888999", "phone": "0912345678", "province": "2", "federation": "45",
        "union": "100", "block": "public_admin", "field": "health", "applied_on": "2021-03",
        "title": "Sổ theo dõi tiêm chủng", "description": DESCRIPTION,
    }  # fmt: skip


def vars_of(filed: object) -> dict[str, str]:
    return dict(filed.answers)  # type: ignore[attr-defined]


def test_a_qr_code_replaces_four_questions_by_one() -> None:
    """A scanned CĐCS is asked about once; province, federation, CĐCS and block are filled in."""
    talk = Talk(facts(link=Link("M5N8P3RK", LinkKind.WORKPLACE, 102)))
    follow(
        [
            ("/start M5N8P3RK", "ask-consent"),
            *TO_PHONE[1:],
            ("0912345678", "ask-workplace"),
            ("[Đúng đơn vị này]", "ask-field"),
        ],
        talk,
    )
    assert talk.state.top is not None
    assert {
        "province": "2",
        "federation": "45",
        "union": "102",
        "block": "enterprise",
    }.items() <= talk.state.top.answers.items()


def test_a_wrong_qr_code_leaves_the_choice() -> None:
    """Whoever works elsewhere is asked for the province."""
    talk = Talk(facts(link=Link("M5N8P3RK", LinkKind.WORKPLACE, 102)))
    follow(
        [("/start M5N8P3RK", "ask-consent"), *TO_PHONE[1:], ("0912345678", "ask-workplace"), ("2", "ask-province")],
        talk,
    )


def test_contact_button() -> None:
    """A shared contact is taken at the phone step, with or without the plus."""
    talk = follow(TO_PHONE)
    assert talk.take(ContactShared(talk.at, "84912345678")) == "ask-province"
    assert talk.take(ContactShared(talk.at, "84912345678")) == "!contact-not-now ask-province"


def test_the_card_has_words_of_a_record() -> None:
    """What was left open stands there as such, not by the button that was pressed."""
    missing: list[Line] = [*TO_UNION, ("[Không thấy đơn vị tôi]", "ask-union-name"), ("Tổ hợp tác Ngô Nếp", "ask-block"), ("1", "ask-field")]
    talk = follow([*missing, ("[Bỏ qua]", "ask-applied-on"), *TO_TITLE[-1:], *TO_REVIEW[-2:], ("2", "ask-benefit"), ("bỏ qua", "ask-review")])
    card = CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    for line in ("CĐCS: chưa có trong danh sách", "Lĩnh vực: không ghi", "Giá trị làm lợi: không ghi"):
        assert f"• {line}" in card


@pytest.mark.parametrize("line", ["chưa nhớ", "2026", "31/2/2026", "13/2026", "3/2021", "12/2026", "?"])
def test_examples_lie_within_the_campaign(line: str) -> None:
    """A month that could be answered, whatever was wrong, in a campaign of any year."""
    autumn = replace(CAMPAIGN, opens=datetime(2026, 9, 1, tzinfo=UTC), closes=datetime(2026, 12, 1, tzinfo=UTC),
                     applied_from=date(2026, 9, 1), applied_to=date(2026, 11, 30))  # fmt: skip
    talk = follow(TO_MONTH, Talk(facts(campaign=autumn), at=datetime(2026, 11, 5, tzinfo=UTC)))
    talk.write(line)
    examples = re.findall(r"[Vv]í dụ:? (\S+)", CATALOGUE.format(talk.says[-1].key, talk.says[-1].args))
    assert examples
    assert {*examples} <= {"9/2026", "10/2026", "11/2026"}


@pytest.mark.parametrize("medium", Medium)
def test_media_are_answered_at_every_step(medium: Medium) -> None:
    """A sticker, a voice message, a photo: a sentence and the question again, nothing changed."""
    talk = follow(TO_PHONE)
    before = talk.state
    assert talk.take(MediaReceived(talk.at, medium)) == f"!medium-{medium.value} ask-phone"
    assert before == talk.state


def test_a_name_that_the_channel_proposes() -> None:
    """It answers the question that showed it, as if it had been typed; later, or at another step, it answers nothing."""
    talk = follow(TO_NAME)

    def written(serial: int, step: str, words: str) -> str:
        return talk.take(ButtonPressed(talk.at, actions.encode(actions.Write(serial, step, words))))

    serial = talk.state.serial
    assert written(serial + 1, "full_name", "Nguyễn Văn A") == "!button-expired ask-full-name"
    assert written(serial, "full_name", "X2") == "!name-digits ask-full-name"
    assert written(serial, "full_name", "nguyễn văn a") == "ask-id-number"
    assert talk.state.top is not None
    assert talk.state.top.answers["full_name"] == "Nguyễn Văn A"
    assert written(serial, "full_name", "Trần Thị B") == "!button-expired ask-id-number"
    assert written(serial, "id_number", "080888999") == "!button-expired ask-id-number"


def test_the_same_button_in_another_chat() -> None:
    """Whoever is on two channels and presses the old button there is told, for that chat has no answer yet."""
    talk = follow(AGREED, Talk(facts(channel="telegram")))
    talk.know(channel="zalo-oa")
    assert talk.write("{a.1.consent.agree}") == "!button-expired ask-full-name"


CAPTIONED: dict[str, tuple[list[Line], str, str]] = {
    "an answer": (TO_PHONE, "0912345678", "caption-read ask-province"),
    "the description": (TO_DESCRIPTION, DESCRIPTION, "caption-read ask-review"),
    "a wrong answer": (TO_PHONE, "abc", "caption-read !phone-not-digits ask-phone"),
    "a command": (TO_PHONE, "/theodoi", "caption-read nothing-filed draft-waits"),
    "white space": (TO_PHONE, "  ", "!medium-photo ask-phone"),
    "nothing open": ([], "xin chào", "caption-read ask-consent"),
}


@pytest.mark.parametrize(("lines", "caption", "said"), CAPTIONED.values(), ids=CAPTIONED)
def test_words_beside_a_picture_count(lines: list[Line], caption: str, said: str) -> None:
    """As if they had been typed; that the picture is not taken is said."""
    talk = follow(lines)
    assert talk.take(MediaReceived(talk.at, Medium.PHOTO, None, caption)) == said


def test_edited_messages_are_answered() -> None:
    """Changing a sent message is not taken, and said so."""
    talk = follow(TO_PHONE)
    assert talk.take(MessageEdited(talk.at)) == "!edited-message ask-phone"


def test_a_group_hears_nothing_personal() -> None:
    """One sentence, whatever is open; and a blocked chat hears nothing."""
    talk = follow(TO_PHONE)
    before = talk.state
    assert talk.take(GroupAddressed(talk.at)) == "group-chat"
    assert talk.take(ChatBlocked(talk.at)) == ""
    assert before == talk.state


def test_a_too_long_description_is_kept_and_shown_where_it_ends() -> None:
    """Over 1000: the excess is told, the text stays, and the last sentence before the limit is offered."""
    talk = follow(TO_DESCRIPTION)
    sentence = "Nay dùng bảng tính, tiết kiệm hai giờ mỗi ngày. "  # 48 characters
    assert talk.write(sentence * 25) == "!description-over-limit ask-description"
    written = CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    assert "1.199/1.000" in written
    assert "199" in written
    assert talk.write("[Gửi lại toàn văn cho tôi]") == "description-whole"
    assert talk.says[-1].args["text"] == (sentence * 25).strip()
    talk.write("/start")
    assert talk.write("[Lấy đến hết câu cuối trong giới hạn]") == "ask-review"
    talk.write("gửi")
    assert len(vars_of(talk.filed())["description"]) == 48 * 20 - 1


def test_pieces_of_a_paste_are_one_text_in_order() -> None:
    """Telegram cuts a long paste: pieces that come together are joined by their order and counted together."""
    talk = follow(TO_DESCRIPTION)
    first, second = "Đoạn một. " * 300, "Đoạn hai. " * 60
    talk.type(first.strip())
    answer = talk.type(second.strip())
    assert answer == "!description-over-limit ask-description"
    assert talk.says[-1].collapse == "paste"
    assert talk.state.top is not None
    assert talk.state.top.context["draft"] == f"{first.strip()}\n{second.strip()}"


def test_a_later_piece_that_arrives_first_is_put_behind() -> None:
    """The order of the chat decides, not the order of arrival."""
    talk = follow(TO_DESCRIPTION)
    talk.order = 12
    talk.type("Hai " * 600)
    talk.order = 11
    talk.type("Một " * 600)
    assert talk.state.top is not None
    assert talk.state.top.context["draft"].startswith("Một ")


def test_a_number_takes_the_shortened_text() -> None:
    """ "1" typed after the options means the first of them, and what it is cut from is still the text itself."""
    talk = follow(TO_DESCRIPTION)
    talk.write("Nay dùng bảng tính, tiết kiệm hai giờ mỗi ngày. " * 25)
    assert talk.write("1") == "ask-review"
    assert talk.state.top is not None
    assert len(talk.state.top.answers["description"]) == 48 * 20 - 1


def test_a_paste_below_a_higher_limit_is_asked_about() -> None:
    """Where 3,000 characters are allowed, a long piece may be all there is: the person says so."""
    talk = follow(TO_DESCRIPTION, Talk(facts(campaign=replace(CAMPAIGN, description_limit=3000))))
    assert talk.type("Đoạn một. " * 220) == "paste-complete"
    assert talk.type("Đoạn hai. " * 50) == "paste-complete"
    assert talk.write("đúng") == "ask-review"
    assert talk.state.top is not None
    assert talk.state.top.answers["description"].count("\n") == 1


def test_pieces_beyond_all_measure_are_one_refusal() -> None:
    """However many come: each answer replaces the one before, and the tail is not taken for the text."""
    talk = follow(TO_DESCRIPTION)
    answers = [talk.take(TextReceived(talk.at, "Câu dài. " * 400, order)) for order in range(8)]
    assert answers[-3:] == ["!description-far-too-long ask-description"] * 3
    assert "1.000" in CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)
    assert talk.says[-1].collapse == "paste"
    assert talk.write("Ngắn thôi nhưng đủ ba mươi ký tự để nhận.") == "ask-review"


def test_a_cancelled_cancel_keeps_a_long_text() -> None:
    """The text over the limit is still offered after "không, làm tiếp"."""
    talk = follow(TO_DESCRIPTION)
    talk.write("Nay dùng bảng tính, tiết kiệm hai giờ mỗi ngày. " * 25)
    follow([("hủy", "cancel-sure"), ("không", "ask-description"), ("[Lấy đến hết câu cuối trong giới hạn]", "ask-review")], talk)


def test_text_of_100_kilobytes_is_answered() -> None:
    """A huge text is refused in a sentence and changes nothing."""
    talk = follow(TO_DESCRIPTION)
    assert talk.type("a" * 100_000).startswith("!description-")


def test_nothing_is_accepted_after_the_close() -> None:
    """The draft is kept and the person is told; at the last second it is still taken."""
    talk = follow(TO_REVIEW)
    talk.at = CAMPAIGN.closes
    talk.facts = facts()
    assert talk.write("gửi") == "campaign-closed-draft-kept"
    assert talk.state.frame("submission") is not None


@pytest.mark.parametrize(
    ("at", "expected"),
    [(CAMPAIGN.opens, "ask-consent"), (CAMPAIGN.closes, "campaign-closed")],
    ids=["the first second", "the first second after"],
)
def test_the_window_is_exact(at: object, expected: str) -> None:
    """Opening is inclusive, closing exclusive."""
    talk = Talk(at=at)  # type: ignore[arg-type]
    assert talk.type("/nop") == expected


def test_theodoi_lists_own_initiatives() -> None:
    """Each with its code and what became of it."""
    talk = follow(CASES["typed from the beginning to the end"])
    own = submission_of(talk.filed())  # type: ignore[arg-type]
    assert own.status is Status.SUBMITTED
    talk.know(own=(own,))
    assert talk.write("/theodoi") == "tracked"
    assert "A7K2-9QX" in CATALOGUE.format(talk.says[-1].key, talk.says[-1].args)


def test_theodoi_shows_eight_at_a_time() -> None:
    """Any number of initiatives: the rest is one tap away."""
    filed = submission_of(follow(CASES["typed from the beginning to the end"]).filed())  # type: ignore[arg-type]
    talk = Talk(facts(own=tuple(replace(filed, code=f"A7K2{n:04d}") for n in range(20))))
    assert talk.write("/theodoi") == "tracked"
    assert len(talk.labels()) == 9
    assert talk.write("[Xem thêm]") == "tracked"
    assert talk.write("[Xem thêm]") == "tracked"
    assert len(talk.labels()) == 4


def test_a_new_notice_is_asked_about_again() -> None:
    """Consent holds for the notice that was read."""
    talk = follow(CASES["typed from the beginning to the end"])
    talk.state = replace(talk.state, consent="0")
    assert talk.write("/nop") == "ask-consent"


def test_every_question_fits_a_small_screen() -> None:
    """Questions but the consent and the review stay near 160 characters."""
    talk = Talk()
    for line, _ in CASES["pressed wherever there are buttons"][:-2]:
        talk.write(line)
        say: Say = talk.says[-1]
        if say.key != "ask-consent":
            assert len(CATALOGUE.format(say.key, say.args)) <= 170, say.key
