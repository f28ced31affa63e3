"""`check --jsonl`: each line in gives one line out, in the words of the flow's own validators."""

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import builtin
from bot.check import LONGEST_LINE, check_lines

TODAY = date(2021, 3, 20)


def told(key: str, args: Mapping[str, object]) -> str:
    """A catalogue that shows key and arguments."""
    return " ".join([key, *(f"{name}={value}" for name, value in args.items())])


def asked(*lines: str) -> list[dict[str, object]]:
    """The answers to the lines."""
    return [json.loads(line) for line in check_lines(lines, told, TODAY)]


def line(field: str, text: str, province: str | None = None) -> str:
    """One question."""
    context = {"context": {"province_code": province}} if province else {}
    return json.dumps({"field": field, "input": text, **context})


TAKEN = [
    (line("full_name", "NGUYỄN VĂN A"), "Nguyễn Văn A"),
    (line("id_number", "080 888 999"), "080888999"),
    (line("phone", "+84 912 345 678"), "0912345678"),
    (line("province", "cao bang"), "04"),
    (line("province", "TPHCM"), "79"),
    (line("district", "hq", "04"), "045"),
    (line("district", "Bảo Lạc, Cao Bằng", "04"), "043"),
    (line("district", "hà quảng"), "045"),
    (line("description", "Trước đây tẽ ngô bằng tay,\r\nnay dùng máy."), "Trước đây tẽ ngô bằng tay,\nnay dùng máy."),
    ('{"field": "phone", "input": "0912345678", "context": null, "note": 1}', "0912345678"),
]


@pytest.mark.parametrize(("question", "value"), TAKEN)
def test_taken(question: str, value: str) -> None:
    """A good answer comes back in its canonical form, codes with their zeros."""
    assert [{"ok": True, "value": value}] == asked(question)


DOUBTED = [
    (line("full_name", "Páo"), "Páo", "name-one-word-meant name=Páo"),
    (line("phone", "01212345678"), "0792345678", "phone-old-number-meant old=0121 phone=0792 345 678"),
    (line("id_number", "104085000123"), "104085000123", "id-born-abroad-meant number=104••••••123"),
    (line("district", "Thông Nông", "04"), "045", "place-meant place=LĐLĐ huyện Hà Quảng"),
    (line("province", "cao bag"), "04", "place-meant place=LĐLĐ tỉnh Cao Bằng"),
]


@pytest.mark.parametrize(("question", "value", "message"), DOUBTED)
def test_taken_after_a_question(question: str, value: str, message: str) -> None:
    """What the person would have to confirm says so, with the question."""
    assert [{"ok": True, "value": value, "confirm": True, "message": message}] == asked(question)


REFUSED = [
    (line("full_name", "Nguyễn Văn 1"), "name-digits", "name-digits"),
    (line("id_number", "80888999"), "id-lost-zero", "id-lost-zero count=8"),
    (line("phone", "912345678"), "phone-lost-zero-meant", "phone-lost-zero-meant phone=0912 345 678"),
    (line("description", " "), "description-empty", "description-empty"),
    (line("province", "Hà Tây"), "province-not-found", "province-not-found"),
    (
        line("province", "HG"),
        "province-ambiguous",
        "province-ambiguous options=LĐLĐ tỉnh Hà Giang, LĐLĐ tỉnh Hậu Giang",
    ),
    (
        line("district", "BL", "04"),
        "district-ambiguous",
        "district-ambiguous options=LĐLĐ huyện Bảo Lạc, LĐLĐ huyện Bảo Lâm",
    ),
    (
        line("district", "bảo lâm"),
        "district-ambiguous",
        "district-ambiguous options=LĐLĐ huyện Bảo Lâm (Tỉnh Cao Bằng), LĐLĐ huyện Bảo Lâm (Tỉnh Lâm Đồng)",
    ),
    (
        line("district", "Hạ Long", "04"),
        "place-elsewhere",
        "place-elsewhere place=LĐLĐ thành phố Hạ Long above=LĐLĐ tỉnh Quảng Ninh",
    ),
    (line("district", "xã Xuân Trường", "04"), "federation-not-found", "federation-not-found"),
]


