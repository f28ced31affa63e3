"""/qr: which CĐCS, which form, a new code, a whole federation; by button and by typing, by whom and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conversations import actions
from conversations.directory import Directory, Organisation
from conversations.domain import Grant, Role
from conversations.effects import Arg, OrderPosters, QrForm, RenewCode, SendQr
from conversations.flows.posters import MOST_POSTERS, asked_whole, parts_of, unions_below
from tests.builders import CATALOGUE, DIRECTORY, LINK, ORGANISATIONS, facts
from tests.transcripts import Line, Talk, follow

OWN, DISTRICT, PROVINCE = Grant(Role.EXECUTIVE, 100), Grant(Role.STAFF, 45), Grant(Role.STAFF, 2)
ASKED: list[Line] = [("/qr", "ask-qr-form")]
CHOSEN: list[Line] = [("/qr", "ask-qr-organisation"), ("hoa mai", "place-meant"), ("đúng", "ask-qr-form")]
FORMS: dict[str, tuple[list[str], QrForm]] = {
    "sheet": (["1", "pdf", "tờ A4", "to a4 de in", "[PDF: tờ A4 để in]"], QrForm.PDF),
    "picture": (["2", "PNG", "ảnh", "gửi vào nhóm"], QrForm.PNG),
    "drawing": (["3", "svg", "bản vẽ", "nhà in"], QrForm.SVG),
}


@pytest.mark.parametrize(("said", "form"), [(said, form) for words, form in FORMS.values() for said in words])
def test_forms(said: str, form: QrForm) -> None:
    """An executive of one CĐCS is asked for the form alone."""
    talk = follow([*ASKED, (said, "+SendQr")], Talk(facts(grants=(OWN,))))
    assert SendQr(100, form) in talk.effects


EXECUTIVES: dict[str, list[Line]] = {
    "no form": [*ASKED, ("đĩa mềm", "!choose-from-list ask-qr-form"), ("x" * 3000, "!choose-from-list ask-qr-form")],
    "a new code": [*ASKED, ("4", "ask-renew-code"), ("có", "+RenewCode qr-code-renewed +SendQr")],
    "a new code by words": [*ASKED, ("thu hồi mã", "ask-renew-code"), ("[Thu hồi, làm mã mới]", "+RenewCode qr-code-renewed +SendQr")],
    "the old code after all": [*ASKED, ("4", "ask-renew-code"), ("thôi, giữ mã cũ", "!choose-from-list ask-renew-code"), ("không", "qr-code-kept")],
    "back": [*ASKED, ("4", "ask-renew-code"), ("quay lại", "ask-qr-form"), ("1", "+SendQr")],
    "the set of a federation": [("/qr zip 04.045", "place-not-in-scope")],
}  # fmt: skip


@pytest.mark.parametrize("lines", EXECUTIVES.values(), ids=EXECUTIVES)
def test_executives(lines: list[Line]) -> None:
    """Each line from an executive is answered by exactly these words."""
    follow(lines, Talk(facts(grants=(OWN,))))


STAFF: dict[str, list[Line]] = {
    "one CĐCS": [*CHOSEN, ("1", "+SendQr")],
    "one CĐCS by number": [("/qr", "ask-qr-organisation"), ("2", "ask-qr-form"), ("2", "+SendQr")],
    "one slip": [("/qr", "ask-qr-organisation"), ("binh mink", "place-meant"), ("đúng", "ask-qr-form")],
    "another one": [*CHOSEN, ("quay lại", "ask-qr-organisation"), ("Trường Tiểu học Bình Minh", "ask-qr-form"), ("pdf", "+SendQr")],
    "outside": [("/qr", "ask-qr-organisation"), ("bảo lạc", "!place-not-in-scope ask-qr-organisation"), ("x" * 300, "!place-not-in-scope ask-qr-organisation")],
    "the whole district": [("/qr", "ask-qr-organisation"), ("1", "+OrderPosters")],
    "the whole district by button": [("/qr", "ask-qr-organisation"), ("[🗂 Trọn bộ tờ QR: LĐLĐ huyện Hà Quảng]", "+OrderPosters")],
    "the whole district by words": [("/qr", "ask-qr-organisation"), ("trọn bộ", "+OrderPosters")],
    "the whole district at once": [("/qr zip 04.045", "+OrderPosters")],
    "another district": [("/qr zip 04.043", "place-not-in-scope")],
    "the province": [("/qr zip 04", "place-not-in-scope")],
    "no such place": [("/qr zip 77.777", "place-not-in-scope"), ("/qr zzzz", "place-not-in-scope")],
    "the own district by a word": [("/qr zip", "+OrderPosters"), ("/qr trọn bộ", "+OrderPosters"), ("qr zip", "+OrderPosters")],
    "one CĐCS by its name": [("/qr hoa mai", "ask-qr-form"), ("1", "+SendQr")],
    "one CĐCS by its code": [("/qr 04.045.mn", "ask-qr-form"), ("1", "+SendQr")],
    "one of several by its name": [("/qr trường", "people-place-ambiguous"), ("1", "ask-qr-form"), ("png", "+SendQr")],
    "elsewhere by its number": [("/qr 43", "place-not-in-scope")],
    "no such part": [("/qr zip 04.045 phan 2", "posters-no-part"), ("/qr zip 04.045 phan 0", "posters-no-part"), ("/qr zip 04.045 phan ²", "+OrderPosters")],
    "stopping": [("/qr zip 04.045", "+OrderPosters"), ("/qr dừng", "+StopPosters"), ("{c.qr.dung}", "+StopPosters")],
    "a new code": [*CHOSEN, ("mã mới", "ask-renew-code"), ("1", "+RenewCode qr-code-renewed +SendQr")],
}  # fmt: skip


@pytest.mark.parametrize("lines", STAFF.values(), ids=STAFF)
def test_staff(lines: list[Line]) -> None:
    """Each line from the district is answered by exactly these words."""
    follow(lines, Talk(facts(grants=(DISTRICT,))))


def test_staff_of_a_province() -> None:
    """They have the sets of the province and of each federation, by button or by name."""
    talk = follow([("/qr", "ask-qr-organisation")], Talk(facts(grants=(PROVINCE,))))
    assert talk.labels()[0] == "🗂 Trọn bộ tờ QR: LĐLĐ tỉnh Cao Bằng"
    assert "🗂 Trọn bộ tờ QR: LĐLĐ huyện Bảo Lạc" in talk.labels()
    follow([("hà quảng", "+OrderPosters"), ("/qr", "ask-qr-organisation"), ("bảo lạc", "posters-none")], talk)
    assert talk.write("/qr zip 04") == "+OrderPosters"
    ordered = next(effect for effect in talk.effects if isinstance(effect, OrderPosters))
    assert (ordered.organisation_id, ordered.part, ordered.begun.args["total"]) == (2, 1, 4)


def test_an_executive_of_two_chooses() -> None:
    """One CĐCS needs no question, two do; there is no set."""
    talk = Talk(facts(grants=(OWN, Grant(Role.EXECUTIVE, 101))))
    follow([("/qr", "ask-qr-organisation"), ("2", "ask-qr-form"), ("png", "+SendQr")], talk)
    assert SendQr(101) in talk.effects


def test_a_new_code() -> None:
    """The code that was drawn for the turn takes the place of the old one, and its sheet follows."""
    talk = follow([*ASKED, ("4", "ask-renew-code"), ("1", "+RenewCode qr-code-renewed +SendQr")], Talk(facts(grants=(OWN,))))
    assert RenewCode(100, LINK) in talk.effects
    assert SendQr(100, QrForm.PDF) in talk.effects


@pytest.mark.parametrize("line", ["1", "4"], ids=["form", "renewal"])
def test_rights_are_asked_again_at_the_end(line: str) -> None:
    """Whoever is moved to another district in the middle gets nothing of the old one."""
    talk = follow(CHOSEN, Talk(facts(grants=(DISTRICT,))))
    if line == "4":
        talk.write(line)
    talk.know(grants=(Grant(Role.STAFF, 43),))
    assert talk.write("1") == "place-not-in-scope"


def test_whoever_lost_the_role_orders_no_set() -> None:
    """An old button does nothing but say so."""
    talk = follow([("/qr", "ask-qr-organisation")], Talk(facts(grants=(DISTRICT,))))
    talk.know(grants=(Grant(Role.STAFF, 43),))
    assert talk.state.top is not None
    talk.state = talk.state.with_top(replace(talk.state.top, shown=("45",)))  # it was offered before
    assert talk.write("{a.1.organisation.45}") == "place-not-in-scope"
    talk.know(grants=())
    assert talk.write("{c.qr.zip 04.045 phan 1}").split()[0] == "not-for-you-qr"


# -- large ones ---------------------------------------------------------------------------------------------------
MANY = Directory([*ORGANISATIONS, *(Organisation(1000 + n, f"04.043.{n}", f"Tổ {n}", "union", 43) for n in range(MOST_POSTERS + 5))])


def test_parts() -> None:
    """What is more than a file takes comes in parts, each of them bounded."""
    talk = Talk(facts(grants=(PROVINCE,), directory=MANY))
    for part, total in ((1, MOST_POSTERS), (2, 9)):
        follow([(f"/qr zip 04 phan {part}", "+OrderPosters")], talk)
        ordered = next(effect for effect in talk.effects if isinstance(effect, OrderPosters))
        assert (ordered.part, ordered.begun.args["total"], ordered.begun.args["parts"]) == (part, total, 2)
    assert [parts_of(count) for count in (0, 1, MOST_POSTERS, MOST_POSTERS + 1)] == [0, 1, 1, 2]


def test_every_cdcs_once() -> None:
    """Whatever the depth; those that are no more are left out, those of a district that is no more are not."""
    over = [replace(node, is_active=node.id != 45) for node in ORGANISATIONS]
    assert {node.id for node in unions_below(Directory(over), 2)} >= {100, 101, 102, 103}
    assert [node.id for node in unions_below(DIRECTORY, 1)] == [102, 103, 100, 101]
    assert len(unions_below(MANY, 2)) == MOST_POSTERS + 9
    assert unions_below(DIRECTORY, 999) == ()
    assert asked_whole(DIRECTORY, "zip 04.045.mn") is None


@pytest.mark.parametrize("part", [1, 10, 1299])
def test_the_button_of_a_part_can_be_typed(part: int) -> None:
    """What it sends back is what people may write after the slash."""
    from conversations.flows.posters import part_button
    from conversations.instead import words_for

    button = part_button("04", part, 1300)
    assert words_for(button.action) == f"/qr zip 04 phan {part}"
    assert actions.decode(button.action) == actions.Run("qr", f"zip 04 phan {part}")
    assert asked_whole(DIRECTORY, f"zip 04 phan {part}") == (2, part)


def test_what_is_said_of_a_set() -> None:
    """Parts are named where there are some."""
    args: dict[str, Arg] = {"place": "LĐLĐ huyện Hà Quảng", "total": 85, "part": 1, "parts": 1}
    assert "85 tờ QR của LĐLĐ huyện Hà Quảng. Đồng chí" in CATALOGUE.format("posters-begun", args)
    assert "LĐLĐ huyện Hà Quảng (phần 1/2). Đồng chí" in CATALOGUE.format("posters-begun", args | {"parts": 2})


@given(st.one_of(st.text(max_size=60), st.from_regex(r"zip (04|04\.045|vn)( phan)? ?\S{0,8}", fullmatch=True)))
def test_any_words_after_the_slash(words: str) -> None:
    """A node whose sheets come together and a part, or nothing; never an exception."""
    found = asked_whole(DIRECTORY, words)
    assert found is None or (found[0] in (2, 45) and 0 <= found[1] < 1_000_000)
