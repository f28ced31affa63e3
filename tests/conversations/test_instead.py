"""What stands in for buttons: the words of every button that can come outside a question mean that button."""

import pytest

from conversations import actions, wording
from conversations.instead import is_understood, words_for
from tests.builders import CATALOGUE

WORDS = {
    "d.confirm.A7K29QXQ.1": "duyệt A7K2",
    "d.request_changes.A7K29QXQ.2": "bổ sung A7K2",
    "d.reject.A7K29QXQ.1": "từ chối A7K2",
    "d.agreement.A7K29QXQ.1": "bổ sung ý kiến A7K2",
    "d.promote.A7K29QXQ.1": "",
    "c.sua.A7K29QXQ": "/sua A7K2-9QXQ",
    "c.rut.A7K29QXQ": "/rut A7K2-9QXQ",
    "c.nop.": "/nop",
    "c.nhac.": "/nhac",
    "c.nopho.dong K7M2P9QQ": "/nopho dong K7M2P9QQ",
    "c.report.cdcs.p2": "/report cdcs.p2",
    "c.tieptuc.": "tiếp tục",
    "c.dungnhac.": "dừng nhắc",
    "c.quen.": "",  # only ever offered in an answer, whose numbers are kept
    "a.1.consent.agree": "",
    "forged": "",
}


@pytest.mark.parametrize("action", WORDS)
def test_words(action: str) -> None:
    """An answer to a question has none: its number or label is what is typed."""
    assert WORDS[action] == words_for(action)


@pytest.mark.parametrize("action", [action for action, words in WORDS.items() if words])
def test_the_words_mean_the_button(action: str) -> None:
    """Typed, they are read as the command or the verdict that the button stands for."""
    words, pressed = words_for(action), actions.decode(action)
    typed, judged = wording.command(words), wording.verdict(words)
    match pressed:
        case actions.Judge(verb, code, _):
            assert (verb, code[:4]) == judged
        case actions.Run(command, argument):
            assert typed is not None
            assert (command, argument) == (typed.name, typed.argument.replace("-", ""))


@pytest.mark.parametrize(
    ("action", "key"),
    [("c.tieptuc.", "button-tieptuc"), ("c.dungnhac.", "reminder-button-stop"), ("c.nhaclai.", "reminder-button-start")],
)
def test_labels_that_are_understood_anywhere(action: str, key: str) -> None:
    """What the button reads can be typed as it is."""
    typed = wording.command(CATALOGUE.format(key))
    assert is_understood(action)
    assert typed is not None
    assert action == actions.encode(actions.Run(typed.name, ""))
