"""Help with the description: four short questions, each of which may be skipped, put together to one text.

The parts are answers like all others: kept at once, gone back to, changed one by one. The text is made of them anew
whenever it is shown.
"""

from collections.abc import Callable, Mapping
from itertools import accumulate

from conversations import cards, validators
from conversations.answers import Invalid
from conversations.cards import SKIPPED
from conversations.converting import in_any_font
from conversations.effects import Arg, Say, Text
from conversations.steps import Answer, Option, Reply, Step, View
from conversations.text import count, cut_at, fold, has_letter

PARTS = ("problem", "solution", "result", "benefit")
WRITE, OWN, ASKED = "write", "own", "benefit_wanted"  # ASKED: an answer that only says that the value is to be asked
KEPT = ("writing", "problem", "solution", "result", "composed")  # answers that would say how a secret works
_EDIT = "edit-"
_OWN_OPTION = Option(OWN, Text("option-own-words"))
_SKIP_OPTION = Option(SKIPPED, Text("option-skip"))
_CUTS = (Option("cut", Text("option-cut")), Option("whole", Text("option-whole")))
_EDITS = tuple(
    Option(f"{_EDIT}{part}", Text("option-edit-part", {"label": Text(f"line-{part}")})) for part in PARTS
)  # fmt: skip


def is_helped(view: View) -> bool:
    """Whether the person lets the bot ask for the parts."""
    return view.answers.get("writing") == WRITE


def begun(view: View) -> Reply:
    """Let the bot ask; what was written so far is kept as the middle part."""
    draft = view.context.get("draft", "")
    if not has_letter(draft) or "solution" in view.answers:
        return Reply({"writing": WRITE})
    return Reply({"writing": WRITE, "solution": draft}, (Say("writing-kept-text"),))


def over_limit(text: str, limit: int) -> Mapping[str, str | int]:
    """What is said of a text that is too long."""
    before, after = cut_at(text, limit)
    size = count(text)
    return {"count": size, "limit": limit, "excess": size - limit, "before": before[-60:], "after": after[:60]}


def cuts(text: str, limit: int) -> tuple[Option, ...]:
    """What can be done with a text over the limit, if it can be cut at the end of a sentence."""
    return _CUTS if len(text) > limit and cards.shortened(text, limit) else ()


def cut(view: View, value: str, text: str) -> Reply:
    """One of `cuts` was chosen for that text."""
    if value == "whole":
        return Reply(effects=(Say("description-whole", {"text": text}),), stays=True)
    return Reply({"description": cards.shortened(text, view.facts.campaign.description_limit)})


def assembled(view: View) -> str:
    """The parts that were given as one text, each in a paragraph that says what it is."""
    return "\n".join(_paragraphs(view).values())


def _paragraphs(view: View) -> Mapping[str, str]:
    given = ((part, view.answers.get(part, SKIPPED)) for part in PARTS)
    return {part: _paragraph(view, part, value) for part, value in given if value != SKIPPED}


def _paragraph(view: View, part: str, value: str) -> str:
    phrase = view.facts.phrase
    label = phrase(Text(f"part-{part}"))
    text = phrase(cards.benefit_shown(value)) if part == "benefit" else value
    if not fold(text).startswith(fold(label)):  # "Trước đây: Trước đây ghi sổ tay"
        text = f"{label}: {text}"
    return text if text[-1:] in ".!?…;:" else f"{text}."


def _text(view: View) -> str:
    """What the preview is about: the text of the parts, or an own one that is too long."""
    draft = view.context.get("draft", "")
    return draft if count(draft) > view.facts.campaign.description_limit else assembled(view)


def _preview(view: View) -> Mapping[str, Arg]:
    text, limit = _text(view), view.facts.campaign.description_limit
    size = count(text)
    if size > limit:
        over = Text("description-over-limit", over_limit(text, limit))
        dropped = _dropped(view, text, limit)
        return {"body": Text("composed-drops", {"body": over, "parts": dropped}) if dropped else over}
    if not text:
        return {"body": Text("composed-empty")}
    return {"body": Text("composed-preview", {"text": text, "count": size, "limit": limit})}


