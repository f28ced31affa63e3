"""Key and arguments → words: overrides of a folder, nested arguments, numbers, long texts, a day in each language."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex
from fluent.runtime import FluentResource
from fluent.syntax import ast as fluent

from bot.catalogue import LOCALES, BadCatalogue, Catalogue, builtin_source, sources_of
from bot.channels.protocol import Way
from conversations.domain import Grant, Role, Status, Submission
from conversations.effects import Arg, CloseCards, FileSubmission, JoinLinks, Say, Tell, Text
from conversations.facts import Subject
from tests.builders import CAMPAIGN, DIRECTORY, NOON, ORGANISATIONS, facts
from tests.transcripts import Line, Talk, follow

VI, EN = Catalogue("vi"), Catalogue("en")
CATALOGUES = {"vi": VI, "en": EN}


# -- one message at a time ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("locale", LOCALES)
def test_messages_are_found_without_parsing_all(locale: str) -> None:
    """Cut apart and parsed alone, each is what it is in the whole catalogue; none needs another."""
    source = builtin_source(locale)
    whole = [entry for entry in FluentResource(source).body if isinstance(entry, fluent.Message)]
    alone = {key: FluentResource(one).body[0] for key, one in sources_of(source).items()}
    assert [entry.id.name for entry in whole] == list(alone)
    assert [] == [entry.id.name for entry in whole if not entry.equals(alone[entry.id.name], ["span", "comment"])]
    assert not regex.search(r"\{\s*-?[a-z][\w-]*\s*[.}]", source)


# -- overrides ---------------------------------------------------------------------------------------------------
def overridden(folder: Path, source: str, locale: str = "vi") -> Catalogue:
    """The Vietnamese catalogue with this file in TEXTS_DIR."""
    (folder / f"{locale}.ftl").write_text(source, "utf-8")
    return Catalogue("vi", folder)


OVERRIDES: dict[str, tuple[str, str]] = {
    "one line": ("button-nop = Gửi sáng kiến\n", "Gửi sáng kiến"),
    "no line end": ("button-nop = Gửi sáng kiến", "Gửi sáng kiến"),
    "several lines": ("button-nop =\n    Gửi\n    sáng kiến\n", "Gửi\nsáng kiến"),
    "a comment and a blank line before": ("# của tỉnh\n\nbutton-nop = Gửi\n", "Gửi"),
    "another message": ("button-nop = { button-qr }!\nbutton-qr = Mã\n", "Mã!"),
    "another message that ships with the program": ("button-nop = { button-qr }?\n", f"{VI.format('button-qr')}?"),
    "a term of its own": ("-tinh = Cao Bằng\nbutton-nop = Gửi { -tinh }\n", "Gửi Cao Bằng"),
    "a byte order mark": ("\ufeffbutton-nop = Gửi\n", "Gửi"),
    "line ends of Windows": ("button-nop =\r\n    Gửi\r\n    ngay\r\n", "Gửi\nngay"),
    "decomposed letters": (unicodedata.normalize("NFD", "button-nop = Gửi\n"), "Gửi"),
    "twice: the last one": ("button-nop = Một\nbutton-nop = Hai\n", "Hai"),
    "something else": ("button-qr = Mã\n", "Nộp sáng kiến"),
    "nothing": ("", "Nộp sáng kiến"),
}


@pytest.mark.parametrize(("source", "expected"), OVERRIDES.values(), ids=OVERRIDES)
def test_an_override_replaces_single_messages(tmp_path: Path, source: str, expected: str) -> None:
    """The message of the folder wins, all others stay."""
    catalogue = overridden(tmp_path, source)
    assert expected == catalogue.format("button-nop")
    assert "Theo dõi" == catalogue.format("button-theodoi")


def test_an_override_may_leave_arguments_out(tmp_path: Path) -> None:
    """It need not show everything; what it shows is filled in."""
    catalogue = overridden(tmp_path, "campaign-not-open = Hẹn { $opens }\n")
    assert "Hẹn 1/3" == catalogue.format("campaign-not-open", {"name": "x", "opens": "1/3"})


def test_the_file_of_another_language_changes_nothing(tmp_path: Path) -> None:
    """Each language has a file of its own, and none is needed."""
    assert "Nộp sáng kiến" == overridden(tmp_path, "button-nop = File\n", "en").format("button-nop")


UNREADABLE = "không đọc được; kiểm tra dấu “=”, dấu “{ }” và khoảng trắng đầu dòng"
BAD: dict[str, tuple[str, str]] = {
    "no equals sign": ("# lời\nbutton-nop Gửi\n", f"dòng 2: {UNREADABLE}"),
    "an open brace": ("\nbutton-nop = { $name\nbutton-qr = x\n", f"dòng 2: {UNREADABLE}"),
    "an indented key": ("  button-nop = Gửi\n", f"dòng 1: {UNREADABLE}"),
    "plain words": ("button-nop = Gửi\n\nXin chào\n", f"dòng 3: {UNREADABLE}"),
    "an unknown key": ("# lời\nbutton-nopp = Gửi\n", "dòng 2: không có câu nào mang khóa “button-nopp”"),
    "an unknown argument": (
        "button-qr = x\ncampaign-not-open = { $ten }\n",
        "dòng 2: câu “campaign-not-open” không có biến $ten (dùng được: $name, $opens)",
    ),
    "an argument where there is none": (
        "button-nop = { $x }\n", "dòng 1: câu “button-nop” không có biến $x (dùng được: không có biến nào)",
    ),
    "an attribute alone": ("button-nop =\n    .title = x\n", "dòng 1: câu “button-nop” để trống"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), BAD.values(), ids=BAD)
def test_a_broken_override_is_named(tmp_path: Path, source: str, expected: str) -> None:
    """The operator reads which file, which line and what is wrong."""
    with pytest.raises(BadCatalogue) as raised:
        overridden(tmp_path, source)
    assert f"{tmp_path / 'vi.ftl'}, {expected}" == str(raised.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    """One line each, in the order of the file."""
    with pytest.raises(BadCatalogue) as raised:
        overridden(tmp_path, "một\nbutton-nopp = x\nbutton-nop = { $y }\n")
    assert ["dòng 1", "dòng 2", "dòng 3"] == regex.findall(r"dòng \d(?=:)", str(raised.value))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Another encoding, a folder in its place, a folder that is not there."""
    (tmp_path / "vi.ftl").write_bytes("button-nop = Gửi\nbutton-qr = Mã\n".encode("utf-16-le"))
    with pytest.raises(BadCatalogue, match=r"vi\.ftl, dòng 1: không phải UTF-8"):
        Catalogue("vi", tmp_path)
    (tmp_path / "vi.ftl").unlink()
    (tmp_path / "vi.ftl").mkdir()
    with pytest.raises(BadCatalogue, match=r"vi\.ftl: không mở được \(IsADirectoryError\)"):
        Catalogue("vi", tmp_path)
    with pytest.raises(BadCatalogue, match="TEXTS_DIR: không có thư mục"):
        Catalogue("vi", tmp_path / "nowhere")


