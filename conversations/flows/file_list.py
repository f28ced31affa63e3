"""A CĐCS hands in a list of its members' initiatives: a file, what it holds, a declaration, and a tap that files them.

Files are read by bot/initiative_lists. Rights and the programme's dates are looked at again at the tap, and where it
is carried out.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from conversations import actions, cards, places
from conversations.answers import Invalid, Valid
from conversations.district_effects import SendTemplate
from conversations.domain import Role
from conversations.effects import Arg, Button, Effect, FetchFile, Say, SendMarkedList, Text
from conversations.events import FileRead, SentFile
from conversations.facts import Facts
from conversations.flows.importing import MOST_TOLD, lines_of
from conversations.steps import Answer, Begin, Flow, Option, Remember, Reply, Start, Step, View, yes_means
from conversations.text import fold

INITIATIVES, FILING = "initiatives", "initiatives-file"  # purposes of files
COUNTS = ("new", "there", "authors", "unions", "wrong", "wrong_rows", "notes")
MARKED, RECEIPTS = "bulk-marked-name", "bulk-receipts-name"  # what the files that go out are called
MANY = "many"  # instead of one CĐCS: each row names its own
_FILE_IT = frozenset(map(fold, ("nộp", "nộp hết", "nộp đi", "nộp danh sách")))
_PART = "\n"  # between the parts of a wish: no name holds it


class Wish(Struct, frozen=True):
    """What a tap wants filed: the list of a file, for which CĐCS, since when (ISO), in whose name."""

    file_id: str
    place: str  # its id, or MANY
    at: str
    by: str

    def written(self) -> str:
        """As one text, in which it travels to where it is carried out."""
        return _PART.join((self.file_id, self.place, self.at, self.by.replace(_PART, " ")))

    @classmethod
    def read(cls, written: str) -> "Wish":
        """The wish behind `written`. Raises: ValueError."""
        file_id, place, at, by = written.split(_PART)
        return cls(file_id, place, at, by)


def handing_in(facts: Facts) -> tuple[int, ...]:
    """The nodes for which, or for whose CĐCS, a person may hand in a list."""
    return (*facts.scopes(Role.EXECUTIVE), *facts.scopes(Role.STAFF))


def template_of(facts: Facts) -> tuple[Effect, ...]:
    """The empty list to fill in."""
    return (SendTemplate(handing_in(facts), INITIATIVES),)


def refused(view: View) -> tuple[Effect, ...]:
    """Why nobody, or not this person, can hand in anything now; nothing if it can be done."""
    if not handing_in(view.facts):
        return (Say("not-for-you-nhapsangkien"),)
    return () if view.facts.campaign.is_open(view.at) else (cards.closed_or_not_yet(view, has_draft=False),)


def filed(event: FileRead, person_id: int) -> Effect:
    """What became of the list that was to be filed."""
    if event.problem is not None:
        return Say("bulk-failed")
    found = event.found
    if (problem := found.get("problem")) is not None:
        return Say(str(problem), {"lines": lines_of(found)} if found.get("wrong") else {})
    counts = _counts(found)
    if not counts["new"]:
        return Say("bulk-nothing-new", counts)
    review = Button(Text("button-duyet"), actions.encode(actions.Run("duyet", "")))
    return SendMarkedList(str(found.get("file", "")), person_id, Say("bulk-filed", counts, (review,)), RECEIPTS)


def _looked(view: View, event: FileRead) -> Reply:
    """A file was examined: its mistakes and the question again, nothing to do, or what it holds."""
    if stopped := refused(view):
        return Reply(effects=stopped, ends=True)
    if not event.found:  # there is no CĐCS to hand in for: it was closed, and its executives keep their role
        return Reply(effects=(Say("bulk-no-union"),), ends=True)
    counts, found = _counts(event.found), event.found
    if counts["wrong"]:
        key = "bulk-wrong-rows" if counts["wrong_rows"] else "bulk-wrong-file"
        say = Say(key, {**counts, "lines": lines_of(found)}, hint="file")
        marked = _with_copy(view, event, say)
        if "file" in view.answers:  # the list that waited for its tap gave way to this one
            return Reply(effects=(marked, Begin(FILE_LIST, Start(context=view.context))), ends=True)
        return Reply(effects=(marked,), stays=True)
    if not counts["new"]:
        return Reply(effects=(Say("bulk-nothing-new", counts),), ends=True)
    unions, union = counts["unions"], found.get("union")
    place = {"place": MANY} if unions else {"place": str(union)} if union else {}
    answers = {"file": event.file_id, **{f"count_{name}": str(count) for name, count in counts.items()}, **place}
    drops = () if place else ("place",)
    return Reply(answers, _remarks(view, event, counts), drops=drops)


def _remarks(view: View, event: FileRead, counts: Mapping[str, Arg]) -> tuple[Effect, ...]:
    """What should be looked at before the tap: the first of it in words, all of it in a copy of the list."""
    if not counts["notes"]:
        return ()
    lines = lines_of({"wrong": event.found.get("remarks", ())})
    more = ("…",) if int(str(counts["notes"])) > MOST_TOLD else ()
    return (_with_copy(view, event, Say("bulk-remarks", {**counts, "lines": (*lines, *more)}, hint="file")),)


def _with_copy(view: View, event: FileRead, say: Say) -> Effect:
    return SendMarkedList(event.file_id, view.facts.person_id, say, MARKED) if event.found.get("has_copy") else say


def _counts(found: Mapping[str, Any]) -> dict[str, Arg]:
    counts = found.get("counts", {})
    return {name: int(counts.get(name, 0)) for name in COUNTS}


def _template(view: View, value: str) -> Reply:
    return Reply(effects=template_of(view.facts), stays=True)


def _send_it(view: View, raw: str) -> Answer:
    return Invalid("bulk-send-file", {})


def _own(view: View) -> tuple[Option, ...]:
    """The CĐCS that a list may be of which names none."""
    directory = view.facts.directory
    nodes = (directory.get(scope) for scope in view.facts.scopes(Role.EXECUTIVE))
    return tuple(Option(str(node.id), directory.label(node.id)) for node in nodes if node is not None)


def _known(view: View) -> Mapping[str, Arg]:
    place = view.answers.get("place", MANY)
    counts: dict[str, Arg] = {name: int(view.answers.get(f"count_{name}", "0")) for name in COUNTS}
    is_one = place.isdigit()
    of = Text("bulk-of-many", counts) if not is_one else Text("bulk-of-one", {"place": places.label(view, place)})
    return {**counts, "of": of, "declaration": Text("bulk-declaration")}


def _file_it(view: View, raw: str) -> Answer:
    return Valid("file") if fold(raw[:100]) in _FILE_IT else yes_means("file", "stop")(view, raw)


def _offered(view: View) -> tuple[Option, ...]:
    count = Text("bulk-option-file", {"new": int(view.answers.get("count_new", "0"))})
    return Option("file", count), Option("stop", Text("bulk-option-stop"))


def _chosen(view: View) -> tuple[Effect | Remember, ...]:
    if view.answers["apply"] == "stop":
        return (Say("bulk-stopped"),)
    if stopped := refused(view):
        return stopped
    wish = Wish(view.answers["file"], view.answers["place"], view.at.isoformat(), view.context.get("by", ""))
    kept = SentFile(wish.written())
    return (FetchFile(FILING, kept, Say("bulk-being-filed", _known(view)), is_kept=True),)


FILE_LIST = Flow(
    "file-list",
    (
        Step("file", "ask-bulk-file", read=_send_it, is_listed=False, takes_files=INITIATIVES, on_file=_looked,
             options=lambda view: (Option("template", Text("import-option-template")),), on_option=_template),
        Step("place", "ask-bulk-place", options=_own, is_listed=False, takes_files=INITIATIVES, on_file=_looked),
        Step("apply", "ask-bulk-apply", read=_file_it, options=_offered, is_listed=False, args=_known,
             takes_files=INITIATIVES, on_file=_looked),
    ),
    _chosen,
    cancelled="bulk-stopped",
)  # fmt: skip
