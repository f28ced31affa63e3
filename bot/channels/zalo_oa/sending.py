"""A part as messages of the Official Account's API. Pure. Source: reference on Zalo, section 2.4.

A message holds text with a picture, or text with buttons, or a file without text; what a part has more of becomes
several messages, the text first.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bot import render
from bot.channels.protocol import Attachment, Capabilities, Link, Notice, Part, PartButton, Rejected
from bot.channels.zalo_oa.access import Shapes
from bot.channels.zalo_oa.taps import SEAL_BYTES, Taps
from bot.channels.zalo_oa.templates import Template
from conversations.actions import Control, Write, decode, encode
from conversations.answers import Valid
from conversations.validators import full_name

IMAGES = {"image/png": (".png",), "image/jpeg": (".jpg", ".jpeg")}
FILES = {
    "application/pdf": (".pdf",),
    "application/msword": (".doc",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
}
TITLE, SUBTITLE = 100, 500  # characters of the card that asks for a phone number
MOST_NAME = 100
NAME_STEP, NAME_MARK = "full_name", "👤 "
ELLIPSIS, NOTHING = "…", "–"  # the latter in a form, which takes no empty value


class Outgoing(Struct, frozen=True):
    """One message. `file` is uploaded before as `kind`, and the message made with what that gives."""

    message: Mapping[str, Any]
    kind: str = ""
    file: Attachment | None = None
    name: str = ""


def outgoing(part: Part, user: str, shapes: Shapes, can: Capabilities, taps: Taps) -> list[Outgoing]:
    """What a part becomes. Raises: Rejected for an attachment that Zalo would not take."""
    if part.link is not None:
        return _linked(part, part.link, user, shapes, can, taps)
    text, file = unicodedata.normalize("NFC", part.text).strip(), part.attachment
    buttons = [button for row in part.rows for button in row][: shapes.most_buttons]
    if file is None:
        return _texts(text, _template(buttons, part, user, shapes, taps), can)
    if file.mime in IMAGES:
        if len(file.content) > shapes.image_bytes:
            raise Rejected("zalo-oa-image-too-large")
        picture = Outgoing({}, "image", file, _named(file, IMAGES[file.mime]))
        if not (text or buttons):
            return [picture]
        if buttons:
            return [*_texts(text, _template(buttons, part, user, shapes, taps), can), picture]
        *before, last = _texts(text, None, can)
        return [*before, Outgoing(last.message, "image", file, picture.name)]
    if file.mime not in FILES or len(file.content) > shapes.file_bytes:
        raise Rejected("zalo-oa-file")
    sent = Outgoing({}, "file", file, _named(file, FILES[file.mime]))
    said = _texts(text, _template(buttons, part, user, shapes, taps), can) if text or buttons else []
    return [*said, sent]


def _linked(part: Part, link: Link, user: str, shapes: Shapes, can: Capabilities, taps: Taps) -> list[Outgoing]:
    """The address as a button of its own: under the part's own buttons, in a message behind it if there is no room."""
    opening = {"title": shortened(link.label, shapes.title_limit), "type": "oa.open.url", "payload": {"url": link.url}}
    buttons = [button for row in part.rows for button in row][: shapes.most_buttons]
    if len(buttons) >= shapes.most_buttons:
        behind = Outgoing({"text": link.label, "attachment": _with_buttons([opening], shapes)})
        return [*outgoing(replace(part, link=None), user, shapes, can, taps), behind]
    taken = _tapped(buttons, part, user, shapes, taps)
    return _texts(unicodedata.normalize("NFC", part.text).strip(), _with_buttons([*taken, opening], shapes), can)


def wants_name(part: Part, shapes: Shapes) -> Control | None:
    """The question for a person's name that has room for one more button, by a button that it has; None for others."""
    buttons = [button for row in part.rows for button in row]
    if part.hint != NAME_STEP or len(buttons) >= shapes.most_buttons:
        return None
    decoded = (decode(button.action) for button in buttons)
    return next((action for action in decoded if isinstance(action, Control) and action.step == NAME_STEP), None)