# -- filled in without the library -------------------------------------------------------------------------------
WORDS = ("Nguyễn Văn A", "", "{x} {{y}} { $n } %s", "7", "no", "other", "yes", "\ufdd0", "dài " * 1000)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_filled_in_is_what_the_library_makes_of_it(locale: str) -> None:
    """Every message, with words as they are, with any that could be taken for more than words, and with numbers.

    None of ours needs the library.
    """
    catalogue = CATALOGUES[locale]
    for key in sorted(catalogue.keys()):
        names = catalogue.variables(key)
        for word in (*WORDS, 0, 1, 2, -1, 999, 1000, 1234567, 10**15):
            values = dict.fromkeys(names, word)
            assert catalogue._filled(key, values) == catalogue._format(key, values), (key, word)


CHOICES = {
    "by a word": ("{ $x -> [yes] có *[no] không }", True),
    "by a number": ("{ $x -> [0] không *[other] { $x } tệp }", True),
    "by a number below zero": ("{ $x -> [-1] thiếu *[other] đủ }", True),
    "by a plural": ("{ $x -> [one] một *[other] nhiều }", True),
    "the default first": ("{ $x -> *[no] không [yes] có [yes] có rồi }", True),
    "in a choice": ("{ $x -> [yes] có { $x -> [0] a *[b] { $x } } *[no] không }!", True),
    "two": ('{ $x -> [0] a *[b] b } { $x -> [yes] { $x } *[no] {"{"} }', True),
    "by a fraction": ("{ $x -> [0.5] nửa *[other] cả }", False),
    "a number written out": ("{ 7 }", False),
    "an escape": ('{ "\\u00e1" }', False),
    "a term": ("{ -x }", False),
    "a function": ("{ NUMBER($x) }", False),
    "in one of them a term": ("{ $x -> [yes] { -x } *[no] không }", False),
    "by a function": ("{ NUMBER($x) -> [one] một *[other] nhiều }", False),
}  # fmt: skip


