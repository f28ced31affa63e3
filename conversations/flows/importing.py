"""Staff import a list of CĐCS: a file, what it would change, and a tap that does it. Files are read by bot/imports."""

from collections.abc import Mapping
from typing import Any

from conversations.answers import Invalid
from conversations.district_effects import SendTemplate
from conversations.domain import Role
from conversations.effects import Arg, Effect, FetchFile, Say, SendMarkedList, Text
from conversations.events import FileRead, SentFile
from conversations.facts import Facts
from conversations.steps import NOTHING_YET, Answer, Begin, Flow, Option, Remember, Reply, Step, View, yes_means

LISTS, APPLYING = "organisations", "organisations-apply"  # purposes of files
MOST_TOLD = 5  # mistakes in the message; the marked copy has all of them
TEMPLATE_WORDS = frozenset(("mau", "filemau", "tepmau", "template"))
COUNTS = ("new", "changed", "unchanged", "wrong", "wrong_rows")
ENDINGS = (".xlsx", ".csv", ".xls")


def template_of(facts: Facts) -> tuple[Effect, ...]:
    """The empty list to fill in."""
    return (SendTemplate(facts.scopes(Role.STAFF)),)


def is_list(file: SentFile | None) -> bool:
    """Whether a file that nobody asked for is probably a list."""
    return file is not None and file.name.casefold().endswith(ENDINGS)


def applied(event: FileRead) -> Say:
    """What became of the list that was to be taken in."""
    if event.problem is not None:
        return Say("import-failed")
    if (problem := event.found.get("problem")) is not None:
        key = "import-stale" if problem == "import-stale" else "import-gone"
        return Say(key, {"lines": lines_of(event.found)})
    counts = _counts(event.found)
    return Say("import-applied" if counts["new"] or counts["changed"] else "import-nothing-new", counts)


def is_otherwise(event: FileRead) -> bool:
    """Whether the list was not taken in because it would do something else by now than was shown."""
    return event.found.get("problem") == "import-otherwise"


def to_apply(event: FileRead) -> dict[str, str]:
    """The answers with which the list of this file waits for its tap."""
    return {"file": event.file_id, **{f"count_{name}": str(count) for name, count in _counts(event.found).items()}}


def _looked(view: View, event: FileRead) -> Reply:
    """A file was examined: its mistakes and the question again, nothing to do, or what it would change."""
    if not view.facts.scopes(Role.STAFF):
        return Reply(effects=(Say("not-for-you-nhap"),), ends=True)
    counts, found = _counts(event.found), event.found
    if counts["wrong"]:
        key = "import-wrong-rows" if counts["wrong_rows"] else "import-wrong-file"
        say = Say(key, {**counts, "lines": lines_of(found)}, hint="file")
        marked = SendMarkedList(event.file_id, view.facts.person_id, say) if found.get("has_copy") else say
        if "file" in view.answers:  # the list that waited for its tap gave way to this one
            return Reply(effects=(marked, Begin(IMPORT, NOTHING_YET)), ends=True)
        return Reply(effects=(marked,), stays=True)
    if not (counts["new"] or counts["changed"]):
        return Reply(effects=(Say("import-nothing-new", counts),), ends=True)
    return Reply(to_apply(event))


def _counts(found: Mapping[str, Any]) -> dict[str, Arg]:
    counts = found.get("counts", {})
    return {name: int(counts.get(name, 0)) for name in COUNTS}


def lines_of(found: Mapping[str, Any]) -> tuple[Arg, ...]:
    """The first mistakes that a reader has found, as lines to read."""
    return tuple(_mistake(*one) for one in found.get("wrong", ())[:MOST_TOLD])


def _mistake(row: int | None, column: str | None, key: str, args: Mapping[str, str | int]) -> Text:
    problem = Text(key, args)
    if row is None:
        return Text("import-file", {"problem": problem})
    return Text("import-row", {"row": str(row), "column": column or "", "problem": problem})


def _template(view: View, value: str) -> Reply:
    return Reply(effects=template_of(view.facts), stays=True)


def _send_it(view: View, raw: str) -> Answer:
    return Invalid("import-send-file", {})


def _known(view: View) -> Mapping[str, Arg]:
    return {name: int(view.answers.get(f"count_{name}", "0")) for name in COUNTS}


def _chosen(view: View) -> tuple[Effect | Remember, ...]:
    if view.answers["apply"] == "stop":
        return (Say("import-stopped"),)
    if not view.facts.scopes(Role.STAFF):
        return (Say("not-for-you-nhap"),)
    kept = SentFile(view.answers["file"])
    return (FetchFile(APPLYING, kept, Say("import-being-applied", _known(view)), is_kept=True),)


IMPORT = Flow(
    "import",
    (
        Step("file", "ask-import-file", read=_send_it, is_listed=False, takes_files=LISTS, on_file=_looked,
             options=lambda view: (Option("template", Text("import-option-template")),), on_option=_template),
        Step("apply", "ask-import-apply", read=yes_means("apply", "stop"), is_listed=False, args=_known,
             takes_files=LISTS, on_file=_looked,
             options=lambda view: (Option("apply", Text("import-option-apply")),
                                   Option("stop", Text("import-option-stop")))),
    ),
    _chosen,
    cancelled="stopped",
)  # fmt: skip