@pytest.mark.parametrize(("question", "error", "message"), REFUSED)
def test_refused(question: str, error: str, message: str) -> None:
    """A refusal has the text key and what the person is told; what needs a person is not taken."""
    assert [{"ok": False, "error": error, "message": message}] == asked(question)


def test_many_places_end_in_an_ellipsis() -> None:
    """Of ten Châu Thành eight are named."""
    (answer,) = asked(line("district", "châu thành"))
    assert str(answer["message"]).endswith("), …")


BAD = [
    "{",
    "null",
    "[]",
    '"x"',
    "1",
    "NaN",
    "{}",
    '{"field": "phone"}',
    '{"field": "phone", "input": 912345678}',
    '{"field": "phone", "input": null}',
    '{"field": "colour", "input": "x"}',
    '{"field": ["phone"], "input": "x"}',
    '{"input": "x"}',
    '{"field": "district", "input": "hq", "context": "04"}',
    '{"field": "district", "input": "hq", "context": {"province_code": 4}}',
    '{"field": "district", "input": "hq", "context": {"province_code": "03"}}',
    '{"field": "district", "input": "hq", "context": {"province_code": "04.045"}}',
    "[" * 100_000,
    '{"field": "phone", "input": ' + "9" * 5000 + "}",
    line("phone", "9" * LONGEST_LINE),
]


@pytest.mark.parametrize("question", BAD, ids=range(len(BAD)))
def test_a_bad_line_is_an_answer(question: str) -> None:
    """What cannot be read, or is too large, is said so and stops nothing."""
    answers = asked(question, TAKEN[0][0])
    assert [{"ok": False, "error": "bad-line", "message": "bad-line"}, {"ok": True, "value": "Nguyễn Văn A"}] == answers


def test_lines_are_answered_in_order_and_blank_ones_skipped() -> None:
    """One line out for each line in; a byte order mark and CRLF do no harm; the output is plain UTF-8."""
    lines = ["\ufeff" + TAKEN[0][0] + "\r\n", "\n", "  \t\n", TAKEN[4][0]]
    expected = ['{"ok": true, "value": "Nguyễn Văn A"}', '{"ok": true, "value": "79"}']
    assert expected == list(check_lines(lines, told, TODAY))


@given(
    field=st.sampled_from(["full_name", "id_number", "phone", "province", "district", "description"]),
    text=st.text(st.characters()),
)
@example(field="full_name", text="\ud800")
@settings(max_examples=200)
def test_every_input_gives_one_line_of_utf8(field: str, text: str) -> None:
    """Whatever the input, the answer is one line that can be written, with the promised keys."""
    (answer,) = check_lines([line(field, text)], told, TODAY)
    assert "\n" not in answer
    assert answer.encode()
    parsed = json.loads(answer)
    assert ("value" in parsed) is parsed["ok"] is ("error" not in parsed)


@given(st.text())
def test_any_line_is_answered(text: str) -> None:
    """Arbitrary lines never raise."""
    assert len(list(check_lines([text], told, TODAY))) in (0, 1)


def test_builtin_directory() -> None:
    """63 provinces and 705 federations below one root, each after its parent; every other name has its unit."""
    nodes = builtin.organisations()
    assert (1, 63, 705) == tuple(sum(n.kind == kind for n in nodes) for kind in ("national", "province", "federation"))
    assert [n.id for n in nodes] == list(range(1, 770))
    assert all(n.parent_id is None or n.parent_id < n.id for n in nodes)
    rows = files("bot.builtin").joinpath("other_names_2021.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(rows) == sum(len(n.aliases) for n in nodes)