@pytest.mark.parametrize(("pattern", "is_known"), CHOICES.values(), ids=CHOICES)
@pytest.mark.parametrize("locale", LOCALES)
def test_choices(tmp_path: Path, locale: str, pattern: str, is_known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made as the library makes them; what is more than words, arguments and choices is left to it."""
    monkeypatch.setattr(Catalogue, "_problems", lambda *_: iter(()))
    (tmp_path / f"{locale}.ftl").write_text(f"-x = y\ndescription-whole = {on_lines(pattern)}\n", "utf-8")
    catalogue = Catalogue(locale, tmp_path)
    assert is_known == (catalogue._filled("description-whole", {"x": 1}) is not None)
    for x in ("yes", "no", "other", "one", "", 0, 1, 2, -1, 1000):
        asked = {"x": x}
        assert catalogue._filled("description-whole", asked) in (None, catalogue._format("description-whole", asked)), x


def on_lines(pattern: str) -> str:
    """Fluent wants each case of a choice, and its end, on a line of its own."""
    if "->" not in pattern:
        return pattern
    return regex.sub(r"(?<= )(?=\*?\[)", "\n  ", pattern.replace(" }", "\n }").replace('$x\n }', "$x }"))


def test_an_argument_that_is_not_given(tmp_path: Path) -> None:
    """The library says which one, whatever the others are; an unknown message shows its key."""
    catalogue = overridden(tmp_path, "campaign-not-open = { $name } hẹn { $opens } {\"{\"}\n")
    for one in (VI, catalogue):
        assert "opens" in one.format("campaign-not-open", {"name": "x"})
    assert "x hẹn y {" == catalogue.format("campaign-not-open", {"name": "x", "opens": "y"})
    assert "⟦nothing-like-it⟧" == VI.format("nothing-like-it", {"name": "x"})


# -- arguments ---------------------------------------------------------------------------------------------------
LINKED = Catalogue("vi", ways=lambda code: (Way(f"https://a.vn/q/{code}"), Way("https://zalo.me/1", carries_code=False)))
CODE = Text("button-code", {"code": "A7K2-9QXM"})
SHOWN: dict[str, tuple[Arg, str]] = {
    "a word": ("Nguyễn Văn A", "Nguyễn Văn A"),
    "nothing": ("", ""),
    "markup stays as it is": ("{ $x } <b>&amp;</b> ⟦y⟧", "{ $x } <b>&amp;</b> ⟦y⟧"),
    "a number": (7, "7"),
    "a text": (CODE, "A7K2-9QXM"),
    "a text in a text": (Text("card-line", {"label": Text("line-title"), "value": CODE}), "• Tên sáng kiến: A7K2-9QXM"),
    "lines": (("một", CODE, 3), "một\nA7K2-9QXM\n3"),
    "lines in lines": (("một", ("hai", CODE)), "một\nhai\nA7K2-9QXM"),
    "no lines": ((), ""),
    "links": (JoinLinks("M5N8P3RK"), "https://a.vn/q/M5N8P3RK\nhttps://zalo.me/1 (rồi nhắn mã M5N8-P3RK)"),
}


@pytest.mark.parametrize(("arg", "expected"), SHOWN.values(), ids=SHOWN)
def test_arguments(arg: Arg, expected: str) -> None:
    """Words as they are, texts worded, tuples line by line, codes as links; alone and inside a message."""
    assert expected == LINKED.show(arg)
    assert expected == LINKED.format("description-whole", {"text": arg})


def test_no_links_without_channels() -> None:
    """A catalogue that knows no channel shows no address."""
    assert VI.show(JoinLinks("M5N8P3RK")) == ""


NUMBERS = {0: "0", 999: "999", 1000: "1.000", 75000: "75.000", 281554: "281.554", 1250000: "1.250.000"}


@pytest.mark.parametrize(("number", "expected"), NUMBERS.items())
def test_numbers(number: int, expected: str) -> None:
    """Dots for thousands in Vietnamese, commas in English; digits in a string are left alone."""
    asked: dict[str, Arg] = {"count": number, "limit": 1000, "text": "x"}
    assert f"x\n({expected}/1.000 ký tự)" == VI.format("description-counted", asked)
    assert f"x\n({expected.replace('.', ',')}/1,000 characters)" == EN.format("description-counted", asked)
    assert f"{number}" == VI.format("description-whole", {"text": str(number)})


@pytest.mark.parametrize("catalogue", CATALOGUES.values(), ids=CATALOGUES)
def test_unknown_keys_show_themselves(catalogue: Catalogue) -> None:
    """Nothing is raised in front of a person."""
    assert "⟦no-such-text⟧" == catalogue.format("no-such-text") == catalogue.phrase(Text("no-such-text", {"x": 1}))


LONG = "Trước đây ghi sổ tay. " * 1000  # 22,000 characters
LONG_VALUES: dict[str, tuple[Text, str]] = {
    "a long text": (Text("description-whole", {"text": LONG}), LONG),
    "beside short ones": (
        Text("description-counted", {"text": LONG, "count": 22000, "limit": 1000}), f"{LONG}\n(22.000/1.000 ký tự)",
    ),
    "twice, one inside": (
        Text("card-line-changed", {"label": Text("line-description"), "value": LONG, "old": Text("description-whole", {"text": LONG})}),
        f"• Nội dung: {LONG} (trước đây: {LONG})",
    ),
    "many lines": (Text("description-whole", {"text": tuple("một dòng" for _ in range(900))}), "\n".join(["một dòng"] * 900)),
    "the mark of a held place, typed": (Text("description-whole", {"text": "\ufdd0text\ufdd0"}), "\ufdd0text\ufdd0"),
    "the same beside a long text": (
        Text("card-line", {"label": "\ufdd0value\ufdd0", "value": LONG}), f"• \ufdd0value\ufdd0: {LONG}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LONG_VALUES.values(), ids=LONG_VALUES)
def test_long_texts_are_shown_whole(text: Text, expected: str) -> None:
    """No limit of the library swallows what a person wrote."""
    assert expected == VI.phrase(text)


@pytest.mark.parametrize("catalogue", CATALOGUES.values(), ids=CATALOGUES)
def test_every_message_can_be_worded(catalogue: Catalogue) -> None:
    """With any arguments of the right names, numbers and words alike."""
    for key in sorted(catalogue.keys()):
        for value in (0, 1, 75000, "x"):
            written = catalogue.format(key, dict.fromkeys(catalogue.variables(key), value))
            assert written
            assert "{???}" not in written, key


# -- a day in each language --------------------------------------------------------------------------------------
ANSWERS = ["Nguyễn Văn A", "080888999", "0912345678", "cao bang", "ha quang", "Hợp tác xã Đồng Tiến"]
STORY = "Corn was shelled by hand. Now a machine of our own does it three times as fast."
TITLE = "A corn sheller"
WORKER = {
    "vi": ["/nop", "xem chi tiết", "đồng ý", "H", *ANSWERS, "doanh nghiệp", "y tế", "1/2021", "3/2021", TITLE, STORY, "sửa", "gửi"],
    "en": ["/submit", "show details", "I agree", "H", *ANSWERS, "enterprises", "health", "1/2021", "3/2021", TITLE, STORY, "edit", "send"],
}  # fmt: skip
FILED = (
    "ask-consent notice-details +RecordConsent ask-full-name !name-too-short ask-full-name ask-id-number ask-phone"
    " ask-province ask-federation ask-union ask-block ask-field ask-applied-on !applied-on-too-early ask-applied-on"
    " ask-title ask-description ask-review edit-which +FileSubmission submitted @DecidersOf:decision-card"
)
OFFICIAL: dict[str, list[Line]] = {
    "vi": [("/duyet", "decision-card"), ("bổ sung A7K2", "ask-what-to-change"), ("1, 2", "ask-reason")],
    "en": [("/review", "decision-card"), ("bổ sung A7K2", "ask-what-to-change"), ("1, 2", "ask-reason")],
}
OTHERS = ("/help", "/support", "/mydata", "/status", "/abc", "/report", "/cancel")


def said(talk: Talk) -> Iterator[Say]:
    """Every message of the last turn, to whomever."""
    for effect in talk.effects:
        match effect:
            case Say():
                yield effect
            case Tell(say=say) | CloseCards(say=say):
                yield say


def day(locale: str) -> Iterator[tuple[Say, str]]:
    """A worker files, an executive asks for changes, others look around: every message with its wording."""
    catalogue = CATALOGUES[locale]
    worker, heard = Talk(facts(catalogue.phrase)), []
    for line in WORKER[locale]:
        heard.append(worker.type(line))
        yield from ((say, catalogue.format(say.key, say.args)) for say in said(worker))
    assert FILED == " ".join(heard)
    filed = worker.filed()
    assert isinstance(filed, FileSubmission)
    waiting = Submission(filed.code, 1, Status.SUBMITTED, 7, 103, filed.answers, NOON)
    subjects = (Subject(waiting, is_own=False, has_executives=True),)
    grant = Grant(Role.EXECUTIVE, 103)
    official = Talk(facts(catalogue.phrase, grants=(grant,), subjects=subjects, pending=subjects, pending_count=1))
    for line, expected in [
        *OFFICIAL[locale],
        ("1", "+Decide +CloseCards @AuthorOf:author-changes queue-over"),
    ]:
        follow([(line, expected)], official)
        yield from ((say, catalogue.format(say.key, say.args)) for say in said(official))
    for line in OTHERS:
        official.type(line)
        yield from ((say, catalogue.format(say.key, say.args)) for say in said(official))


def lacking(catalogue: Catalogue, key: str, args: dict[str, Arg]) -> list[str]:
    """Arguments that a message shows and was not given, in it and in the texts inside."""
    inner = [arg for value in args.values() for arg in (value if isinstance(value, tuple) else (value,))]
    below = [lack for arg in inner if isinstance(arg, Text) for lack in lacking(catalogue, arg.key, dict(arg.args))]
    return [f"{key}: {name}" for name in catalogue.variables(key) - set(args)] + below


@pytest.mark.parametrize("locale", LOCALES)
def test_a_day_is_worded_without_a_gap(locale: str) -> None:
    """Every text and every label is known and gets its arguments; questions fit a small screen."""
    catalogue = CATALOGUES[locale]
    for say, written in day(locale):
        labels = [button.label for button in say.buttons if isinstance(button.label, Text)]
        assert [] == lacking(catalogue, say.key, dict(say.args))
        assert "⟦" not in "".join([written, *map(catalogue.phrase, labels)])
        if say.key.startswith("ask-") and say.key not in ("ask-consent", "ask-review"):
            assert len(written) <= 160, written


def words(text: str) -> set[str]:
    """Words with a letter that English does not have."""
    return {word for word in regex.findall(r"\p{L}+", text.lower()) if not word.isascii()}


def test_nothing_is_hard_wired() -> None:
    """In English no Vietnamese word is left but those of the data, of examples, and of an instant."""
    data = [CAMPAIGN.name, *ANSWERS, *(DIRECTORY.label(node.id) for node in ORGANISATIONS), builtin_source("en")]
    written = "\n".join(text for _, text in day("en"))
    assert {"ngày"} == words(written) - words("\n".join(data))  # "17:05 ngày 22/4/2021"