def _dropped(view: View, text: str, limit: int) -> str:
    """The parts of which nothing would be left if the text of the parts were cut."""
    kept, paragraphs = cards.shortened(text, limit), _paragraphs(view)
    if not kept or text != "\n".join(paragraphs.values()):
        return ""
    ends = accumulate((len(paragraph) + 1 for paragraph in paragraphs.values()), initial=0)
    dropped = [part for part, begin in zip(paragraphs, ends, strict=False) if begin >= len(kept)]
    return ", ".join(view.facts.phrase(Text(f"part-{part}")) for part in dropped)


def _composed_options(view: View) -> tuple[Option, ...]:
    text, limit = _text(view), view.facts.campaign.description_limit
    use = (Option("use", Text("option-use-text")),) if text and count(text) <= limit else ()
    return (*use, *cuts(text, limit), *_EDITS, Option("again", Text("option-write-again")), _OWN_OPTION)


def _composed_option(view: View, value: str) -> Reply:
    if value.startswith(_EDIT):
        return Reply(asks=value.removeprefix(_EDIT))
    if value == "again":
        return Reply(drops=(*PARTS, "composed"))
    if value == OWN:
        return _in_own_words(view)
    if value == "use":
        return Reply({"composed": "yes", "description": assembled(view)})
    taken = cut(view, value, _text(view))
    return taken if taken.stays else Reply({"composed": "yes", **taken.answers})


def _in_own_words(view: View) -> Reply:
    return Reply({"writing": OWN}, asks="" if "description" in view.answers else "description")


_part = in_any_font(lambda view, raw: validators.part(raw))


def _part_options(view: View) -> tuple[Option, ...]:
    return (_SKIP_OPTION, _OWN_OPTION) if is_helped(view) else (_SKIP_OPTION,)


def _part_option(part: str) -> Callable[[View, str], Reply]:
    return lambda view, value: _in_own_words(view) if value == OWN else Reply({part: value})


def _part_shown(view: View, value: str) -> Arg:
    return Text("shown-skipped") if value == SKIPPED else value


def _asks_benefit(view: View) -> bool:
    return is_helped(view) or ASKED in view.answers or "benefit" in view.answers


def own_text(view: View, value: str) -> Reply:
    """A description in the person's own words, typed where the parts were asked or after them."""
    is_new = "writing" in view.answers and value != view.answers.get("description")
    return Reply({"description": value, **({"writing": OWN} if is_new else {})})


def _own_instead(view: View, value: str) -> Reply:
    return Reply({"description": value, "writing": OWN})


def steps(description: Callable[[View, str], Answer]) -> tuple[Step, ...]:
    """The steps before the description; *description* reads one that is typed where the text of the parts is shown."""

    def own(view: View, raw: str) -> Answer:
        answer = description(view, raw)
        is_over = isinstance(answer, Invalid) and answer.key == "description-over-limit"
        return Invalid("composed-own-too-long") if is_over else answer

    asked = (
        Step(part, question, _part, _part_options, is_helped, ("composed",), _part_shown,
             on_option=_part_option(part), joins_pieces=True, takes_prose=True, help="help-writing")
        for part, question in (("problem", "ask-problem"), ("solution", "ask-solution"), ("result", "ask-result"))
    )  # fmt: skip
    return (
        *asked,
        Step("benefit", "ask-benefit", lambda view, raw: validators.benefit(raw), _part_options, _asks_benefit,
             ("composed",), cards.show("benefit"), on_option=_part_option("benefit"), takes_prose=True,
             help="help-benefit"),
        Step("composed", "ask-composed", own, _composed_options, is_helped, args=_preview, on_answer=_own_instead,
             on_option=_composed_option, joins_pieces=True, takes_prose=True, is_listed=False, help="help-writing"),
    )  # fmt: skip
