"""The views of /canbo and the invitation to hand on, from what is stored to a message. Keys and arguments, no words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from bot.channels.protocol import Attachment
from bot.documents.qr import qr_png
from bot.report_frame import Report
from conversations import actions, cards, codes
from conversations.calls import run_button
from conversations.directory import Directory
from conversations.domain import Campaign, Grant
from conversations.effects import Arg, Button, ButtonKind, JoinLinks, Say, Text
from conversations.entering import SendConfirmation
from conversations.role_commands import masked
from conversations.role_effects import PeopleView, SendInvitation, SendPeople
from conversations.role_facts import handle
from storage import role_queries
from storage.figures import Page
from storage.repositories.grants import Holder
from storage.role_queries import OpenInvitation, OpenRequest
from storage.unit_of_work import UnitOfWork

_MOST_NAME = 40  # characters of a name on a button
_MOST_PLACES = 3  # scopes named in the heading
Row = TypeVar("Row")
Line = tuple[Text, tuple[Button, ...]]


class _Look:
    """One view being put together."""

    def __init__(
        self, uow: UnitOfWork, wanted: SendPeople, campaign: Campaign, directory: Directory, now: datetime
    ) -> None:
        self.uow, self.wanted, self.campaign, self.directory, self.now = uow, wanted, campaign, directory, now
        labels = [directory.label(scope) for scope in wanted.scopes]
        self.place = ", ".join(labels[:_MOST_PLACES]) + (" …" if len(labels) > _MOST_PLACES else "")

    def day(self, at: datetime | None) -> Arg:
        return cards.day_of(self.campaign, at) if at else Text("people-never")

    def name(self, person_id: int | None) -> Arg:
        if person_id is None:
            return Text("by-operator")
        return self.uow.conversations.name(person_id) or Text("person-unnamed")


def compose(uow: UnitOfWork, wanted: SendPeople, campaign: Campaign, directory: Directory, now: datetime) -> Say:
    """What a view says. Its scopes are trusted: whoever owes it has checked them."""
    return _VIEWS[wanted.view](_Look(uow, wanted, campaign, directory, now))


def _overview(look: _Look) -> Say:
    found = role_queries.staffing(look.uow.connection, look.wanted.scopes, look.now)
    args: dict[str, Arg] = {
        "place": look.place,
        "unions": found.unions,
        "without": found.without,
        "executives": found.executives,
        "staff": found.staff,
        "invitations": found.invitations,
        "requests": found.requests,
    }
    return Say("people-overview", args, _others(look.wanted.view))


def _missing(look: _Look) -> Say:
    found = role_queries.unions_without_executive(look.uow.connection, look.wanted.scopes, look.wanted.page)

    def line(number: int, union: int) -> Line:
        name = look.directory.label(union)
        return Text("people-missing-line", {"number": number, "name": name}), (
            _button("moi", str(union), f"{number}. {name[:_MOST_NAME]}"),
        )

    return _listed(look, found.page, line, "people-missing", {"unions": found.unions})


def _holders(look: _Look) -> Say:
    page = role_queries.holders(look.uow.connection, look.wanted.scopes, look.wanted.page)
    seen = look.uow.people.last_seen([row.person_id for row in page.rows])

    def line(number: int, row: Holder) -> Line:
        name = look.name(row.person_id)
        args: dict[str, Arg] = {
            "number": number,
            "name": name,
            "role": Text(f"role-{row.role.value}"),
            "place": look.directory.label(row.organisation_id),
            "since": look.day(row.granted_at),
            "seen": look.day(seen.get(row.person_id)),
        }
        named = handle(row.person_id, Grant(row.role, row.organisation_id))
        label = Text("people-missing-line", {"number": number, "name": name})
        return Text("people-holder-line", args), (_button("canbo", named, label),)

    return _listed(look, page, line, "people-holders")


def _requests(look: _Look) -> Say:
    page = role_queries.requests(look.uow.connection, look.wanted.scopes, look.now, look.wanted.page)

    def line(number: int, row: OpenRequest) -> Line:
        args: dict[str, Arg] = {
            "number": number,
            "name": look.name(row.person_id),
            "place": look.directory.label(row.organisation_id),
            "since": look.day(row.asked_at),
        }
        answers = (
            _button("canbo", f"duyet {row.code}", Text("people-button-accept", {"number": number})),
            _button("canbo", f"tuchoi {row.code}", Text("people-button-refuse", {"number": number})),
        )
        return Text("people-request-line", args), answers

    return _listed(look, page, line, "people-requests")


def _invitations(look: _Look) -> Say:
    page = role_queries.invitations(look.uow.connection, look.wanted.scopes, look.now, look.wanted.page)

    def line(number: int, row: OpenInvitation) -> Line:
        is_mine = row.created_by == look.wanted.viewer_id
        args: dict[str, Arg] = {
            "number": number,
            "role": Text(f"role-{row.role.value}"),
            "place": look.directory.label(row.organisation_id),
            "code": codes.shown(row.code) if is_mine else masked(row.code),
            "by": look.name(row.created_by),
            "until": cards.moment(look.campaign, row.expires_at) if row.expires_at else Text("people-never"),
        }
        revoke = _button("moi", f"thu {row.code[: codes.SHORTEST]}", Text("people-button-revoke", {"number": number}))
        return Text("people-invitation-line", args), (revoke,)

    return _listed(look, page, line, "people-invitations")


def _listed(
    look: _Look, page: Page[Row], line: Callable[[int, Row], Line], key: str, more: dict[str, Arg] | None = None
) -> Say:
    """A page of rows with what can be done about each; "<key>-none" where there are none."""
    args: dict[str, Arg] = {"place": look.place, "count": page.total, **(more or {})}
    if not page.total:
        return Say(f"{key}-none", args, _others(look.wanted.view))
    lines = [line(number, row) for number, row in enumerate(page.rows, start=page.first)]
    args |= {
        "lines": tuple(text for text, _ in lines),
        "foot": Text("report-foot", {"page": page.number, "pages": page.pages}),
    }
    own = tuple(button for _, buttons in lines for button in buttons)
    return Say(key, args, (*own, *_pages(look, page), *_others(look.wanted.view)))


def _pages(look: _Look, page: Page[Any]) -> Sequence[Button]:
    """A view of one node goes on with that node: "ds 2 100"."""
    scopes = look.wanted.scopes
    node = f" {scopes[0]}" if len(scopes) == 1 else ""
    neighbours = (("previous", page.number - 1), ("next", page.number + 1))
    view = look.wanted.view.value
    return [
        Button(
            Text(f"button-{name}-page", {"page": number, "pages": page.pages}),
            actions.encode(actions.Run("canbo", f"{view} {number}{node}")),
            ButtonKind.CONTROL,
        )
        for name, number in neighbours
        if 1 <= number <= page.pages
    ]


def _others(view: PeopleView) -> tuple[Button, ...]:
    """The other views."""
    buttons = {
        PeopleView.MISSING: run_button("canbo", "thieu", "people-button-missing"),
        PeopleView.HOLDERS: run_button("canbo", "ds", "people-button-holders"),
        PeopleView.REQUESTS: run_button("canbo", "xin", "people-button-requests"),
        PeopleView.INVITATIONS: run_button("canbo", "moi", "button-invitations"),
    }
    return tuple(button for other, button in buttons.items() if other is not view)


def _button(command: str, argument: str, label: str | Text) -> Button:
    return Button(label, actions.encode(actions.Run(command, argument)))


_VIEWS: dict[PeopleView, Callable[[_Look], Say]] = {
    PeopleView.OVERVIEW: _overview,
    PeopleView.MISSING: _missing,
    PeopleView.HOLDERS: _holders,
    PeopleView.REQUESTS: _requests,
    PeopleView.INVITATIONS: _invitations,
}


def invitation(wanted: SendInvitation, campaign: Campaign, directory: Directory, address: str) -> Report:
    """The message that is handed on, with the QR picture of *address*. May draw: run it in a thread."""
    args: dict[str, Arg] = {
        "role": Text(f"role-{wanted.role.value}"),
        "place": directory.label(wanted.organisation_id),
        "code": codes.shown(wanted.code),
        "how": Text("invitation-by-code" if address == wanted.code else "invitation-by-link"),
        "links": JoinLinks(wanted.code),
        "until": cards.moment(campaign, wanted.expires_at),
    }
    buttons = (
        run_button("moi", f"thu {wanted.code[: codes.SHORTEST]}", "button-revoke-invitation"),
        run_button("moi", "ds", "button-invitations"),
        run_button("canbo", "thieu", "people-button-missing"),
    )
    picture = Attachment(f"moi-{wanted.code[: codes.SHORTEST]}.png", "image/png", qr_png(address))
    return Report(Say("invitation-ready", args, buttons), picture)


def confirmation(wanted: SendConfirmation, campaign: Campaign, address: str) -> Report:
    """The message for the author of what somebody entered, with the QR picture of *address*. May draw, as above."""
    args: dict[str, Arg] = {
        "name": wanted.name,
        "title": wanted.title,
        "code": codes.shown(wanted.code),
        "links": JoinLinks(wanted.code),
        "until": cards.moment(campaign, wanted.expires_at),
    }
    picture = Attachment(f"xac-nhan-{wanted.code[: codes.SHORTEST]}.png", "image/png", qr_png(address))
    return Report(Say("entry-link", args), picture)
