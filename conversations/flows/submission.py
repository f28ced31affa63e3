"""The worker's form. Design, section 4."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from conversations import actions, cards, codes, validators
from conversations.answers import Doubtful, Invalid, Valid
from conversations.cards import SKIPPED
from conversations.converting import in_any_font, in_any_typing, shown_converted
from conversations.directory import Directory
from conversations.district_effects import AnnounceWorkplace
from conversations.domain import CONCEALED, Block, Field, Status, Submission
from conversations.effects import Arg, Button, DecidersOf, Effect, FileSubmission, RecordConsent, Say, Tell, Text
from conversations.events import FileRead
from conversations.flows import attaching, examples, writing
from conversations.flows.identity import PERSONAL
from conversations.flows.workplace import PLACE_KEYS, WORKPLACE, resolved, still_there
from conversations.sent_files import ASKED, ATTACHMENT, POSTER, TEXT
from conversations.steps import Answer, Flow, Option, Remember, Reply, Step, View, always_offered, yes_means
from conversations.text import count, normalise

NOTICE_VERSION = "1"
PROFILE_KEYS = ("full_name", "id_number", "phone", *PLACE_KEYS, "block")
MOST_MONTHS = 60


_AFTER_ALL = Button(Text("button-agree-after-all"), actions.encode(actions.Run("nop", "")))


def _consent_answer(view: View, value: str) -> Reply:
    if value == "details":
        details = Say("notice-details", {"name": view.facts.campaign.name})
        return Reply(effects=(details,), stays=True, offers=("agree", "decline"))
    if value == "decline":
        declined = Say("consent-declined", {}, (_AFTER_ALL,))
        refused = (RecordConsent(NOTICE_VERSION, agreed=False), Remember(forgets=True), declined)
        return Reply(effects=refused, ends=True)
    return Reply(
        {"consent": NOTICE_VERSION},
        (RecordConsent(NOTICE_VERSION, agreed=True), Remember(consent=NOTICE_VERSION)),
    )


_CONSENT = always_offered(*(Option(v, Text(f"consent-{v}")) for v in ("agree", "decline", "details")))
_YES_OR_NO = always_offered(*(Option(v, Text(f"secret-{v}")) for v in (CONCEALED, "no")))
_BLOCKS = always_offered(*(Option(block, Text(f"block-{block.replace('_', '-')}")) for block in map(str, Block)))
_FIELDS = always_offered(
    *(Option(field, Text(f"field-{field.replace('_', '-')}")) for field in map(str, Field)),
    Option(SKIPPED, Text("option-skip")),
)


def _months(view: View) -> tuple[Option, ...]:
    return _months_between(view.facts.campaign.applied_from, min(view.facts.campaign.applied_to, view.today))


@lru_cache(maxsize=8)  # campaigns that are open, and two days around midnight
def _months_between(first: date, last: date) -> tuple[Option, ...]:
    month = first
    months: list[Option] = []
    while month <= last and len(months) < MOST_MONTHS:
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


_HELP = (Option(writing.WRITE, Text("button-write")), Option(examples.EXAMPLE, Text("button-vidu")))
_SEND = Option("send", Text("option-send"))
_ADD_BENEFIT = Option("benefit", Text("option-add-benefit"))
_ADD_FILES = Option("attachments", Text("option-add-attachments"))


def _limit_args(view: View) -> Mapping[str, Arg]:
    return {"limit": view.facts.campaign.description_limit, "secret": view.answers.get("secret", "no")}


def _plain_description(view: View, raw: str) -> Answer:
    answer = validators.description(raw, view.facts.campaign.description_limit)
    if isinstance(answer, Invalid) and answer.key == "description-too-long":
        limit = view.facts.campaign.description_limit
        return Invalid("description-over-limit", writing.over_limit(normalise(raw), limit))
    return answer


_description = in_any_font(_plain_description)


def _description_in_file(view: View, event: FileRead) -> Answer:
    """What stood in a file is shown before it is taken."""
    found = {name: str(event.found.get(name, "")) for name in ("text", "before", "font")}
    answer = _description(view, found["text"])
    if found["font"]:
        return shown_converted(answer, _plain_description(view, found["before"]), found["before"], found["font"])
    if isinstance(answer, Valid) or (isinstance(answer, Doubtful) and answer.key == "description-short-meant"):
        size, limit = count(answer.value), view.facts.campaign.description_limit
        return Doubtful(answer.value, "file-text-meant", {"text": answer.value, "count": size, "limit": limit})
    return answer


def _description_options(view: View) -> tuple[Option, ...]:
    limit = view.facts.campaign.description_limit
    is_secret = view.answers.get("secret") == CONCEALED  # the questions of the helper ask how it works
    return (*writing.cuts(view.context.get("draft", ""), limit), *(() if is_secret else _HELP))


def _description_option(view: View, value: str) -> Reply:
    if value == writing.WRITE:
        return writing.begun(view)
    if value == examples.EXAMPLE:
        return Reply(effects=(examples.shown(view, view.answers.get("field", "")),), asks="description")
    return writing.cut(view, value, view.context["draft"])


_SECRET = (Option("secret", Text("option-secret")),)


def _description_or_secret(view: View) -> tuple[Option, ...]:
    """Whoever files a secret of technology may say so before describing it; what was filed stays what it is."""
    is_changed = "steps" in view.context or view.answers.get("secret") == CONCEALED
    return (*_description_options(view), *(() if is_changed else _SECRET))


def _description_or_secret_option(view: View, value: str) -> Reply:
    if value != "secret":
        return _description_option(view, value)
    return Reply({"secret": CONCEALED}, forgets=("description", *writing.KEPT))


def _review_args(view: View) -> Mapping[str, Arg]:
    return {"card": cards.review_card(view)}


def _review_options(view: View) -> tuple[Option, ...]:
    more = () if "benefit" in view.answers else (_ADD_BENEFIT,)
    has_room = len(attaching.files_of(view)) < view.facts.attachments.most
    return (_SEND, *more, *((_ADD_FILES,) if has_room else ()))


def _send(view: View, value: str) -> Reply:
    if value == "benefit":
        return Reply({writing.ASKED: "yes"}, asks="benefit")
    if value == "attachments":
        return Reply({ASKED: "yes"}, asks="attachments")
    if view.facts.campaign.is_open(view.at):
        return Reply({"review": "send"})
    return Reply(effects=(cards.closed_or_not_yet(view, has_draft=True),), stays=True)


def _filed(view: View) -> tuple[Effect | Remember, ...]:
    code, directory = view.facts.fresh.receipt, view.facts.directory
    typed = cards.stored(view.answers)
    answers = resolved(directory, typed)
    organisation = int(answers.get("union", answers["federation"]))
    filed = Submission(
        code, 1, Status.SUBMITTED, view.facts.person_id, organisation, answers, view.at,
        attached=len(attaching.files_of(view)),
    )  # fmt: skip
    again = Button(Text("button-submit-another"), actions.encode(actions.Run("nop", "")))
    mine = Button(Text("button-track"), actions.encode(actions.Run("theodoi", "")))
    receipt = {
        "code": codes.shown(code),
        "title": answers["title"],
        "at": cards.moment(view.facts.campaign, view.at),
    }
    return (
        FileSubmission(code, organisation, answers),
        *attaching.effects(view, code),
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


CONTENT = (
    Step("block", "ask-block", options=_BLOCKS, show=cards.show("block")),
    Step("field", "ask-field", options=_FIELDS, show=cards.show("field")),
    Step("applied_on", "ask-applied-on", _applied_on, _months, show=cards.show("applied_on"), args=_month_args,
         reads_first=True),
    Step("title", "ask-title", read=in_any_typing(lambda view, raw: validators.title(raw)), takes_prose=True),
    Step("secret", "ask-secret", yes_means(CONCEALED, "no"), _YES_OR_NO, lambda view: "secret" in view.answers,
         resets=("description", *writing.KEPT), show=cards.show("secret"), help="help-secret"),
    *writing.steps(_description),
    Step("description", "ask-description", _description, _description_or_secret, show=cards.show("description"),
         args=_limit_args, joins_pieces=True, takes_prose=True, on_option=_description_or_secret_option,
         help="help-description", takes_files=TEXT, on_file=_description_in_file, on_answer=writing.own_text),
    attaching.STEP,
)  # fmt: skip
SUBMISSION = Flow(
    "submission",
    (
        Step("consent", "ask-consent", yes_means("agree", "decline"), _CONSENT, on_answer=_consent_answer,
             is_listed=False, help="help-consent", args=lambda view: {"name": view.facts.campaign.name},
             takes_pictures=POSTER),
        *PERSONAL,
        *WORKPLACE,
        *CONTENT,
        Step("review", "ask-review", yes_means("send"),
             _review_options, args=_review_args, on_answer=_send, is_listed=False, help="help-review",
             takes_along=ATTACHMENT),
    ),
    _filed,
    holds={"consent": NOTICE_VERSION},
    mend=still_there,
    mended="workplace-changed",
    undone=attaching.dropped,
)  # fmt: skip