def with_name(part: Part, question: Control, called: str, shapes: Shapes) -> Part:
    """The question with a button that answers by what the person calls themselves on Zalo, if that can be a name."""
    read = full_name(called)
    if not isinstance(read, Valid):
        return part
    try:
        action = encode(Write(question.serial, question.step, read.value), shapes.payload_limit - SEAL_BYTES)
    except ValueError:  # too long for a button
        return part
    return replace(part, rows=((PartButton(f"{NAME_MARK}{read.value}", action),), *part.rows))


def with_upload(one: Outgoing, uploaded: str, shapes: Shapes) -> Mapping[str, Any]:
    """The message that shows what was uploaded."""
    if one.kind == "file":
        return {**one.message, "attachment": {"type": "file", "payload": {shapes.file_key: uploaded}}}
    elements = [{"media_type": "image", "attachment_id": uploaded}]
    payload = {"template_type": "media", "elements": elements}
    return {**one.message, "attachment": {"type": "template", "payload": payload}}


def contact_request(part: Part, shapes: Shapes) -> Mapping[str, Any] | None:
    """The card that asks for name and phone number; None if it is not wanted, or cannot be shown."""
    if part.contact_label is None or not shapes.contact_image:
        return None
    first_line = next(iter(part.text.strip().splitlines()), "") or part.contact_label
    element = {
        "title": part.contact_label[:TITLE],
        "subtitle": shortened(first_line, SUBTITLE),
        "image_url": shapes.contact_image,
    }
    payload = {"template_type": "request_user_info", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def template_data(template: Template, notice: Notice) -> Mapping[str, str]:
    """What a form is filled in with: one line each, no longer than its parameter takes."""
    return {
        name: shortened(" ".join(notice.values.get(filling.value, "").split()), filling.limit) or NOTHING
        for name, filling in template.data.items()
    }


def shortened(label: str, limit: int) -> str:
    """A label that fits: cut at a space of its second half where there is one, with a sign that it was."""
    label = unicodedata.normalize("NFC", label).strip()
    if len(label) <= limit:
        return label
    head = label[: limit - 1]
    space = len(head) if label[limit - 1] == " " else head.rfind(" ")
    return (head[:space] if space >= limit // 2 else head).rstrip(" ,.;:-") + ELLIPSIS


def _texts(text: str, attachment: Mapping[str, Any] | None, can: Capabilities) -> list[Outgoing]:
    *before, last = render.split(text, can)
    final: dict[str, Any] = {"text": last} | ({"attachment": attachment} if attachment else {})
    return [*(Outgoing({"text": piece}) for piece in before), Outgoing(final)]


def _template(
    buttons: Sequence[PartButton], part: Part, user: str, shapes: Shapes, taps: Taps
) -> Mapping[str, Any] | None:
    return _with_buttons(_tapped(buttons, part, user, shapes, taps), shapes) if buttons else None


def _tapped(
    buttons: Sequence[PartButton], part: Part, user: str, shapes: Shapes, taps: Taps
) -> list[Mapping[str, Any]]:
    nonce = taps.nonce(part.key)
    return [
        {
            "title": shortened(button.label, shapes.title_limit),
            "type": f"oa.query.{shapes.button_style}",
            "payload": taps.payload(user, button.action, nonce),
        }
        for button in buttons
    ]


def _with_buttons(shown: Sequence[Mapping[str, Any]], shapes: Shapes) -> Mapping[str, Any]:
    kind = {"template_type": shapes.buttons_template} if shapes.buttons_template else {}
    return {"type": "template", "payload": {**kind, "buttons": list(shown)}}


def _named(file: Attachment, endings: Sequence[str]) -> str:
    """The file's name; its ending must fit what it is."""
    name = file.name if PurePath(file.name.lower()).suffix in endings else f"{file.name}{endings[0]}"
    return name[-MOST_NAME:]
