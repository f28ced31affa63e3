"""What a file is called, as far as that can be shown and stored: senders choose names freely."""

import unicodedata

import regex

MOST = 120  # characters
_MOST_ENDING = 12  # characters of ".xlsx" and the like
_FOLDERS = regex.compile(r"^.*[/\\]", regex.DOTALL)
_FORBIDDEN = regex.compile(r'[<>:"|?*]+')  # in names on Windows


def tidied(raw: object) -> str:
    """The name without path, controls and excess length; '' if nothing of it is left, or it is no text.

    The ending is kept: people know by it what they sent.
    """
    if not isinstance(raw, str):
        return ""
    name = _FOLDERS.sub("", unicodedata.normalize("NFC", raw[:4096]))
    # Controls go, and marks that turn the direction of writing ("exe.pdf" for "fdp.exe").
    seen = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())
    name = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ")
    if len(name) <= MOST:
        return name
    stem, dot, ending = name.rpartition(".")
    is_ending = bool(dot) and len(ending) < _MOST_ENDING and ending.isalnum()
    return f"{stem[: MOST - len(ending) - 1].rstrip('. ')}.{ending}" if is_ending else name[:MOST].rstrip(". ")
