"""What an outbox row holds, as JSON: a message, an edit, a report to be made, a command menu."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conversations.attached import SendAttachment
from conversations.district_effects import SendTemplate
from conversations.domain import Role
from conversations.effects import (
    Arg,
    Button,
    ButtonKind,
    JoinLinks,
    MadeWhenSent,
    QrForm,
    Say,
    SendMarkedList,
    SendQr,
    Text,
    UploadLink,
)  # fmt: skip
from conversations.entering import SendConfirmation
from conversations.report_effects import (
    Chosen,
    ReportFilter,
    ReportView,
    SendOverview,
    SendReminded,
    SendReport,
    UnitLevel,
)
from conversations.role_effects import PeopleView, SendInvitation, SendPeople


class Close(Struct, frozen=True):
    """Take the buttons off a message that was delivered, and write the mark under it."""

    message_id: str  # the platform's
    mark: str | Text


class Replace(Struct, frozen=True):
    """Turn an earlier outbox row's message into another one."""

    outbox_id: int
    say: Say


class Menu(Struct, frozen=True):
    """Show the command menu of these roles."""

    roles: tuple[str, ...]


class Digest(Struct, frozen=True):
    """Tell the chat's person how many initiatives wait for their decision when it is sent; nothing if none does."""


class SendPosters(Struct, frozen=True):
    """Send the set of posters that was made for an order."""

    order_id: int


Document = MadeWhenSent | SendPosters  # made when they are sent
Content = Say | Close | Replace | Menu | Digest | Document


def to_dict(content: Content) -> dict[str, Any]:
    """Content as JSON-ready values, with its kind under "kind"."""
    match content:
        case Say():
            return {"kind": "say", **_say(content)}
        case Close(message_id, mark):
            return {"kind": "close", "message_id": message_id, "mark": _arg(mark)}
        case Replace(outbox_id, say):
            return {"kind": "replace", "outbox_id": outbox_id, "say": _say(say)}
        case Menu(roles):
            return {"kind": "menu", "roles": list(roles)}
        case Digest():
            return {"kind": "digest"}
        case SendPosters(order_id):
            return {"kind": "posters", "order_id": order_id}
    return _made(content)


def from_dict(stored: Mapping[str, Any]) -> Content:
    """The content behind a stored row. Raises: KeyError, ValueError for a row of a newer program."""
    match stored["kind"]:
        case "say":
            return _to_say(stored)
        case "close":
            return Close(stored["message_id"], _to_label(stored["mark"]))
        case "replace":
            return Replace(stored["outbox_id"], _to_say(stored["say"]))
        case "menu":
            return Menu(tuple(stored["roles"]))
        case "digest":
            return Digest()
        case "posters":
            return SendPosters(stored["order_id"])
    return _to_made(stored)


def _made(content: MadeWhenSent) -> dict[str, Any]:
    match content:
        case SendQr(organisation_id, form):
            return {"kind": "qr", "organisation_id": organisation_id, "form": form.value}
        case SendOverview():
            return {"kind": "overview"}
        case SendReminded() | SendTemplate():
            return _of_scopes(content)
        case SendMarkedList(file_id, person_id, say, name):
            return {"kind": "marked-list", "file_id": file_id, "person_id": person_id, "say": _say(say), "name": name}
        case SendAttachment(code, number):
            return {"kind": "attachment", "code": code, "number": number}
        case SendPeople(view, scopes, viewer_id, page):
            return {"kind": "people", "view": view.value, "scopes": list(scopes), "viewer": viewer_id, "page": page}
        case SendInvitation() | SendConfirmation():
            return _handed_on(content)
    limits = {name: getattr(content.filter, name) for name in ReportFilter.__struct_fields__}
    view_and_page = {"view": content.view.value, "page": content.page}
    level = {"level": content.level.value} if content.level else {}
    chosen = {"node": content.chosen.node, "above": content.chosen.above} if content.chosen else {}
    chosen |= {name: True for name in ("is_dossier", "is_own") if getattr(content, name)}
    return {"kind": "report", **view_and_page, **level, **chosen, "scopes": list(content.scopes), "filter": limits}


