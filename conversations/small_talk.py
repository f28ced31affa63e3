"""What people say where nothing is under way, and what is said to it: thanks, a yes to nothing, a common question."""

from conversations import commands
from conversations.answers import Valid
from conversations.calls import Call, menu, run_button
from conversations.dialogue import Turn
from conversations.effects import Say
from conversations.text import fold, fold_typed
from conversations.validators import yes_or_no
from conversations.wording import LONGEST_CONTROL

_THANKS = tuple(map(fold, ("cảm ơn", "cám ơn", "xin cảm ơn", "thank")))
_PROGRESS = tuple(map(fold, (
    "bao giờ có kết quả", "bao giờ thì có kết quả", "khi nào có kết quả", "bao lâu có kết quả", "có kết quả chưa",
    "ai duyệt", "ai xác nhận", "ai xét",
)))  # fmt: skip


def answered(call: Call, text: str) -> Turn:
    """The answer to what is no command; the form to who is new, the menu to what is not understood."""
    if not (call.state.serial or call.facts.grants or call.facts.own):
        return commands.submit(call)
    said = fold_typed(text) if len(text) <= LONGEST_CONTROL else ""
    if call.facts.own and said.startswith(_PROGRESS):
        return call.says(Say("how-it-goes-on", {}, (run_button("theodoi"),)))
    if said.startswith(_THANKS) or yes_or_no(text) == Valid("yes"):
        return call.says(Say("you-are-welcome"))
    return menu(call, Say("not-understood"))
