"""A typed text as an answer to the step that waits: an option, a yes or a no, a value, or a piece of a paste."""

from msgspec.structs import replace

from conversations import asking, choices, wording
from conversations.answers import Ambiguous, Doubtful, Valid
from conversations.converting import legible
from conversations.dialogue import Run, Turn, accept, ask, certain, control, pressed
from conversations.effects import Text
from conversations.pasting import Paste, joined
from conversations.state import Doubt
from conversations.steps import Answer, Option
from conversations.text import fold_typed, normalise
from conversations.validators import MAX_CODE_POINTS, yes_or_no

MOST_PICKED = 20


def typed(run: Run, text: str, order: int) -> Turn:
    """A text that is neither control nor command: an answer to the waiting step."""
    step, frame = run.step, run.frame
    if frame.leaving is not None or frame.doubt is not None:
        return _certainty_typed(run, text, order)
    if step.takes_files is not None and wording.wants_upload(text):
        return control(run, "upload")
    if step.joins_pieces and (paste := joined(frame, text, order, run.at)) is not None:
        return _pasted(run, paste)
    if step.takes_several:
        return _several_typed(run, text)
    if step.reads_first and isinstance(answer := step.read(run.view, text), Valid | Doubtful):
        return answered(run, answer)
    if option := _option_typed(run, text):
        return pressed(run, option.value)
    if step.joins_pieces:
        run = drafted(run, text)
    return answered(run, step.read(run.view, text))


def drafted(run: Run, text: str) -> Run:
    """The run with a long text in its draft, as it was meant, so that nothing of it is lost if it is too long."""
    return run.to(run.frame.noting(draft=normalise(legible(text[:MAX_CODE_POINTS]))))


def answered(run: Run, answer: Answer) -> Turn:
    """Go on with what was read: take it, or ask again."""
    match answer:
        case Valid(value):
            return accept(run, value)
        case Doubtful(value, key, args, also=also, as_sent=as_sent):
            return ask(run.to(run.frame.doubting(Doubt(value, key, args, also, as_sent))))
        case Ambiguous(key, options):
            return ask(run.to(replace(run.frame, shown=tuple(options), page=1)), Text(key))
    return ask(run, Text(answer.key, answer.args))


def _certainty_typed(run: Run, text: str, order: int) -> Turn:
    """A yes or a no; anything else is an answer: whoever gives one goes on, or corrects the doubted one."""
    frame = run.frame
    if option := choices.named(text, asking.certain_options(frame), run.facts.phrase):
        return certain(run, option.value == "yes")
    if isinstance(said := yes_or_no(text), Valid):
        return certain(run, said.value == "yes")
    if frame.leaving is not None:
        return typed(run.to(frame.staying()), text, order)
    if run.step.is_final and text.strip().isdecimal():  # of no button here, and not of the list before it
        return ask(run)
    run = run.to(frame.certain())
    if run.step.is_final or run.step.is_searched:  # a yes alone will do: what was doubted is for good, or our guess
        return typed(run, text, order)
    again = run.step.read(run.view, text)
    if frame.doubt and isinstance(again, Doubtful) and again.value == frame.doubt.value and not again.as_sent:
        return accept(run, again.value)  # typed twice: it is meant; what, only where nothing else was proposed
    return typed(run, text, order)


def _option_typed(run: Run, text: str) -> Option | None:
    step, frame, phrase = run.step, run.frame, run.facts.phrase
    offered = asking.offered(step, frame, run.view)
    if not offered:
        return None
    is_exact = step.is_searched or step.takes_prose  # a reason reaches its reader as it was typed
    choose = choices.named if is_exact and not frame.shown else choices.chosen
    if option := choose(text, offered, phrase, asking.on_page(offered, frame.page)):
        return option
    return choices.named(text, step.options(run.view), phrase, ()) if frame.shown else None


def _several_typed(run: Run, text: str) -> Turn:
    """ "1, 2", "1 2" or labels; they join what is ticked already, and the step is done."""
    words = [word for word in text.replace(";", ",").replace(" và ", ",").split(",") if fold_typed(word)]
    if len(words) == 1 and all(word.isdigit() for word in text.split()):
        words = text.split()
    options = run.step.options(run.view)
    found = [choices.chosen(word, options, run.facts.phrase) for word in words[:MOST_PICKED]]
    values = [option.value for option in found if option is not None]
    if not values or len(values) < len(found):
        return ask(run, Text("choose-from-list"))
    ticked = [value for value in (*asking.picked(run.step, run.view), *values) if value != "done"]
    return pressed(run.to(run.frame.noting(picked=",".join(dict.fromkeys(ticked)))), "done")


def _pasted(run: Run, paste: Paste) -> Turn:
    """Read what came together so far; the answer waits a moment for more."""
    run = run.to(paste.frame)
    if paste.text is None:
        turn = ask(run, Text("description-far-too-long", run.step.args(run.view)))
    else:
        run = drafted(run.to(paste.frame), paste.text)
        answer = run.step.read(run.view, paste.text)
        if isinstance(answer, Valid):  # the limit is above a piece: wait for the person's word
            answer = Doubtful(answer.value, "paste-complete", {})
        turn = answered(run, answer)
    return Turn(turn.state, paste.patient(turn.effects))
