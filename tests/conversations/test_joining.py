"""/machuyen as transcripts: a code that is made, sent elsewhere, asked about; and what a person's state takes over."""

import pytest
from msgspec.structs import replace

from conversations.accounts import JoinCode, Obstacle
from conversations.codes import with_check
from conversations.domain import Grant, Role
from conversations.engine import arrived
from conversations.role_facts import RoleFacts
from conversations.state import State
from tests.builders import NOON, facts
from tests.conversations.test_decision import WAITING
from tests.conversations.test_submission import TO_PHONE
from tests.transcripts import Line, Talk, follow, shown

CODE = with_check("K7M2P9Q")
EXECUTIVE = Grant(Role.EXECUTIVE, 101)
KNOWN = JoinCode(CODE, "telegram", has_draft=True)
ASKED = ("ask-join",)
CASES: dict[str, tuple[JoinCode | None, list[Line]]] = {
    "a code is made": (None, [("/machuyen", "+OfferJoin join-code")]),
    "in other words": (None, [("mã chuyển", "+OfferJoin join-code")]),
    "in the middle of the form": (None, [*TO_PHONE, ("/machuyen", "+OfferJoin join-code draft-waits")]),
    "sent elsewhere, and it is one's own": (KNOWN, [(CODE, "ask-join"), ("[Đúng, nối lại]", "+JoinAccounts")]),
    "by its number": (KNOWN, [(CODE, "ask-join"), ("1", "+JoinAccounts")]),
    "in words": (KNOWN, [(CODE, "ask-join"), ("đúng rồi", "+JoinAccounts")]),
    "as a link": (KNOWN, [(f"/start {CODE}", "ask-join"), ("ok", "+JoinAccounts")]),
    "with the command": (KNOWN, [(f"/machuyen {CODE}", "ask-join"), ("có", "+JoinAccounts")]),
    "in a sentence, before anything is known": (KNOWN, [("xin chào", "ask-consent"), (f"mã chuyển của tôi là {CODE}", "ask-join")]),
    "in small letters with a dash": (KNOWN, [(f"{CODE[:4]}-{CODE[4:]}".lower(), "ask-join")]),
    "in the middle of the form, and not one's own": (KNOWN, [
        *TO_PHONE, (CODE, "ask-join"), ("[Không phải tôi]", "join-declined draft-waits"), ("0912345678", "ask-province"),
    ]),
    "cancelled": (KNOWN, [(CODE, "ask-join"), ("hủy", "join-declined")]),
    "neither yes nor no": (KNOWN, [(CODE, "ask-join"), ("để xem", "!choose-from-list ask-join")]),
    "with the command, and a space": (KNOWN, [(f"/machuyen {CODE[:4]} {CODE[4:]}", "ask-join")]),
    "with the command, mistyped": (KNOWN, [("/machuyen K7M2P9RR", "+NoteWrongCode link-unusable")]),
    "another code": (KNOWN, [(with_check("K7M2P9R"), "ask-consent +NoteWrongCode")]),
    "nothing to be undone": (None, [("/machuyen hoàn tác", "join-nothing-to-undo")]),
    **{
        f"an obstacle: {obstacle}": (replace(KNOWN, obstacle=obstacle), [(CODE, said)])
        for obstacle, said in {
            Obstacle.OWN: "join-own", Obstacle.USED: "+NoteWrongCode join-used", Obstacle.EXPIRED: "+NoteWrongCode join-expired",
            Obstacle.ROLE: "join-role", Obstacle.ERASURE: "join-erasure", Obstacle.DEMO: "join-demo",
        }.items()
    },
}  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), CASES.values(), ids=CASES)
def test_transcript(known: JoinCode | None, lines: list[Line]) -> None:
    """Each line is answered by exactly these words."""
    follow(lines, Talk(facts(join_code=known)))


@pytest.mark.parametrize("word", ["[Hoàn tác việc nối]", "/machuyen hoàn tác", "mã chuyển hoàn tác", "/machuyen HOANTAC", "/move undo"])
def test_undoing(word: str) -> None:
    """By the button under the news, and by typing."""
    talk = Talk(facts(has_joined=True))
    turn = arrived(State(), State(), talk.facts, NOON, is_joined=True)
    talk.state, talk.says = turn.state, tuple(say for say in turn.effects if shown(say) == "joined")  # type: ignore[misc]
    assert talk.write(word) == "+PartAccounts join-undone"


