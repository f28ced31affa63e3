"""The worker's form. Design, section 4."""

from collections.abc import Mapping
from dataclasses import replace

from conversations import actions, cards, codes, places, validators
from conversations.answers import Ambiguous, Invalid, Valid
from conversations.cards import MISSING, SKIPPED
from conversations.directory import Directory
from conversations.district_effects import AnnounceWorkplace
from conversations.domain import Block, Field, Status, Submission
from conversations.effects import Arg, Button, DecidersOf, Effect, FileSubmission, RecordConsent, Say, Tell, Text
from conversations.flows.identity import PERSONAL
from conversations.kinds import FEDERATION, UNION
from conversations.sent_files import POSTER
from conversations.steps import Answer, Flow, Option, Remember, Reply, Step, View, yes_means
from conversations.text import cut_at, fold, normalise

NOTICE_VERSION = "1"
_NOT_LISTED = frozenset(map(fold, (
    "không thấy", "không có", "khác", "không thấy đơn vị", "không có đơn vị tôi", "không có đơn vị của tôi", "không có tên",
    "đơn vị khác", "không thấy tên đơn vị", "không tìm thấy", "không tìm thấy đơn vị", "không có trong danh sách",
)))  # fmt: skip
PLACE_KEYS = ("province", "federation", "union", "union_name")
PROFILE_KEYS = ("full_name", "id_number", "phone", *PLACE_KEYS, "block")
MOST_MONTHS = 60


def _is_linked(view: View) -> bool:
    return "organisation" in view.context


def _consent_answer(view: View, value: str) -> Reply:
    if value == "details":
        return Reply(effects=(Say("notice-details", {"name": view.facts.campaign.name}),), stays=True)
    if value == "decline":
        refused = (RecordConsent(NOTICE_VERSION, agreed=False), Remember(forgets=True), Say("consent-declined"))
        return Reply(effects=refused, ends=True)
    return Reply(
        {"consent": NOTICE_VERSION},
        (RecordConsent(NOTICE_VERSION, agreed=True), Remember(consent=NOTICE_VERSION)),
    )


def _consent_options(view: View) -> tuple[Option, ...]:
    return tuple(Option(v, Text(f"consent-{v}")) for v in ("agree", "decline", "details"))


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


def _still_there(view: View) -> tuple[Mapping[str, str], Mapping[str, str]] | None:
    """Answers and context of a draft whose workplace has been closed, moved or merged since; None if none was."""
    answers, directory = view.answers, view.facts.directory
    named = [directory.get(int(answers[key])) for key in PLACE_KEYS[:3] if answers.get(key, MISSING) != MISSING]
    if all(node is not None and node.is_active for node in named):
        return None
    kept = {key: value for key, value in answers.items() if key not in (*PLACE_KEYS, "workplace", "block", "review")}
    context = {key: value for key, value in view.context.items() if key != "organisation"}
    union, heir = named[-1], directory.current(named[-1].id) if named[-1] else None
    if union is not None and union.kind == UNION and union.is_active:
        return {**kept, **_block_of(answers), **workplace_answers(directory, union.id)}, context
    if heir is not None and heir.kind == UNION and heir.is_active:
        context["organisation"] = str(heir.id)
    return kept, context


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


def _yes_no(view: View) -> tuple[Option, ...]:
    return (Option("yes", Text("option-yes-right")), Option("no", Text("option-other-workplace")))


def _provinces(view: View) -> tuple[Option, ...]:
    directory = view.facts.directory
    return tuple(Option(str(node.id), directory.label(node.id)) for node in directory.tops())


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
    options = tuple(Option(str(node.id), directory.label(node.id)) for node in between)
    # Some CĐCS have no level between; and only the list of districts is known to be complete.
    is_direct = bool(places.choices_below(view, int(province), UNION)) or FEDERATION not in {n.kind for n in between}
    return (*options, *([Option(province, places.label(view, province))] if is_direct else ()))


