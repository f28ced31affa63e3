"""Files that go with an initiative: what is known of each, and how those of a draft stand in its answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from conversations.events import FileRead

MOST_LISTED = 20  # files in one answer, whatever the setting allows
ANSWERS = ("attachments", "photo")  # that hold files
_BETWEEN = "\t"  # no name holds one, see file_names.py


class FileKind(StrEnum):
    """What a file is to its initiative."""

    PAPER = "paper"  # a photo, a drawing, a document
    SIGNATURE = "signature"  # the author's agreement, where somebody else entered it


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One file, cleaned and stored."""

    id: str
    blob: str = field(repr=False)  # what its content is called, 64 hexadecimal digits; the same content, the same name
    mime: str  # as the content tells
    size: int  # bytes
    name: str  # tidied, see file_names.py; never empty
    kind: FileKind = FileKind.PAPER


class AttachmentLimits(Struct, frozen=True):
    """What the operator allows."""

    most: int = 5  # files an initiative; 0: none are taken
    megabytes: int = 20  # a file


def packed(files: Sequence[AttachedFile]) -> str:
    """Files as the answer of a step, a line each."""
    return "\n".join(_BETWEEN.join((one.id, one.blob, one.mime, str(one.size), one.name)) for one in files)


def unpacked(answer: str) -> tuple[AttachedFile, ...]:
    """The files behind an answer of `packed`; nothing for any other answer."""
    if _BETWEEN not in answer:
        return ()
    lines = [line.split(_BETWEEN, 4) for line in answer.split("\n")[:MOST_LISTED]]
    return tuple([AttachedFile(one[0], one[1], one[2], int(one[3]), one[4]) for one in lines if len(one) == 5])


def named_in(answers: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """The files that any of these forms mean, by their ids."""
    return frozenset(file.id for one in answers for name in ANSWERS for file in unpacked(one.get(name, "")))


def read_file(event: FileRead, name: str, kind: FileKind = FileKind.PAPER) -> AttachedFile:
    """What the reader of such files has found (bot/attachments/reader.py)."""
    found = event.found
    return AttachedFile(event.file_id, str(found["blob"]), str(found["mime"]), int(found["size"]), name, kind)


# -- what a turn asks for ----------------------------------------------------------------------------------------
class KeepAttachment(Struct, frozen=True):
    """Note a file whose content is stored; it is nobody's but its sender's until `AttachFiles`."""

    file: AttachedFile


class AttachFiles(Struct, frozen=True):
    """Files that were noted go with this submission now."""

    code: str
    ids: tuple[str, ...]


class DropAttachments(Struct, frozen=True):
    """Forget files of the person's that go with no submission: these, or all."""

    ids: tuple[str, ...] | None = None


class DetachFiles(Struct, frozen=True):
    """The files of a submission go with it no longer, but for a signature: they are forgotten."""

    code: str


def dropped(answer: str) -> tuple[DropAttachments, ...]:
    """What is asked for when the files behind an answer are given up; nothing where there are none."""
    ids = tuple(one.id for one in unpacked(answer))
    return (DropAttachments(ids),) if ids else ()


AttachmentEffect = KeepAttachment | AttachFiles | DropAttachments | DetachFiles


class SendAttachment(Struct, frozen=True):
    """Owe the person one of a submission's files, the first of which is number 1; it is read when it is sent."""

    code: str
    number: int
