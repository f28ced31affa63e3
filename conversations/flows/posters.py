"""The QR code of a CĐCS as picture, drawing or sheet; a new code for a lost one; all sheets of a federation at once."""

from conversations import actions, codes, places, rights
from conversations.answers import Ambiguous, Doubtful, Invalid, Valid
from conversations.directory import Directory, Organisation
from conversations.domain import OFFICIALS, Role
from conversations.effects import Arg, Button, Effect, OrderPosters, QrForm, RenewCode, Say, SendQr, Text
from conversations.facts import Facts
from conversations.kinds import MIDDLE, PROVINCE
from conversations.role_facts import node_of
from conversations.steps import Answer, Flow, Option, Remember, Step, View, yes_means
from conversations.text import fold

MOST_POSTERS = 100  # CĐCS in one file, some 6 MB; what is beyond comes in parts
MOST_CODE = 60  # characters of an organisation's code
WHOLE, STOP = "zip", "dung"  # words after /qr
RENEW = "renew"
_OVER = (PROVINCE, *MIDDLE)  # kinds of node whose sheets come together
_BELOW = {"national": ("province", "federation"), "province": ("federation",)}  # a kind → what is searched below it
_CERTAINTY = (Valid, Doubtful, Ambiguous)
_WHOLE_WORDS = frozenset(map(fold, ("zip", "trọn bộ", "tất cả", "cả huyện", "cả tỉnh", "toàn bộ")))
_FORM_WORDS = {
    fold(word): value
    for value, words in {
        QrForm.PDF: ("pdf", "a4", "tờ a4", "in", "để in", "poster", "áp phích"),
        QrForm.PNG: ("png", "ảnh", "hình", "gửi nhóm"),
        QrForm.SVG: ("svg", "bản vẽ", "nhà in"),
        RENEW: ("thu hồi", "thu hồi mã", "mã mới", "làm mã mới", "đổi mã"),
    }.items()
    for word in words
}


def unions_below(directory: Directory, scope: int) -> tuple[Organisation, ...]:
    """Every active CĐCS below a node, federation by federation; also of a federation that is over."""
    return directory.unions((scope,), 0, len(directory))