def _federation(view: View, raw: str) -> Answer:
    return places.found(view, raw, int(view.answers["province"]), "federation")


def _unions(view: View) -> tuple[Option, ...]:
    unions = places.choices_below(view, int(view.answers["federation"]), "union")
    return (*unions, Option(MISSING, Text("option-union-missing")))


def _union(view: View, raw: str) -> Answer:
    if fold(raw[:100]) in _NOT_LISTED:
        return Valid(MISSING)
    answer = places.found(view, raw, int(view.answers["federation"]), "union")
    return replace(answer, options=(*answer.options, MISSING)) if isinstance(answer, Ambiguous) else answer


def _union_answer(view: View, value: str) -> Reply:
    node = view.facts.directory.get(int(value)) if value != MISSING else None
    return Reply({"union": value} | ({"block": node.block} if node and node.block else {}))


def _is_union_missing(view: View) -> bool:
    return view.answers.get("union") == MISSING


def _blocks(view: View) -> tuple[Option, ...]:
    return tuple(Option(block.value, Text(f"block-{block.value.replace('_', '-')}")) for block in Block)


def _fields(view: View) -> tuple[Option, ...]:
    known = tuple(Option(field.value, Text(f"field-{field.value.replace('_', '-')}")) for field in Field)
    return (*known, Option(SKIPPED, Text("option-skip")))


def _months(view: View) -> tuple[Option, ...]:
    campaign, month = view.facts.campaign, view.facts.campaign.applied_from
    months: list[Option] = []
    while month <= min(campaign.applied_to, view.today) and len(months) < MOST_MONTHS:
        months.append(Option(f"{month:%Y-%m}", cards.month_shown(f"{month:%Y-%m}")))
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1, day=1)
    return tuple(months)


def _applied_on(view: View, raw: str) -> Answer:
    campaign = view.facts.campaign
    return validators.applied_on(raw, campaign.applied_from, campaign.applied_to, view.today)


def _month_args(view: View) -> Mapping[str, Arg]:
    campaign = view.facts.campaign
    return {
        "first": cards.month_shown(f"{campaign.applied_from:%Y-%m}"),
        "last": cards.month_shown(f"{campaign.applied_to:%Y-%m}"),
    }


def _limit_args(view: View) -> Mapping[str, Arg]:
    return {"limit": view.facts.campaign.description_limit}


def _description(view: View, raw: str) -> Answer:
    answer = validators.description(raw, view.facts.campaign.description_limit)
    if isinstance(answer, Invalid) and answer.key == "description-too-long":
        before, after = cut_at(normalise(raw), view.facts.campaign.description_limit)
        return Invalid("description-over-limit", {**answer.args, "before": before[-60:], "after": after[:60]})
    return answer


def _description_options(view: View) -> tuple[Option, ...]:
    limit = view.facts.campaign.description_limit
    if len(view.context.get("draft", "")) <= limit or not cards.shortened(view.context["draft"], limit):
        return ()
    return (Option("cut", Text("option-cut")), Option("whole", Text("option-whole")))


def _description_option(view: View, value: str) -> Reply:
    draft = view.context["draft"]
    if value == "whole":
        return Reply(effects=(Say("description-whole", {"text": draft}),), stays=True)
    return Reply({"description": cards.shortened(draft, view.facts.campaign.description_limit)})


def _review_args(view: View) -> Mapping[str, Arg]:
    return {"card": cards.review_card(view)}


def _send_options(view: View) -> tuple[Option, ...]:
    return (Option("send", Text("option-send")),)


def _send(view: View, value: str) -> Reply:
    if view.facts.campaign.is_open(view.at):
        return Reply({"review": "send"})
    return Reply(effects=(cards.closed_or_not_yet(view, has_draft=True),), stays=True)