def _to_made(stored: Mapping[str, Any]) -> MadeWhenSent:
    match stored["kind"]:
        case "qr":
            return SendQr(stored["organisation_id"], QrForm(stored.get("form", QrForm.PNG)))
        case "overview":
            return SendOverview()
        case "reminded" | "template":
            return _to_of_scopes(stored)
        case "marked-list":
            say = _to_say(stored["say"])
            name = stored.get("name", "import-marked-name")
            return SendMarkedList(stored["file_id"], stored["person_id"], say, name)
        case "attachment":
            return SendAttachment(stored["code"], stored["number"])
        case "people":
            view, scopes = PeopleView(stored["view"]), tuple(stored["scopes"])
            return SendPeople(view, scopes, stored["viewer"], stored["page"])
        case "invitation" | "confirmation":
            return _to_handed_on(stored)
        case "report":
            limits = ReportFilter(**stored["filter"])
            level = UnitLevel(stored["level"]) if "level" in stored else None
            chosen = Chosen(stored["node"], stored["above"]) if "node" in stored else None
            about = tuple(stored["scopes"])
            made = SendReport(ReportView(stored["view"]), about, limits, stored["page"], level, chosen)
            return replace(made, **{name: True for name in ("is_dossier", "is_own") if stored.get(name)})
    raise ValueError(f"unknown kind {stored['kind']}")


def _of_scopes(content: SendReminded | SendTemplate) -> dict[str, Any]:
    scopes = {"scopes": list(content.scopes)}
    if isinstance(content, SendTemplate):
        return {"kind": "template", **scopes, "of": content.of}
    return {"kind": "reminded", **scopes, "at": content.begins_at.isoformat() if content.begins_at else None}


def _to_of_scopes(stored: Mapping[str, Any]) -> SendReminded | SendTemplate:
    scopes = tuple(stored["scopes"])
    if stored["kind"] == "template":
        return SendTemplate(scopes, stored.get("of", "organisations"))
    return SendReminded(scopes, datetime.fromisoformat(stored["at"]) if stored["at"] else None)


def _handed_on(content: SendInvitation | SendConfirmation) -> dict[str, Any]:
    life = {"code": content.code, "until": content.expires_at.isoformat()}
    if isinstance(content, SendConfirmation):
        return {"kind": "confirmation", **life, "name": content.name, "title": content.title}
    return {"kind": "invitation", **life, "role": content.role.value, "organisation_id": content.organisation_id}


def _to_handed_on(stored: Mapping[str, Any]) -> SendInvitation | SendConfirmation:
    code, until = stored["code"], datetime.fromisoformat(stored["until"])
    if stored["kind"] == "confirmation":
        return SendConfirmation(code, stored["name"], stored["title"], until)
    return SendInvitation(code, Role(stored["role"]), stored["organisation_id"], until)


def _say(say: Say) -> dict[str, Any]:
    return {
        "key": say.key,
        "args": _args(say.args),
        "buttons": [[_arg(b.label), b.action, b.kind] for b in say.buttons],
        "hint": say.hint,
        **({} if say.is_kept else {"is_kept": False}),
    }


def _to_say(stored: Mapping[str, Any]) -> Say:
    args = {name: _to_arg(arg) for name, arg in stored["args"].items()}
    buttons = tuple(map(_to_button, stored["buttons"]))
    return Say(stored["key"], args, buttons, hint=stored.get("hint"), is_kept=stored.get("is_kept", True))


def _to_button(stored: Any) -> Button:
    label, action, kind = stored
    return Button(_to_label(label), action, ButtonKind(kind))


def _to_label(stored: Any) -> str | Text:
    label = _to_arg(stored)
    return label if isinstance(label, Text) else str(label)


def _args(args: Mapping[str, Arg]) -> dict[str, Any]:
    return {name: arg if isinstance(arg, (str, int)) else _arg(arg) for name, arg in args.items()}


def _arg(arg: Arg) -> Any:
    match arg:
        case str() | int():
            return arg
        case Text(key, args):
            return {"key": key, "args": _args(args) if args else {}}
        case JoinLinks(code):
            return {"links": code}
        case tuple():
            return [_arg(one) for one in arg]
        case UploadLink():  # bot/upload_links.py has put the address there; whoever is told has no link
            return ""


def _to_arg(stored: Any) -> Arg:
    if isinstance(stored, list):
        return tuple(_to_arg(one) for one in stored)
    if isinstance(stored, dict):
        if "links" in stored:
            return JoinLinks(stored["links"])
        return Text(stored["key"], {name: _to_arg(one) for name, one in stored["args"].items()})
    if not isinstance(stored, str | int):
        raise ValueError("an argument of an unknown kind")  # noqa: TRY004 - of a newer program, not a mistake in a call
    return stored