def parts_of(unions: int) -> int:
    """How many files the sheets of so many CĐCS take."""
    return -(-unions // MOST_POSTERS)


def ordered(facts: Facts, scope: int, part: int = 1) -> tuple[Effect, ...]:
    """Have the sheets below a node made, if the person may have them."""
    if not rights.covers(facts.scopes(Role.STAFF), scope, facts.directory):
        return (Say("place-not-in-scope"),)
    place, count = facts.directory.label(scope), len(unions_below(facts.directory, scope))
    parts = parts_of(count)
    if not count:
        return (Say("posters-none", {"place": place}),)
    if not 1 <= part <= parts:
        return (Say("posters-no-part", {"place": place, "parts": parts}),)
    total = min(count - (part - 1) * MOST_POSTERS, MOST_POSTERS)
    args: dict[str, Arg] = {"place": place, "total": total, "part": part, "parts": parts}
    begun = Say("posters-begun", args, (stop_button(),))
    return (OrderPosters(scope, part, begun),)


def stop_button() -> Button:
    """Stops the making. Without a button a message could not be changed on every channel."""
    return Button(Text("button-posters-stop"), actions.encode(actions.Run("qr", STOP)))


def part_button(code: str, part: int, parts: int) -> Button:
    """Asks for another part; *code* is the organisation's."""
    action = actions.encode(actions.Run("qr", f"{WHOLE} {code} phan {part}"))
    return Button(Text("button-posters-part", {"part": part, "parts": parts}), action)


def asked_whole(directory: Directory, words: str) -> tuple[int, int] | None:
    """The node and the part of "zip 04.045 phan 2", as behind a button; None for anything else."""
    match words.lower().split():
        case [word, code, *rest] if word == WHOLE and (node := directory.by_code(code)) and node.kind in _OVER:
            digits = rest[-1] if rest else "1"
            return node.id, int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1
    return None


def asked_one(view: View, words: str) -> tuple[str, ...]:
    """The nodes that words after /qr may mean to staff, several if it is not certain; "zip" alone: all of the own."""
    facts, said = view.facts, words.strip()
    first, _, rest = said.partition(" ")
    named = rest.strip() if rest and fold(first[:100]) in _WHOLE_WORDS else said
    number, directory = node_of(named), facts.directory
    node = directory.by_code(named[:MOST_CODE]) if number is None else directory.get(number)
    if node is not None:
        return (str(node.id),) if rights.covers(facts.scopes(Role.STAFF), node.id, directory) else ()
    return places.meant(_searched(view, named))


def is_whole_word(words: str) -> bool:
    """Whether "all of them" was said, of what is not."""
    return fold(words[:100]) in _WHOLE_WORDS


def _is_whole(view: View) -> bool:
    node = view.facts.directory.get(int(view.answers["organisation"])) if "organisation" in view.answers else None
    return node is not None and node.kind in _OVER


def _places(view: View) -> tuple[Option, ...]:
    """Staff: the own nodes and what is directly below; executives: the own CĐCS. Whole sets come first."""
    directory = view.facts.directory
    scopes = dict.fromkeys(scope for role in OFFICIALS for scope in view.facts.scopes(role))
    nodes = [node for scope in scopes for node in (directory.get(scope), *directory.children(scope)) if node]
    known = {node.id: node for node in nodes if node.is_active}
    whole = [
        Option(str(node.id), Text("option-posters-of", {"place": directory.label(node.id)}))
        for node in known.values()
        if node.kind in _OVER
    ]
    return (*whole, *(Option(str(n.id), directory.label(n.id)) for n in known.values() if n.kind == "union"))


def _searched(view: View, raw: str) -> Answer:
    facts = view.facts
    scopes = [node for scope in facts.scopes(Role.STAFF) if (node := facts.directory.get(scope))]
    whole = [node for node in scopes if node.kind in _OVER]
    if len(whole) == 1 and fold(raw[:100]) in _WHOLE_WORDS:
        return Valid(str(whole[0].id))
    answers = [places.found(view, raw, scope, "union") for role in OFFICIALS for scope in facts.scopes(role)]
    answers += [places.found(view, raw, node.id, kind) for node in scopes for kind in _BELOW.get(node.kind, ())]
    inside = (answer for kind in _CERTAINTY for answer in answers if isinstance(answer, kind))
    return next(inside, Invalid("place-not-in-scope"))


def _forms(view: View) -> tuple[Option, ...]:
    return tuple(Option(value, Text(f"option-qr-{value}")) for value in (QrForm.PDF, QrForm.PNG, QrForm.SVG, RENEW))


def _form(view: View, raw: str) -> Answer:
    value = _FORM_WORDS.get(fold(raw[:100]))
    return Valid(value) if value else Invalid("choose-from-list")


def _sure_options(view: View) -> tuple[Option, ...]:
    return (Option("yes", Text("option-renew-code")), Option("no", Text("option-keep-code")))


def _done(view: View) -> tuple[Effect | Remember, ...]:
    organisation, facts = int(view.answers["organisation"]), view.facts
    if _is_whole(view):
        return ordered(facts, organisation)
    is_own = organisation in facts.scopes(Role.EXECUTIVE)
    if not is_own and not rights.covers(facts.scopes(Role.STAFF), organisation, facts.directory):
        return (Say("place-not-in-scope"),)
    node = facts.directory.get(organisation)
    if node is None or not node.is_active:
        return (Say("place-closed"),)
    if view.answers["form"] != RENEW:
        return (SendQr(organisation, QrForm(view.answers["form"])),)
    if view.answers["sure"] == "no":
        return (Say("qr-code-kept"),)
    code = facts.fresh.link
    said = Say("qr-code-renewed", {"place": facts.directory.label(organisation), "code": codes.shown(code)})
    return (RenewCode(organisation, code), said, SendQr(organisation, QrForm.PDF))


def _place_args(view: View) -> dict[str, str]:
    return {"place": view.facts.directory.label(int(view.answers["organisation"]))}


QR = Flow(
    "qr",
    (
        Step("organisation", "ask-qr-organisation", _searched, _places, is_listed=False, is_searched=True,
             show=places.label, resets=("form", "sure")),
        Step("form", "ask-qr-form", _form, _forms, when=lambda view: not _is_whole(view), is_listed=False,
             args=_place_args, resets=("sure",)),
        Step("sure", "ask-renew-code", yes_means("yes", "no"), _sure_options, is_listed=False, args=_place_args,
             when=lambda view: view.answers.get("form") == RENEW),
    ),
    _done,
    cancelled="stopped",
)  # fmt: skip