def _filed(view: View) -> tuple[Effect | Remember, ...]:
    code, directory = view.facts.fresh.receipt, view.facts.directory
    typed = cards.stored(view.answers)
    answers = resolved(directory, typed)
    organisation = int(answers.get("union", answers["federation"]))
    filed = Submission(code, 1, Status.SUBMITTED, view.facts.person_id, organisation, answers, view.at)
    again = Button(Text("button-submit-another"), actions.encode(actions.Run("nop", "")))
    mine = Button(Text("button-track"), actions.encode(actions.Run("theodoi", "")))
    receipt = {
        "code": codes.shown(code),
        "title": answers["title"],
        "at": cards.moment(view.facts.campaign, view.at),
    }
    return (
        FileSubmission(code, organisation, answers),
        Remember({key: answers.get(key, "") for key in PROFILE_KEYS}),
        *(_found(directory, typed, answers) if answers != typed else ()),
        Say("submitted" if "union" in answers else "submitted-unresolved", receipt, (again, mine)),
        notice(view, filed),
    )


def _found(directory: Directory, typed: Mapping[str, str], answers: Mapping[str, str]) -> tuple[Say, ...]:
    """To somebody whose workplace the district has found while the draft waited."""
    return (Say("author-resolved", {"name": typed["union_name"], "place": directory.label(int(answers["union"]))}),)


def notice(view: View, filed: Submission) -> Effect:
    """Who is told of what was filed: the deciders by a card; of a workplace that was only typed, the district."""
    if "union" not in filed.answers:
        return AnnounceWorkplace(filed.organisation_id)
    return Tell(DecidersOf(filed.code), cards.decision_card(view, filed), card=filed.code)


WORKPLACE = tuple(replace(step, takes_pictures=POSTER) for step in (
    Step("workplace", "ask-workplace", yes_means("yes", "no"), _yes_no, _is_linked, resets=(*PLACE_KEYS, "block"),
         on_answer=_workplace_answer, is_listed=False,
         args=lambda view: {"workplace": places.label(view, view.context["organisation"])}),
    Step("province", "ask-province", _province, _provinces, resets=(*PLACE_KEYS[1:], "block"), is_searched=True,
         show=cards.show("province"), on_answer=_province_answer),
    Step("federation", "ask-federation", _federation, _federations, resets=(*PLACE_KEYS[2:], "block"), is_searched=True,
         show=cards.show("federation")),
    Step("union", "ask-union", _union, _unions, resets=("union_name", "block"), is_searched=True,
         show=cards.show("union"), on_answer=_union_answer),
    Step("union_name", "ask-union-name", read=lambda view, raw: validators.workplace_name(raw), when=_is_union_missing,
         takes_prose=True),
))  # fmt: skip
CONTENT = (
    Step("block", "ask-block", options=_blocks, show=cards.show("block")),
    Step("field", "ask-field", options=_fields, show=cards.show("field")),
    Step("applied_on", "ask-applied-on", _applied_on, _months, show=cards.show("applied_on"), args=_month_args,
         reads_first=True),
    Step("title", "ask-title", read=lambda view, raw: validators.title(raw), takes_prose=True),
    Step("description", "ask-description", _description, _description_options, show=cards.show("description"),
         args=_limit_args, joins_pieces=True, takes_prose=True, on_option=_description_option, help="help-description"),
)  # fmt: skip
SUBMISSION = Flow(
    "submission",
    (
        Step("consent", "ask-consent", yes_means("agree", "decline"), _consent_options, on_answer=_consent_answer,
             is_listed=False, help="help-consent", args=lambda view: {"name": view.facts.campaign.name},
             takes_pictures=POSTER),
        *PERSONAL,
        *WORKPLACE,
        *CONTENT,
        Step("review", "ask-review", yes_means("send"), _send_options, args=_review_args, on_answer=_send,
             is_listed=False, help="help-review"),
    ),
    _filed,
    holds={"consent": NOTICE_VERSION},
    mend=_still_there,
    mended="workplace-changed",
)  # fmt: skip