def test_what_is_asked_again_at_the_end() -> None:
    """While the question stood the code was used, or the account got a role: nothing is joined."""
    for changed, said in (
        ({"join_code": replace(KNOWN, obstacle=Obstacle.USED)}, "join-used"),
        ({"join_code": None}, "join-expired"),
        ({"grants": (EXECUTIVE,)}, "join-role"),
    ):
        talk = Talk(facts(join_code=KNOWN))
        assert talk.write(CODE) == "ask-join"
        talk.know(**changed)
        assert talk.write("[Đúng, nối lại]") == said


def test_who_has_a_role_gives_the_code_away() -> None:
    """A stranger's code must not get at what an executive may do."""
    talk = Talk(facts(join_code=KNOWN, grants=(EXECUTIVE,)))
    assert talk.write(CODE) == "join-role"
    assert talk.write("/machuyen") == "+OfferJoin join-code"


def test_who_guesses_learns_nothing() -> None:
    """After too many wrong codes such a one is as good as a wrong one."""
    talk = Talk(facts(join_code=KNOWN, roles=RoleFacts(wrong_codes=1000)))
    assert "ask-join" not in talk.write(CODE)


def drafting(lines: list[Line]) -> State:
    """The state after these lines."""
    return follow(lines).state


ARRIVALS: dict[str, tuple[State, State | None, str, str | None]] = {
    "the host's draft goes on": (drafting(TO_PHONE), State(), "joined ask-phone", "phone"),
    "the host's draft comes first": (drafting(TO_PHONE), drafting(TO_PHONE[:3]), "joined ask-phone", "phone"),
    "the guest's draft is brought along": (State(serial=4), drafting(TO_PHONE), "joined ask-phone", "phone"),
    "a guest who was only greeted brings nothing": (State(), drafting(TO_PHONE[:2]), "joined menu", None),
    "neither has one": (State(), State(), "joined menu", None),
    "parted: the own draft is there again": (drafting(TO_PHONE), None, "ask-phone", "phone"),
    "parted: the menu": (State(), None, "menu", None),
}


@pytest.mark.parametrize(("host", "brought", "said", "step"), ARRIVALS.values(), ids=ARRIVALS)
def test_arriving(host: State, brought: State | None, said: str, step: str | None) -> None:
    """The account goes on where its person is."""
    turn = arrived(host, brought or State(), facts(), NOON, is_joined=brought is not None)
    assert said == " ".join(map(shown, turn.effects))
    assert step == (turn.state.top.step if turn.state.top else None)


def test_personal_answers_stay_where_they_were_given() -> None:
    """The draft goes along, because it is what somebody wants to go on with; what is remembered for later ones does not."""
    guest = State(profile={"full_name": "Nguyễn Văn A", "id_number": "080888999"}, consent="1")
    state = arrived(State(), guest, facts(), NOON, is_joined=True).state
    assert ({}, None) == (state.profile, state.consent)


def test_no_button_of_one_means_a_question_of_the_other() -> None:
    """A second tap on the yes that joined must not answer what the host is asked: both count their runs from one."""
    host = Talk(facts(own=(WAITING,)))
    assert host.write("/dulieu").startswith("my-data")
    assert host.write("[Yêu cầu xóa sáng kiến đã nộp]") == "ask-erase"
    guest = Talk(facts(join_code=KNOWN))
    guest.write(CODE)
    yes = guest.button("Đúng, nối lại").action
    assert yes in {button.action for say in host.says for button in say.buttons}
    guest.write("[Đúng, nối lại]")
    joined = arrived(host.state, guest.state, facts(), NOON, is_joined=True)
    talk = Talk(facts(), joined.state)
    assert talk.write(f"{{{yes}}}") == "!button-expired ask-erase"
    parted = arrived(host.state, joined.state, facts(), NOON, is_joined=False)
    assert Talk(facts(), parted.state).write(f"{{{yes}}}") == "!button-expired ask-erase"
