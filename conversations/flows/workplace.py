"""The worker's workplace: from the province down to the CĐCS, from a poster's code, or typed. A part of the form."""

from collections.abc import Mapping

from msgspec.structs import replace

from conversations import cards, places, validators
from conversations.answers import Ambiguous, Valid
from conversations.cards import MISSING
from conversations.converting import in_any_typing
from conversations.directory import Directory, Organisation
from conversations.effects import Text
from conversations.kinds import FEDERATION, UNION
from conversations.sent_files import POSTER
from conversations.steps import Answer, Option, Reply, Step, View, always_offered, yes_means
from conversations.text import fold, fold_typed

_NOT_LISTED = frozenset(map(fold, (
    "không thấy", "không có", "khác", "không thấy đơn vị", "không có đơn vị tôi", "không có đơn vị của tôi",
    "không có tên", "không thấy tên đơn vị", "không tìm thấy", "không tìm thấy đơn vị", "không có trong danh sách",
    "đơn vị khác",
)))  # fmt: skip
PLACE_KEYS = ("province", "federation", "union", "union_name")


def _is_linked(view: View) -> bool:
    return "organisation" in view.context


def _workplace_answer(view: View, value: str) -> Reply:
    if value == "no":
        return Reply({"workplace": "no"})
    return Reply({"workplace": "yes", **workplace_answers(view.facts.directory, int(view.context["organisation"]))})


def workplace_answers(directory: Directory, organisation_id: int) -> Mapping[str, str]:
    """The answers that a known CĐCS gives at once: province, federation, union, and its block if on record."""
    node, top = directory.get(organisation_id), directory.top_of(organisation_id)
    if node is None or top is None:
        return {}
    if node.kind != UNION:  # a code of a federation: its CĐCS is still to be asked
        return {"province": str(top.id)} | ({"federation": str(node.id)} if node.id != top.id else {})
    # Right under the province, or beside all provinces, what is above it stands for both answers.
    known = {"province": str(top.id), "federation": str(node.parent_id), "union": str(node.id)}
    return known | ({"block": node.block} if node.block else {})


def still_there(view: View) -> tuple[Mapping[str, str], Mapping[str, str]] | None:
    """Answers and context of a draft whose workplace has been closed, moved or merged since; None if none was."""
    answers, directory = view.answers, view.facts.directory
    named = [directory.get(int(answers[key])) for key in PLACE_KEYS[:3] if answers.get(key, MISSING) != MISSING]
    if all(node is not None and node.is_active for node in named) or _stands(directory, answers, named[-1]):
        return None
    kept = {key: value for key, value in answers.items() if key not in (*PLACE_KEYS, "workplace", "block", "review")}
    context = {key: value for key, value in view.context.items() if key != "organisation"}
    union, heir = named[-1], directory.current(named[-1].id) if named[-1] else None
    if union is not None and union.kind == UNION and union.is_active:
        return {**kept, **_block_of(answers), **workplace_answers(directory, union.id)}, context
    if heir is not None and heir.kind == UNION and heir.is_active:
        context["organisation"] = str(heir.id)
    return kept, context


def _stands(directory: Directory, answers: Mapping[str, str], last: Organisation | None) -> bool:
    """Whether the last node named is a CĐCS that is there, where the answers say; what is above it may be over."""
    if last is None or last.kind != UNION or not last.is_active:
        return False
    now = workplace_answers(directory, last.id)
    return all(answers.get(key) == now.get(key) for key in PLACE_KEYS[:3])


def _block_of(answers: Mapping[str, str]) -> Mapping[str, str]:
    return {"block": answers["block"]} if "block" in answers else {}


def resolved(directory: Directory, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers with the CĐCS in place of a typed workplace, once the district has said which it is."""
    name = answers.get("union_name")
    union = directory.taught(name, int(answers["federation"])) if name else None
    if union is None:
        return dict(answers)
    known = {name: value for name, value in answers.items() if name != "union_name"}
    return known | {"union": str(union.id)}


_YES_NO = always_offered(Option("yes", Text("option-yes-right")), Option("no", Text("option-other-workplace")))


def _provinces(view: View) -> tuple[Option, ...]:
    directory = view.facts.directory
    return places.as_options(directory, ("tops", None), directory.tops())


def _province_answer(view: View, value: str) -> Reply:
    """Where nothing stands between a province and its CĐCS, there is nothing to ask about it."""
    directory = view.facts.directory
    is_flat = not directory.between(int(value))
    return Reply({"province": value, **({"federation": value} if is_flat else {})})


def _province(view: View, raw: str) -> Answer:
    return places.found(view, raw, None, "province")


def _federations(view: View) -> tuple[Option, ...]:
    province, directory = view.answers["province"], view.facts.directory
    between = directory.between(int(province))
    options = places.as_options(directory, ("between", int(province)), between)
    # Some CĐCS have no level between; and only the list of districts is known to be complete.
    below = directory.children(int(province))
    is_direct = any(node.kind == UNION for node in below) or all(node.kind != FEDERATION for node in between)
    return (*options, *([Option(province, places.label(view, province))] if is_direct else ()))


def _federation(view: View, raw: str) -> Answer:
    return places.found(view, raw, int(view.answers["province"]), "federation")


def _unions(view: View) -> tuple[Option, ...]:
    unions = places.choices_below(view, int(view.answers["federation"]), "union")
    return (*unions, Option(MISSING, Text("option-union-missing"), is_pinned=True))


def _union(view: View, raw: str) -> Answer:
    if fold_typed(raw[:100]) in _NOT_LISTED:
        return Valid(MISSING)
    answer = places.found(view, raw, int(view.answers["federation"]), "union")
    return replace(answer, options=(*answer.options, MISSING)) if isinstance(answer, Ambiguous) else answer


def _union_answer(view: View, value: str) -> Reply:
    node = view.facts.directory.get(int(value)) if value != MISSING else None
    return Reply({"union": value} | ({"block": node.block} if node and node.block else {}))


def _is_union_missing(view: View) -> bool:
    return view.answers.get("union") == MISSING


WORKPLACE = tuple(replace(step, takes_pictures=POSTER) for step in (
    Step("workplace", "ask-workplace", yes_means("yes", "no"), _YES_NO, _is_linked, resets=(*PLACE_KEYS, "block"),
         on_answer=_workplace_answer, is_listed=False,
         args=lambda view: {"workplace": places.label(view, view.context["organisation"])}),
    Step("province", "ask-province", _province, _provinces, resets=(*PLACE_KEYS[1:], "block"), is_searched=True,
         show=cards.show("province"), on_answer=_province_answer),
    Step("federation", "ask-federation", _federation, _federations, resets=(*PLACE_KEYS[2:], "block"), is_searched=True,
         show=cards.show("federation")),
    Step("union", "ask-union", _union, _unions, resets=("union_name", "block"), is_searched=True,
         show=cards.show("union"), on_answer=_union_answer),
    Step("union_name", "ask-union-name", read=in_any_typing(lambda view, raw: validators.workplace_name(raw)),
         when=_is_union_missing, takes_prose=True),
))  # fmt: skip
