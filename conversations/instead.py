"""What can be typed at any time instead of pressing a button, for channels without buttons or messages nobody keeps."""

from conversations import actions, codes, wording


def words_for(action: str) -> str:
    """The words that mean this action whatever was said before, e.g. "duyệt A7K2"; '' for an answer to a question."""
    match actions.decode(action):
        case actions.Judge(verb, code, _) if verb in wording.VERBS:
            return f"{wording.VERBS[verb][0]} {code[: codes.SHORTEST]}"
        case actions.Run(command, "") if command in wording.ANYWHERE:
            return wording.ANYWHERE[command][0]
        case actions.Run(command, argument) if command in wording.COMMANDS:
            shown = codes.shown(argument) if codes.is_code(argument) else argument
            return f"/{command} {shown}".strip()
    return ""


def is_understood(action: str) -> bool:
    """Whether the label of this action's button is understood at every step, as it is."""
    run = actions.decode(action)
    return isinstance(run, actions.Run) and not run.argument and run.command in wording.ANYWHERE
